import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../src/data/sources/digest.ts';
import { folderWith, runIn, runOn, samplesOf, statuses } from './fixture.ts';

const columns =
  'version: 1\ncolumns:\n  id: { type: integer }\n  café: { in: [naïve, "€", ok], nullable: true }\n';
const text = 'id,café\n1,naïve\n2,"no\n"\n3,ok\n';
const utf16 = (content: string) => Buffer.from(content, 'utf16le');
const utf16be = (content: string) => Buffer.from(content, 'utf16le').swap16();
const latin1 = (content: string) => Buffer.from(content, 'latin1');
const csv = (encoding: string) => `${columns}csv: { encoding: ${encoding} }\n`;

describe('CSV', () => {
  it.each<[string, Buffer, string]>([
    ['latin1', latin1(text), csv('latin1')],
    ['ISO-8859-1', latin1(text), csv('ISO-8859-1')],
    ['windows-1252', latin1(text), csv('windows-1252')],
    ['utf-16le', utf16(text), csv('utf-16le')],
    ['utf-16le with its mark', utf16(`\uFEFF${text}`), csv('utf-16le')],
    ['utf-16be', utf16be(text), csv('utf-16be')],
    ['utf-16, by its mark', utf16be(`\uFEFF${text}`), csv('utf-16')],
    ['the mark of UTF-16 alone', utf16(`\uFEFF${text}`), columns],
    ['the mark of UTF-16, big end first', utf16be(`\uFEFF${text}`), columns],
    ['the mark of UTF-8', Buffer.from(`\uFEFF${text}`), csv('utf-8')],
    ['utf-8', Buffer.from(text), csv('utf-8')],
    [
      'macintosh',
      Buffer.from(latin1(text).map((byte) => (byte === 0xe9 ? 0x8e : byte === 0xef ? 0x95 : byte))),
      csv('macintosh'),
    ],
  ])('%s is read with its rows and lines', async (_rule, bytes, checks) => {
    const { outcome, report } = await runOn('d.csv', bytes, checks);
    expect([outcome.exitCode, outcome.error, report.rows]).toEqual([1, undefined, 3]);
    expect(samplesOf(report, 'café in')).toMatchObject([{ row: 2, line: 3, values: [{ value: 'no\n' }] }]);
    expect(statuses(report)).toMatchObject({ readable: ['passed', 0] });
    expect(report.sources[0].files[0].digest).toBe(sha256(bytes));
  });

  it.each<[string, Buffer, string, string]>([
    [
      'a byte without a character',
      latin1('id,caf\xe9\n1,ok\n2,"a\n\x81b"\n3,ok\n'),
      'windows-1252',
      'is not windows-1252',
    ],
    [
      'a control character of latin1',
      latin1('id,caf\xe9\n1,ok\n2,"\n\x80"\n3,ok\n'),
      'latin1',
      'is not latin1',
    ],
    [
      'half a character',
      Buffer.concat([utf16('id,café\n1,ok\n2,"\n'), Buffer.of(0x00, 0xd8), utf16('"\n3,ok\n')]),
      'utf-16le',
      'is not utf-16le',
    ],
    [
      'half a character of two bytes',
      Buffer.from('id,x\n1,ok\n2,"\n\x81"\n3,ok\n', 'latin1'),
      'shift_jis',
      'is not shift_jis',
    ],
  ])('%s is a finding of its row, and the others are read', async (_rule, bytes, encoding, reason) => {
    const { outcome, report } = await runOn('d.csv', bytes, csv(encoding).replace(/ {2}café.*\n/, ''));
    expect([outcome.exitCode, report.rows]).toEqual([1, 2]);
    expect(statuses(report)).toMatchObject({ readable: ['failed', 1], 'id type': ['passed', 0] });
    expect(samplesOf(report, 'readable')).toMatchObject([{ file: 'd.csv', row: 2, line: 3, reason }]);
  });

  it.each<[string, Buffer, string, RegExp]>([
    [
      'a last character that is cut off',
      utf16('id,x\n1,ok\n2,y').subarray(0, -1),
      'utf-16le',
      /is not utf-16le/,
    ],
    [
      'a header that is not of it',
      latin1('id,\x81\n1,ok\n'),
      'windows-1252',
      /header that is not windows-1252/,
    ],
    [
      'the mark of another encoding',
      utf16(`\uFEFF${text}`),
      'latin1',
      /byte order mark of utf-16le, not latin1/,
    ],
    ['the mark of UTF-8', Buffer.from(`\uFEFF${text}`), 'latin1', /byte order mark of utf-8, not latin1/],
    ['UTF-16 without a mark', utf16(text), 'utf-8', /looks like UTF-16/],
  ])('%s is a finding', async (_rule, bytes, encoding, told) => {
    const { outcome, report } = await runOn('d.csv', bytes, csv(encoding));
    expect(outcome.exitCode).toBe(1);
    expect(samplesOf(report, 'readable')).toMatchObject([{ reason: expect.stringMatching(told) }]);
  });

  it('is read in parts that end where lines end', async () => {
    const lines = Array.from({ length: 60_000 }, (_, id) => `${id},${id % 2 === 0 ? 'naïve' : '日本語'}\n`);
    const bytes = utf16(`\uFEFFid,x\n${lines.join('')}`);
    const checks =
      'version: 1\ncolumns: { id: { type: integer, unique: true }, x: { in: [naïve, 日本語] } }\n';
    const { outcome, report } = await runOn('d.csv', bytes, checks);
    expect([outcome.exitCode, report.rows]).toEqual([0, 60_000]);
  });

  it('may be packed as well', async () => {
    const root = await folderWith({ '1.csv.gz': gzipSync(latin1(text)), '2.csv.gz': gzipSync(latin1(text)) });
    const { report } = await runIn(root, csv('latin1'), { sources: '*.csv.gz' });
    expect([report.rows, statuses(report)['café in']]).toEqual([6, ['failed', 2]]);
  });
});

describe('JSON Lines', () => {
  const checks = (encoding: string) => `${columns}jsonl: { encoding: ${encoding} }\n`;
  const json = '{"id":1,"café":"naïve"}\n\n{"id":2,"café":"no"}\n';

  it.each<[string, Buffer, string]>([
    ['latin1', latin1(json), checks('latin1')],
    ['utf-16le', utf16(json), checks('utf-16le')],
    ['a mark alone', utf16(`\uFEFF${json}`), columns],
  ])('%s is read', async (_rule, bytes, declared) => {
    const { report } = await runOn('d.jsonl', bytes, declared);
    expect(report.rows).toBe(2);
    expect(samplesOf(report, 'café in')).toMatchObject([{ row: 3, line: 3 }]);
  });

  it('names the line of a byte that is not of the encoding', async () => {
    const { report } = await runOn(
      'd.jsonl',
      latin1('{"id":1}\n{"id":2,"x":"\x81"}\n'),
      checks('windows-1252').replace(/ {2}café.*\n/, ''),
    );
    expect(samplesOf(report, 'readable')).toMatchObject([{ row: 2, line: 2, reason: 'is not windows-1252' }]);
  });
});

it.each(['klingon', 'utf-32', 'utf-7', 'utf8mb4', '7'])(
  '%s is no encoding: a mistake of the checks file',
  async (encoding) => {
    const { outcome } = await runOn('d.csv', text, csv(`"${encoding}"`));
    expect([outcome.exitCode, outcome.error?.code]).toEqual([2, 'CHECKS_INVALID']);
    expect(outcome.error?.problems).toMatchObject([{ name: 'csv.encoding', place: 'checks.yml:5' }]);
  },
);
