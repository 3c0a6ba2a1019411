import { readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { folderWith, parquetIn, runIn, runOn, samplesOf, statuses } from './fixture.ts';

const wide =
  'version: 1\ncolumns:\n  id: { type: integer, unique: true }\n  x: { type: number, min: 0, nullable: true }\n';

describe('CSV', () => {
  it.each<[string, string | Buffer, unknown[]]>([
    ['too few cells', 'id,x\n1,2\n2\n3,4\n', [{ row: 2, line: 3, reason: 'has 1 cell, not 2' }]],
    ['an empty cell too many', 'id,x\n1,2\n2,3,\n3,4\n', [{ row: 2, line: 3, reason: 'has 3 cells, not 2' }]],
    [
      'the same beside quotes',
      'id,x\r\n1,"2"\r\n2,3,\r\n',
      [{ row: 2, line: 3, reason: 'has 3 cells, not 2' }],
    ],
    [
      'the same at the end of the file',
      'id,x\n1,2\n2,3,',
      [{ row: 2, line: 3, reason: 'has 3 cells, not 2' }],
    ],
    ['too many cells', 'id,x\n1,2,3\n', [{ row: 1, line: 2, reason: 'has 3 cells, not 2' }]],
    ['behind a cell of two lines and a blank line', 'id,x\n1,"2\n"\n\n3,4,5\n', [{ row: 2, line: 5 }]],
    ['with CRLF', 'id,x\r\n1,"2\r\n"\r\n\r\n3,4,5\r\n', [{ row: 2, line: 5 }]],
    ['text behind a quote', 'id,x\n1,"2"3\n2,3\n', [{ row: 1, line: 2 }]],
    ['a quote that stays open', 'id,x\n1,2\n2,"3\n4,5\n', [{ row: 2, line: 3 }]],
    [
      'bytes that are not UTF-8',
      Buffer.from('id,x\n1,2\n2,\xff\n3,1\n', 'latin1'),
      [{ row: 2, line: 3, reason: 'is not UTF-8' }],
    ],
    [
      'not UTF-8 in a column without checks',
      Buffer.from('id,x,y\n1,2,\xff\n', 'latin1'),
      [{ row: 1, line: 2 }],
    ],
  ])('%s is a finding', async (_rule, content, samples) => {
    const { outcome, report } = await runOn('d.csv', content, wide);
    expect(outcome.exitCode).toBe(1);
    expect(statuses(report).readable).toEqual(['failed', 1]);
    expect(samplesOf(report, 'readable')).toMatchObject(samples);
  });

  // the engine reads files above 8 MB in parts
  const padding = 'x'.repeat(250);

  it('loses no row of a large file, whatever stands in its quotes', async () => {
    const line = (id: number) => `${id},"line of ${id}\n${id},1,2\n""${padding}"" end",${id % 7}\n`;
    const { outcome, report } = await runOn(
      'd.csv',
      `id,text,x\n${Array.from({ length: 40_000 }, (_, id) => line(id)).join('')}`,
      'version: 1\ncolumns: { id: { type: integer, unique: true }, text: { matches: end$ }, x: { type: integer, max: 6 } }\n',
    );
    expect([outcome.exitCode, report.rows]).toEqual([0, 40_000]);
  });

  it('loses no row of a large file where many cannot be read', async () => {
    const line = (id: number) => (id % 2 === 0 ? `${id},${id}\n` : `${padding}${padding}\n`);
    const content = `id,x\n${Array.from({ length: 40_000 }, (_, id) => line(id)).join('')}`;
    const { report } = await runOn('d.csv', content, wide);
    expect([report.rows, statuses(report).readable]).toEqual([20_000, ['failed', 20_000]]);
    expect(samplesOf(report, 'readable')[9]).toMatchObject({ row: 20, line: 21 });
  });

  it('counts rows and lines past rows that could not be read', async () => {
    const { report } = await runOn('d.csv', 'id,x\n1,"a\nb"\n2\n\n3,4\n4,bad\n', wide);
    expect(samplesOf(report, 'x type')).toMatchObject([
      { row: 1, line: 2, values: [{ column: 'x', value: 'a\nb' }] },
      { row: 4, line: 7, values: [{ column: 'x', value: 'bad' }] },
    ]);
  });

  it.each([
    ['a byte order mark', '\uFEFFid,x\n1,2\n', ''],
    ['no end of the last line', 'id,x\n1,2', ''],
    ['CR alone', 'id,x\r1,2\r2,3\r', ''],
    ['a quoted header', '"id","x"\n1,2\n', ''],
    ['quotes inside quotes', 'id,x,"a ""b"" ,\n"\n1,2,"c""d"\n', ''],
    ['another dialect', "id;x\n1;'2'\n2;NA\n", "csv: { delimiter: ';', quote: \"'\", null: [NA] }\n"],
    ['no header', '1,2\n', 'csv: { header: [id, x] }\n'],
    ['no quotes', 'id,x,y\n1,2,"\n2,3,"a\n', 'csv: { quote: false }\n'],
  ])('%s is read', async (_rule, content, csv) => {
    const { outcome, report } = await runOn('d.csv', content, wide + csv);
    expect([outcome.exitCode, statuses(report)['id present']]).toEqual([0, ['passed', 0]]);
  });

  it.each<[string, string | Buffer, RegExp]>([
    ['UTF-16 without a mark', Buffer.from('id,x\n1,2\n', 'utf16le'), /UTF-16/],
    ['a header that is not UTF-8', Buffer.from('id,\xff\n1,2\n', 'latin1'), /not UTF-8/],
    ['line ends of two kinds', 'id,x\n1,2\r\n2,3\n3,4\r\n', /LF in line 1, CRLF in line 2/],
  ])('%s fails and measures nothing else', async (_rule, content, told) => {
    const { outcome, report } = await runOn('d.csv', content, wide);
    expect(outcome.exitCode).toBe(1);
    expect(statuses(report)).toMatchObject({ readable: ['failed', 1], 'x min': ['skipped', 0] });
    expect(samplesOf(report, 'readable')).toMatchObject([
      { file: 'd.csv', reason: expect.stringMatching(told) },
    ]);
  });

  it('keeps nulls and empty text apart', async () => {
    const { report } = await runOn(
      'd.csv',
      'a,b\n,""\n',
      'version: 1\ncolumns: { a: {}, b: { length: { min: 1 } } }\n',
    );
    expect(statuses(report)).toMatchObject({
      'a nullable': ['failed', 1],
      'b nullable': ['passed', 0],
      'b length': ['failed', 1],
    });
    expect(samplesOf(report, 'a nullable')).toMatchObject([{ values: [{ column: 'a', value: null }] }]);
    expect(samplesOf(report, 'b length')).toMatchObject([{ values: [{ column: 'b', value: '' }] }]);
  });

  it('reads a glob as one table, whatever the order of the columns, and names the file that lacks one', async () => {
    const root = await folderWith({
      'd/1.csv': 'id,x\n1,2\n',
      'd/2.csv': 'x,id\n3,2\n-1,1\n',
      'd/3.csv': 'id\n9\n',
    });
    const { report } = await runIn(root, wide, { sources: 'd/*.csv' });
    expect(report.rows).toBe(4);
    expect(statuses(report)).toMatchObject({
      'id unique': ['failed', 2],
      'x min': ['failed', 1],
      'x present': ['failed', 1],
    });
    expect(samplesOf(report, 'id unique')).toMatchObject([
      { file: 'd/1.csv', row: 1 },
      { file: 'd/2.csv', row: 2 },
    ]);
    expect(
      report.sources[0].checks.find(({ check }: { check: string }) => check === 'x present').found,
    ).toContain('d/3.csv');
  });

  it('takes a name that looks like a pattern as it stands', async () => {
    const root = await folderWith({ 'd[1].csv': 'id,x\n1,-1\n', 'd1.csv': 'id,x\n2,2\n' });
    const { report } = await runIn(root, wide, { sources: 'd[1].csv' });
    expect(samplesOf(report, 'x min')).toMatchObject([{ file: 'd[1].csv', row: 1 }]);
  });
});

describe('JSON Lines', () => {
  it.each<[string, string, unknown[]]>([
    ['no JSON', '{"id":1}\nnope\n', [{ row: 2, line: 2, reason: 'is not a JSON object' }]],
    ['no object', '{"id":1}\n\n[1]\n', [{ row: 3, line: 3 }]],
    ['cut off', '{"id":1}\n{"id":2', [{ line: 2 }]],
    ['two on a line', '{"id":1}{"id":2}\n', [{ line: 1 }]],
    ['a raw control character', '{"id":1}\n{"id":2,"x":"\x1f"}\n', [{ line: 2 }]],
  ])('%s is a finding', async (_rule, content, samples) => {
    const { report } = await runOn('d.jsonl', content, 'version: 1\ncolumns: { id: { type: integer } }\n');
    expect(statuses(report).readable).toEqual(['failed', 1]);
    expect(samplesOf(report, 'readable')).toMatchObject(samples);
  });

  it('tells numbers from text, nulls from absent keys, and reads integers of any size', async () => {
    const lines = [
      '{"id":1,"x":1.5,"s":"a"}',
      '{"id":"2","x":"1"}',
      '{"id":12345678901234567890123,"x":null,"s":7}',
      '{"id":1.0,"x":NaN,"s":""}',
      '{"id":true,"x":1e999,"s":{"a":1}}',
    ];
    const checks = `${wide}  s: { type: string, nullable: true }\nunique: [[id, x]]\n`;
    const { report } = await runOn('d.jsonl', `${lines.join('\n')}\n`, checks);
    expect(statuses(report)).toMatchObject({
      'id type': ['failed', 3],
      'x type': ['failed', 1],
      'x finite': ['failed', 2],
      's type': ['failed', 2],
      readable: ['passed', 0],
    });
    expect(samplesOf(report, 's type')[1]).toMatchObject({ row: 5, line: 5, values: [{ value: '{"a":1}' }] });
  });

  it('fails for a key that no row has, and reads names with slashes and quotes', async () => {
    const { report } = await runOn(
      'd.jsonl',
      '{"a/b~\'\\"":1}\n',
      `version: 1\ncolumns: { "a/b~'\\"": { type: integer }, c: {} }\n`,
    );
    expect(statuses(report)).toMatchObject({ 'a/b~\'" type': ['passed', 0], 'c present': ['failed', 1] });
  });
});

describe('Parquet', () => {
  it('checks values of their types, with the number of the row in its file', async () => {
    const root = await folderWith({});
    await parquetIn(root, 'd/1.parquet', `SELECT range AS id, range / 2 AS x FROM range(5000)`);
    await parquetIn(
      root,
      'd/2.parquet',
      `SELECT 5000 + range AS id, CASE WHEN range = 4321 THEN -1.0 WHEN range < 2 THEN 'nan'::DOUBLE ELSE 1.0 END AS x FROM range(5000)`,
    );
    const { report } = await runIn(root, wide, { sources: 'd/*.parquet' });
    expect(report.rows).toBe(10_000);
    expect(statuses(report)).toMatchObject({
      'id unique': ['passed', 0],
      'x min': ['failed', 3],
      'x finite': ['failed', 2],
    });
    expect(samplesOf(report, 'x min')).toMatchObject([
      { row: 1 },
      { row: 2 },
      { file: 'd/2.parquet', row: 4322, values: [{ column: 'x', value: '-1.0' }] },
    ]);
  });

  it.each<[string, string, string, Record<string, [string, number]>]>([
    [
      'a column of another type',
      `SELECT 'a' AS x`,
      'x: { type: integer, min: 1 }',
      { 'x type': ['failed', 1], 'x min': ['skipped', 0] },
    ],
    [
      'doubles are no integers',
      'SELECT 1.0::DOUBLE AS x',
      'x: { type: integer }',
      { 'x type': ['failed', 1] },
    ],
    [
      'integers are numbers',
      'SELECT 1 AS x',
      'x: { type: number, min: 0.5 }',
      { 'x type': ['passed', 0], 'x min': ['passed', 0] },
    ],
    [
      'floats are compared as floats',
      'SELECT 0.1::FLOAT AS x',
      'x: { type: number, max: 0.1 }',
      { 'x max': ['passed', 0] },
    ],
    [
      'decimals are compared exactly',
      'SELECT 0.1::DECIMAL(30, 20) AS x',
      'x: { type: number, min: 0.1, max: 0.1 }',
      { 'x min': ['passed', 0], 'x max': ['passed', 0] },
    ],
    [
      'large integers are compared exactly',
      'SELECT 9223372036854775807 AS x',
      "x: { type: integer, max: '9223372036854775806' }",
      { 'x max': ['failed', 1] },
    ],
    [
      'dates and times',
      `SELECT DATE '2024-01-01' AS x, TIMESTAMP '2024-01-01 00:00' AS y`,
      'x: { type: date, min: 2024-01-02 }\n  y: { type: timestamp, max: 2023-12-31T23:00-02:00 }',
      { 'x min': ['failed', 1], 'y max': ['passed', 0] },
    ],
    [
      'times of every kind',
      `SELECT TIMESTAMPTZ '2024-01-01 00:00:00+01' AS x, '2024-01-01 00:00'::TIMESTAMP_NS AS y, '2024-01-01 00:00'::TIMESTAMP_MS AS z`,
      'x: { type: timestamp, max: 2023-12-31T23:00Z }\n  y: { type: timestamp, min: 2024-01-01T00:00:00.001 }\n  z: { type: timestamp, in: [2024-01-01] }',
      { 'x max': ['passed', 0], 'y min': ['failed', 1], 'z in': ['passed', 0] },
    ],
    [
      'lists and structs have no type of ours',
      `SELECT [1] AS x`,
      'x: { unique: true }\n  y: { required: false }',
      { 'x unique': ['passed', 0] },
    ],
    [
      'enums and blobs',
      `SELECT 'a'::ENUM('a', 'b') AS x, 'b'::BLOB AS y`,
      'x: { in: [b], matches: a }\n  y: { in: [b] }',
      { 'x in': ['failed', 1], 'x matches': ['passed', 0], 'y type': ['failed', 1] },
    ],
    [
      'no rows',
      'SELECT 1 AS x WHERE false',
      'x: { type: integer }',
      { 'row-count': ['failed', 1], 'x type': ['passed', 0] },
    ],
  ])('%s', async (_rule, select, columns, expected) => {
    const root = await folderWith({});
    await parquetIn(root, 'd.parquet', select);
    const { report, outcome } = await runIn(root, `version: 1\ncolumns:\n  ${columns}\n`, {
      sources: 'd.parquet',
    });
    expect(outcome.error).toBeUndefined();
    expect(statuses(report)).toMatchObject(expected);
  });

  it('finds files of one source that do not agree', async () => {
    const root = await folderWith({});
    await parquetIn(root, '1.parquet', 'SELECT 1 AS id, 1.5::DOUBLE AS x');
    await parquetIn(root, '2.parquet', `SELECT 2 AS id, 'a' AS x`);
    await parquetIn(root, '3.parquet', 'SELECT 3 AS id');
    const { report } = await runIn(root, wide, { sources: '*.parquet' });
    expect(statuses(report)).toMatchObject({
      'x present': ['failed', 1],
      'x type': ['failed', 1],
      'id type': ['passed', 0],
    });
  });

  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['an empty file', () => Buffer.alloc(0)],
    ['no Parquet', () => Buffer.from('id,x\n1,2\n')],
    ['a file cut in half', (bytes) => bytes.subarray(0, bytes.length / 2)],
    [
      'a broken page',
      (bytes) => Buffer.concat([bytes.subarray(0, 4), Buffer.alloc(200, 0xff), bytes.subarray(204)]),
    ],
  ])('%s fails and never passes', async (_rule, damage) => {
    const root = await folderWith({});
    const bytes = await parquetIn(root, 'd.parquet', 'SELECT range AS id, random() AS x FROM range(1000)');
    await writeFile(join(root, 'd.parquet'), damage(bytes));
    const checks = `${wide}expressions: [{ sql: x >= 0 }]\n`;
    const { outcome, report } = await runIn(root, checks, { sources: 'd.parquet' });
    expect(outcome.exitCode).toBe(1);
    expect(statuses(report).readable?.[0]).toBe('failed');
  });
});

