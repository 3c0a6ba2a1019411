import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  Bool,
  Dictionary,
  Float64,
  Int32,
  Int64,
  Table,
  tableFromArrays,
  tableToIPC,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { unpackLz4Frame } from '../../src/data/sources/arrow/lz4-frame.ts';
import { sha256 } from '../../src/data/sources/digest.ts';
import { folderWith, runIn, runOn, samplesOf, statuses } from './fixture.ts';

const fixture = (name: string) => readFile(join(import.meta.dirname, 'fixtures', name));
const columns = (text: string) => `version: 1\ncolumns:\n${text}`;

describe('a file of pyarrow', () => {
  it('keeps every type and value as it is', async () => {
    const bytes = await fixture('lz4.feather');
    const { outcome, report } = await runOn(
      'd.feather',
      bytes,
      columns(`  id: { type: integer, unique: true, min: "4611686018427387904", max: "4611686018427387943" }
  small: { type: integer, nullable: true, max: 39 }
  unsigned: { type: integer, in: ["18446744073709551615"] }
  single: { type: number, in: [0.1] }
  half: { type: number, in: [-1.5, 65504] }
  flag: { type: boolean, nullable: true, in: [true] }
  word: { in: [eins, zwei, ö], nullable: true }
  text: { in: ["", ä, "${'long '.repeat(9)}"], nullable: true }
  large: { in: [x] }
  view: { in: [short, longer than twelve, ""], nullable: true }
  price: { type: number, in: ["-12345678901234567890.12"] }
  day: { type: date, in: [1969-12-31] }
  day64: { type: date, in: [2024-02-29] }
  at: { type: timestamp, in: ["2024-01-01T12:00:00.123456"] }
  nanos: { type: timestamp, min: "2024-01-01T12:00:00.000000001" }
  zoned: { type: timestamp, in: ["2024-01-01T13:00+01:00"] }
`),
    );
    expect(outcome.error).toBeUndefined();
    const bad = report.sources[0].checks.filter(({ status }: { status: string }) => status !== 'passed');
    expect(bad).toEqual([]);
    expect([outcome.exitCode, report.rows, report.sources[0].format]).toEqual([0, 40, 'arrow']);
    expect(report.sources[0].files).toEqual([
      { name: 'd.feather', bytes: bytes.length, digest: sha256(bytes) },
    ]);
    const types = report.sources[0].columns.map(
      ({ name, type }: Record<string, string>) => `${name} ${type}`,
    );
    expect(types.join(', ')).toBe(
      'id BIGINT, small TINYINT, unsigned UBIGINT, single FLOAT, half FLOAT, flag BOOLEAN, word VARCHAR, text VARCHAR, ' +
        'large VARCHAR, view VARCHAR, blob BLOB, price DECIMAL(38,2), day DATE, day64 DATE, at TIMESTAMP, ' +
        'nanos TIMESTAMP_NS, zoned TIMESTAMP WITH TIME ZONE, clock TIME, nothing INTEGER, list DOUBLE[], vector FLOAT[]',
    );
  });

  it('names the rows that fail, over its parts', async () => {
    const bytes = await fixture('zstd.feather');
    const { report } = await runOn(
      'd.arrow',
      bytes,
      columns('  id: { type: integer, max: "4611686018427387941" }\n  word: { in: [eins, zwei] }\n'),
    );
    expect(statuses(report)).toMatchObject({ 'word nullable': ['failed', 10], 'word in': ['failed', 10] });
    expect(samplesOf(report, 'id max')).toMatchObject([
      { file: 'd.arrow', row: 39, values: [{ value: '4611686018427387942' }] },
      { file: 'd.arrow', row: 40 },
    ]);
  });

  it.each([
    ['no-struct', /Struct<.*cannot be kept as they are \(column "x"\)/],
    ['no-duration', /cannot be kept as they are \(column "x"\)/],
    ['no-nanos', /no whole microsecond \(column "x"\)/],
    ['no-decimal256', /decimals of 256 bits/],
  ])('%s is refused with a reason', async (name, told) => {
    const { outcome, report } = await runOn(
      'd.feather',
      await fixture(`${name}.feather`),
      columns('  x: {}\n'),
    );
    expect([outcome.exitCode, outcome.error]).toEqual([1, undefined]);
    expect(samplesOf(report, 'readable')).toMatchObject([{ reason: expect.stringMatching(told) }]);
  });
});

