import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith, parquetIn, runIn, runOn, samplesOf, statuses } from './fixture.ts';

describe('partitions', () => {
  const checks =
    'version: 1\ncolumns:\n  year: { type: integer, min: 2024 }\n  region: { in: [eu, us east] }\n  id: { type: integer, unique: true }\nstrict: true\n';

  async function partitioned(): Promise<string> {
    const root = await folderWith({});
    await parquetIn(root, 'd/year=2023/region=eu/1.parquet', 'SELECT 1 AS id');
    await parquetIn(root, 'd/year=2024/region=us%20east/1.parquet', 'SELECT 2 AS id UNION ALL SELECT 3');
    await parquetIn(root, 'd/year=2024/region=xx/2.parquet', 'SELECT 4 AS id');
    return root;
  }

  it.each([
    ['a glob that names a key', 'd/year=*/**/*.parquet', ''],
    ['the checks file', 'd/**/*.parquet', 'hive-partitions: true\n'],
  ])('%s: they are columns, typed as declared', async (_rule, sources, extra) => {
    const { outcome, report } = await runIn(await partitioned(), checks + extra, { sources });
    expect([outcome.error, report.rows]).toEqual([undefined, 4]);
    expect(report.sources[0].columns).toEqual([
      { name: 'id', type: 'INTEGER' },
      { name: 'year', type: 'HUGEINT' },
      { name: 'region', type: 'VARCHAR' },
    ]);
    expect(statuses(report)).toMatchObject({
      'year type': ['passed', 0],
      'year min': ['failed', 1],
      'region in': ['failed', 1],
      strict: ['passed', 0],
      'id unique': ['passed', 0],
    });
    expect(samplesOf(report, 'region in')).toEqual([
      { file: 'd/year=2024/region=xx/2.parquet', row: 1, values: [{ column: 'region', value: 'xx' }] },
    ]);
  });

  it.each([
    ['without either', 'd/**/*.parquet', ''],
    ['where the checks file says no', 'd/year=*/**/*.parquet', 'hive-partitions: false\n'],
  ])('%s the path is no data', async (_rule, sources, extra) => {
    const { report } = await runIn(await partitioned(), checks + extra, { sources });
    expect(statuses(report)).toMatchObject({ 'year present': ['failed', 1] });
  });

  it('a value that is not of the type is a finding with its file, and one that is missing is null', async () => {
    const root = await partitioned();
    await parquetIn(root, 'd/year=soon/region=__HIVE_DEFAULT_PARTITION__/1.parquet', 'SELECT 9 AS id');
    const { report } = await runIn(root, checks, { sources: 'd/year=*/**/*.parquet' });
    expect(statuses(report)).toMatchObject({ 'year type': ['failed', 1], 'region nullable': ['failed', 1] });
    const type = report.sources[0].checks.find(({ check }: { check: string }) => check === 'year type');
    expect(type.found).toContain('in "d/year=soon/');
  });

  it('the path wins over a column of the file', async () => {
    const root = await folderWith({});
    await parquetIn(root, 'd/year=2024/1.parquet', 'SELECT 1 AS id, 1999 AS year');
    const { outcome } = await runIn(
      root,
      'version: 1\ncolumns: { id: {}, year: { type: integer, in: [2024] } }\n',
      { sources: 'd/year=2024/*.parquet' },
    );
    expect(outcome.exitCode).toBe(0);
  });

  it('are refused for a source that is not Parquet', async () => {
    const root = await folderWith({ 'd/year=2024/1.csv': 'id\n1\n' });
    const { outcome } = await runIn(root, 'version: 1\nhive-partitions: true\ncolumns: { id: {} }\n', {
      sources: 'd/**/*.csv',
    });
    expect([outcome.exitCode, outcome.error?.code]).toEqual([2, 'SOURCE_INVALID']);
  });
});