describe('sources', () => {
  it.each([
    ['no file', 'none.csv', 'FILE_MISSING'],
    ['a glob without a file', 'none/*.csv', 'FILE_MISSING'],
    ['a folder', 'd', 'SOURCE_INVALID'],
    ['an unknown format', 'd/a.txt', 'SOURCE_INVALID'],
    ['two formats', 'd/*', 'SOURCE_INVALID'],
    ['a device', '/dev/zero', 'SOURCE_INVALID'],
  ])('%s is a mistake of the user', async (_rule, sources, code) => {
    const root = await folderWith({ 'd/a.txt': '', 'd/b.csv': '' });
    const { outcome } = await runIn(root, wide, { sources });
    expect([outcome.exitCode, outcome.error?.code]).toEqual([2, code]);
  });

  it('reads what the user declares, also outside the folder and through a link', async () => {
    const [root, other] = [await folderWith({}), await folderWith({ 'a.csv': 'id,x\n1,-1\n' })];
    await symlink(join(other, 'a.csv'), join(root, 'link.csv'));
    const { report } = await runIn(root, wide, { sources: `link.csv,${join(other, '*.csv')}` });
    expect(samplesOf(report, 'x min', 0)).toMatchObject([{ file: 'link.csv' }]);
    expect(samplesOf(report, 'x min', 1)).toMatchObject([{ file: join(other, 'a.csv') }]);
  });

  it('tells what was read by digests that only the content decides', async () => {
    const root = await folderWith({ 'a.csv': 'id,x\n1,1\n', 'b.csv': 'id,x\n1,1\n', 'c.csv': 'id,x\n1,2\n' });
    const runs = [
      await runIn(root, wide, { sources: 'a.csv' }),
      await runIn(root, wide, { sources: 'b.csv' }),
      await runIn(root, wide, { sources: 'c.csv' }),
    ];
    const [a, b, c] = runs.map(({ outcome }) => outcome.outputs['data-digest']);
    expect(a).toBe(b);
    expect(a).not.toBe(c);
    await rm(root, { recursive: true });
  });
});

