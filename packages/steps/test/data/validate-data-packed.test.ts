import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../src/data/sources/digest.ts';
import { folderWith, parquetIn, runIn, runOn, samplesOf, statuses } from './fixture.ts';

const wide =
  'version: 1\ncolumns:\n  id: { type: integer, unique: true }\n  x: { type: number, min: 0, nullable: true }\n';
const csv = 'id,x\n1,"2"\n\n2,-3\n3,4,5\n';
const json = '{"id":1,"x":2}\n\n{"id":2,"x":-3}\n[]\n';
const packs = { gz: gzipSync, zst: zstdCompressSync };

describe.each(['gz', 'zst'] as const)('%s', (ending) => {
  const pack = packs[ending];

  it.each([
    ['csv', csv, { row: 2, line: 4 }, { row: 3, line: 5 }],
    ['tsv', csv.replaceAll(',', '\t'), { row: 2, line: 4 }, { row: 3, line: 5 }],
    ['jsonl', json, { row: 3, line: 3 }, { row: 4, line: 4 }],
    ['ndjson', json, { row: 3, line: 3 }, { row: 4, line: 4 }],
  ])('%s is read with its rows and lines', async (format, content, negative, unread) => {
    const name = `d.${format}.${ending}`;
    const bytes = pack(content);
    const { outcome, report } = await runOn(name, bytes, wide);
    expect([outcome.exitCode, report.rows]).toEqual([1, 2]);
    expect(samplesOf(report, 'x min')).toMatchObject([{ file: name, ...negative }]);
    expect(samplesOf(report, 'readable')).toMatchObject([{ file: name, ...unread }]);
    expect(report.sources[0].files).toEqual([{ name, bytes: bytes.length, digest: sha256(bytes) }]);
  });

  it.each<[string, Buffer, number]>([
    ['one', pack('id,x\n1,2\n'), 1],
    ['two', Buffer.concat([pack('id,x\n1,'), pack('2\n2,3\n')]), 2],
    [
      'many',
      Buffer.concat([pack('id,x\n'), ...Array.from({ length: 300 }, (_, id) => pack(`${id},2\n`))]),
      300,
    ],
  ])('%s after another is read as one file', async (_rule, bytes, rows) => {
    const { outcome, report } = await runOn(`d.csv.${ending}`, bytes, wide);
    expect([outcome.exitCode, report.rows]).toEqual([0, rows]);
  });

  const whole = pack('id,x\n1,2\n'.repeat(2_000));
  it.each<[string, Buffer, RegExp]>([
    ['cut off', whole.subarray(0, -5), /^is cut off/],
    ['cut in half', whole.subarray(0, whole.length / 2), /^is cut off/],
    ['empty', Buffer.alloc(0), /^is cut off/],
    [
      'followed by text',
      Buffer.concat([whole, Buffer.from('id,x\n1,2\n')]),
      /behind its end|incorrect header check/,
    ],
    ['followed by zeros', Buffer.concat([whole, Buffer.alloc(64)]), /behind its end/],
    ['not compressed', Buffer.from(csv), /^cannot be unpacked as/],
    ['with a second part that is cut off', Buffer.concat([whole, whole.subarray(0, -5)]), /^is cut off/],
  ])('a file that is %s is a finding', async (_rule, bytes, told) => {
    const { outcome, report } = await runOn(`d.csv.${ending}`, bytes, wide);
    expect([outcome.exitCode, outcome.error]).toEqual([1, undefined]);
    expect(statuses(report)).toMatchObject({ readable: ['failed', 1], 'x min': ['skipped', 0] });
    expect(samplesOf(report, 'readable')).toMatchObject([
      { file: `d.csv.${ending}`, reason: expect.stringMatching(told) },
    ]);
  });

  it('a file that grows beyond the disk that is allowed is stopped', async () => {
    const bomb = pack(Buffer.alloc(30_000_000, 'id,x\n1,2\n'));
    const root = await folderWith({ [`bomb.csv.${ending}`]: bomb });
    const { outcome } = await runIn(root, wide, { sources: `bomb.csv.${ending}`, disk: '4MB' });
    expect([outcome.exitCode, outcome.error?.code]).toEqual([2, 'SOURCE_TOO_LARGE']);
    expect(outcome.error?.message).toMatch(/4\.\d MB or more.*4\.0 MB are allowed/);
  });
});

it('reads a glob of packed and plain files as one table', async () => {
  const root = await folderWith({
    'd/1.csv': 'id,x\n1,2\n',
    'd/2.csv.gz': gzipSync('x,id\n-2,2\n'),
    'd/3.csv.zst': zstdCompressSync('id,x\n3,4\n'),
  });
  const { report } = await runIn(root, wide, { sources: 'd/*' });
  expect(report.rows).toBe(3);
  expect(samplesOf(report, 'x min')).toMatchObject([{ file: 'd/2.csv.gz', row: 1, line: 2 }]);
});

it.each(['snappy', 'gzip', 'zstd', 'lz4', 'brotli', 'uncompressed'])(
  'reads Parquet with pages of %s',
  async (codec) => {
    const root = await folderWith({});
    await parquetIn(
      root,
      'd.parquet',
      'SELECT range AS id, range / 2 AS x FROM range(9)',
      `CODEC '${codec}'`,
    );
    const { outcome, report } = await runIn(root, wide, { sources: 'd.parquet' });
    expect([outcome.exitCode, report.rows]).toEqual([0, 9]);
  },
);

describe('disk for temporary files', () => {
  it.each([
    ['1MB', 'SOURCE_TOO_LARGE'],
    ['9MB', undefined],
    ['lots', 'INPUT_INVALID'],
  ])('may be set in ml-ci.yml: %s', async (disk, code) => {
    const root = await folderWith({
      'big.csv.gz': gzipSync(`id,x\n${'1,2\n'.repeat(600_000)}`),
      'ml-ci.yml': `version: 1\nmodel: penguins\ndata: { checks: checks.yml, sources: [big.csv.gz], disk: ${disk} }\n`,
    });
    const checks = 'version: 1\ncolumns: { id: { type: integer } }\n';
    const { outcome } = await runIn(root, checks, {});
    expect(outcome.error?.code).toBe(code);
  });

  it.each(['0', '10', '1KB', '0.5MB', '-1GB'])('%s is no amount', async (disk) => {
    const { outcome } = await runIn(await folderWith({ 'd.csv': 'id,x\n1,2\n' }), wide, {
      sources: 'd.csv',
      disk,
    });
    expect(outcome.exitCode).toBe(2);
  });

  it('is what the engine spills within, and an error says what to raise', async () => {
    const root = await folderWith({});
    await parquetIn(
      root,
      'd.parquet',
      'SELECT hash(range)::VARCHAR || hash(range + 1) AS id FROM range(3000000)',
    );
    const checks = 'version: 1\ncolumns: { id: { unique: true } }\n';
    const inputs = { sources: 'd.parquet', memory: '70MB', threads: '2' };
    const { outcome } = await runIn(root, checks, { ...inputs, disk: '1MB' });
    expect([outcome.exitCode, outcome.error?.code]).toEqual([3, 'DATA_ENGINE_FAILED']);
    expect(outcome.error?.fix).toMatch(/disk/);
  });
});