describe('a file of apache-arrow', () => {
  const ids = Array.from({ length: 5_000 }, (_, id) => BigInt(id));
  const table = () =>
    new Table({
      id: vectorFromArray(ids, new Int64()),
      x: vectorFromArray(
        ids.map((id) => (id % 7n === 0n ? null : Number(id) / 2)),
        new Float64(),
      ),
      flag: vectorFromArray(
        ids.map((id) => id % 2n === 0n),
        new Bool(),
      ),
      word: vectorFromArray(
        ids.map((id) => `w${id % 3n}`),
        new Dictionary(new Utf8(), new Int32()),
      ),
    });

  it('is read, packed or not, several as one table', async () => {
    const bytes = tableToIPC(table(), 'file');
    const root = await folderWith({ '1.arrow': bytes, '2.arrow.gz': gzipSync(bytes) });
    const { outcome, report } = await runIn(
      root,
      columns(
        '  id: { type: integer, max: 4998 }\n  x: { type: number, nullable: 15% }\n  flag: { type: boolean }\n  word: { in: [w0, w1, w2] }\n',
      ),
      { sources: '[12].arrow*' },
    );
    expect([outcome.exitCode, report.rows, statuses(report)['id max']]).toEqual([1, 10_000, ['failed', 2]]);
    expect(samplesOf(report, 'id max')).toMatchObject([
      { file: '1.arrow', row: 5_000 },
      { file: '2.arrow.gz', row: 5_000 },
    ]);
  });

  const small = () => Buffer.from(tableToIPC(tableFromArrays({ x: Int32Array.of(1, 2, 3) }), 'file'));
  it.each<[string, () => Buffer | Promise<Buffer>, RegExp]>([
    ['a stream', () => Buffer.from(tableToIPC(table(), 'stream')), /no such start/],
    ['Feather 1', () => Buffer.from('FEA1............FEA1'), /version 1/],
    ['an empty file', () => Buffer.alloc(0), /no such start/],
    ['one that is cut off', () => small().subarray(0, -20), /has no footer/],
    [
      'one without a middle',
      () => Buffer.concat([small().subarray(0, 8), small().subarray(-40)]),
      /no Arrow file that can be read|damaged/,
    ],
    [
      'text that is not UTF-8',
      () =>
        Buffer.from(
          Buffer.from(tableToIPC(tableFromArrays({ x: ['aaaaaaaa'] }), 'file'))
            .toString('latin1')
            .replace('aaaaaaaa', 'aaaa\xffaaa'),
          'latin1',
        ),
      /not UTF-8 \(column "x"\)/,
    ],
    [
      'a list of 2^31 columns',
      async () => (await fixture('zstd.feather')).fill(208, 477, 479),
      /damaged|no Arrow file/,
    ],
    ['two columns of one name', () => twice(), /two columns named "x"/],
  ])('%s is a finding', async (_rule, content, told) => {
    const { outcome, report } = await runOn('d.arrow', await content(), columns('  x: {}\n'));
    expect([outcome.exitCode, outcome.error]).toEqual([1, undefined]);
    expect(samplesOf(report, 'readable')).toMatchObject([{ reason: expect.stringMatching(told) }]);
  });

  function twice(): Buffer {
    const bytes = tableToIPC(tableFromArrays({ x: Int32Array.of(1), y: Int32Array.of(2) }), 'file');
    return Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll('y\0\0\0', 'x\0\0\0'), 'latin1');
  }

  it('damage of any byte ends in a finding or in values, never in a crash', async () => {
    const bytes = await fixture('lz4.feather');
    const files: Record<string, Buffer> = {};
    for (let at = 0; at < 120; at += 1) {
      const damaged = Buffer.from(bytes);
      damaged.fill((at * 37) % 256, (at * 149) % bytes.length, ((at * 149) % bytes.length) + 1 + (at % 3));
      files[`d${at}.feather`] = damaged;
    }
    const root = await folderWith(files);
    const { outcome } = await runIn(root, columns('  id: {}\n  text: { nullable: true }\n'), {
      sources: Object.keys(files).join(','),
    });
    expect(outcome.error).toBeUndefined();
  });
});

describe('an LZ4 frame', () => {
  it('is refused where it says something else than it has', () => {
    const frame = Buffer.from('04224d184040c0', 'hex');
    const block = Buffer.from('1461 0100 50 6161616161'.replaceAll(' ', ''), 'hex');
    const size = Buffer.alloc(4);
    size.writeUInt32LE(block.length);
    const whole = Buffer.concat([frame, size, block, Buffer.alloc(4)]);
    expect(Buffer.from(unpackLz4Frame(whole, 14)).toString()).toBe('a'.repeat(14));
    for (const [bytes, length] of [
      [whole, 13],
      [whole, 15],
      [whole.subarray(0, -4), 14],
      [whole.subarray(0, -6), 14],
      [whole.subarray(1), 14],
    ] as const)
      expect(() => unpackLz4Frame(bytes, length)).toThrow(/damaged/);
  });
});