describe('types', () => {
  const cases: [string, string, string, [string, number]][] = [
    ['int96', 'type: timestamp, min: 2024-01-01T12:00Z, nullable: true', 'int96 min', ['passed', 0]],
    ['decimal', 'type: number, min: -2.2, max: 1.1', 'decimal max', ['passed', 0]],
    ['decimal', 'type: number, min: -2.1', 'decimal min', ['failed', 1]],
    ['uint64', 'type: integer, max: "18446744073709551614"', 'uint64 max', ['failed', 1]],
    ['time', 'unique: true, nullable: true', 'time unique', ['passed', 0]],
    ['time', 'type: timestamp', 'time type', ['failed', 1]],
    ['enum', 'in: [a]', 'enum in', ['failed', 1]],
    ['float16', 'type: number, max: 1.4, nullable: true', 'float16 max', ['failed', 1]],
    ['binary', 'type: string', 'binary type', ['failed', 1]],
    ['nothing', 'nullable: true', 'nothing present', ['passed', 0]],
    ['large', 'length: 1, nullable: true', 'large length', ['passed', 0]],
    ['list', 'min: 1, nullable: true', 'list type', ['failed', 1]],
    ['struct', 'matches: a', 'struct type', ['failed', 1]],
    ['map', 'type: string', 'map type', ['failed', 1]],
    ['map', '', 'map nullable', ['failed', 1]],
  ];
  it.each(cases)('%s with { %s }', async (column, rules, check, expected) => {
    const bytes = await readFile(join(import.meta.dirname, 'fixtures/types.parquet'));
    const { outcome, report } = await runOn(
      'd.parquet',
      bytes,
      `version: 1\ncolumns: { ${column}: { ${rules} } }\n`,
    );
    expect(outcome.error).toBeUndefined();
    expect(statuses(report)[check]).toEqual(expected);
  });

  it.each([
    ['a list', 'SELECT [1] AS x', 'SELECT 1 AS x'],
    ['a struct', "SELECT {'a': 1} AS x", "SELECT 'a' AS x"],
    ['text', "SELECT 'a' AS x", 'SELECT 1 AS x'],
    ['a time', "SELECT TIME '01:02' AS x", "SELECT DATE '2024-01-01' AS x"],
  ])('%s and something else are not compared: a finding, no crash', async (_rule, one, two) => {
    const root = await folderWith({});
    await parquetIn(root, '1.parquet', one);
    await parquetIn(root, '2.parquet', two);
    const rule =
      'columns: { x: { unique: true, references: { source: 2.parquet } } }\noverlap: [{ with: 2.parquet, columns: [x] }]\n';
    const related = await runIn(root, `version: 1\n${rule}`, { sources: '1.parquet' });
    expect([related.outcome.exitCode, related.outcome.error]).toEqual([1, undefined]);
    expect(statuses(related.report)).toMatchObject({
      'x unique': ['passed', 0],
      'x references': ['failed', 0],
    });
    const together = await runIn(root, 'version: 1\ncolumns: { x: { unique: true } }\n', {
      sources: '*.parquet',
    });
    expect([together.outcome.exitCode, together.outcome.error]).toEqual([1, undefined]);
    expect(statuses(together.report)['x unique']?.[0]).toBe('failed');
  });
});

it('tells of damage wherever it is: in the footer, in a page, of one byte or many', async () => {
  const root = await folderWith({});
  const bytes = await parquetIn(
    root,
    'd.parquet',
    "SELECT range AS id, 'text ' || range AS t, [range] AS l FROM range(300)",
  );
  const footerBytes = bytes.readUInt32LE(bytes.length - 8);
  let state = 7;
  const next = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 8) % below;
  };
  for (let at = 0; at < 200; at += 1) {
    const damaged = Buffer.from(bytes);
    const place = at % 2 === 0 ? next(bytes.length) : bytes.length - 8 - next(footerBytes);
    damaged.fill(next(256), place, place + (at % 3 === 0 ? 8 : 1));
    await writeFile(join(root, `d${at}.parquet`), damaged);
  }
  const names = Array.from({ length: 200 }, (_, at) => `d${at}.parquet`);
  const checks =
    'version: 1\ncolumns: { id: { type: integer, unique: true }, t: { matches: ^text }, l: {} }\nrow-count: 300\n';
  const { outcome, report } = await runIn(root, checks, { sources: names.join(',') });
  expect([outcome.exitCode, outcome.error]).toEqual([1, undefined]);
  const broken = report.sources.filter(
    (_: unknown, at: number) => statuses(report, at).readable?.[0] === 'failed',
  );
  expect(broken.length).toBeGreaterThan(50);
});