it('finds the same with one thread and with many', async () => {
  const root = await folderWith({});
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  await connection.run(`COPY (SELECT i AS id, CASE WHEN i % 9973 = 0 THEN 'bad' ELSE i::VARCHAR END AS x FROM range(400000) t(i))
    TO '${join(root, 'd.csv')}' (HEADER)`);
  connection.closeSync();
  instance.closeSync();
  const digests = [];
  for (const threads of ['1', '2', '7']) {
    const { outcome } = await runIn(root, wide, { sources: 'd.csv', threads });
    digests.push(outcome.outputs['report-digest']);
  }
  expect(new Set(digests).size).toBe(1);
});

it('looks at the values of a Parquet file, and does not believe its statistics', async () => {
  const root = await folderWith({});
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const path = join(root, 'a.parquet');
  // plain pages, so that one value can be changed behind the back of the statistics
  await connection.run(
    `COPY (SELECT i AS id, i + 0.123::DOUBLE AS x FROM range(3000) t(i)) TO '${path}' (FORMAT parquet, COMPRESSION uncompressed, DICTIONARY_SIZE_LIMIT 1)`,
  );
  connection.closeSync();
  instance.closeSync();
  const bytes = await readFile(path);
  const value = Buffer.alloc(8);
  value.writeDoubleLE(700.123);
  bytes.writeDoubleLE(99_999, bytes.indexOf(value));
  await writeFile(path, bytes);
  const { outcome, report } = await runIn(root, 'version: 1\ncolumns: { x: { type: number, max: 3000 } }', {
    sources: 'a.parquet',
  });
  expect(outcome.verdict).toBe('failed');
  expect(samplesOf(report, 'x max')).toMatchObject([{ row: 701, values: [{ value: '99999.0' }] }]);
});
