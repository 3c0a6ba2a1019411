import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseChecks } from '../../src/data/checks/document.ts';
import { folderWith, parquetIn, runIn } from './fixture.ts';

async function inferred(root: string, sources: string, inputs: Readonly<Record<string, string>> = {}) {
  await rm(join(root, 'draft.yml'), { force: true });
  const run = await runIn(root, '', { checks: 'draft.yml', infer: 'true', sources, ...inputs });
  const text = await readFile(join(root, 'draft.yml'), 'utf8').catch(() => '');
  return { ...run, text, document: text === '' ? undefined : parseChecks(text, 'draft.yml').document };
}

const hostile = [
  'plain',
  'no',
  '1.0',
  'a: b',
  '#x',
  "it's",
  'say "so"',
  'new\nline',
  '  ',
  '{a}',
  'ü',
  '\u202e',
];

describe('a draft', () => {
  it('has the narrowest type, the nulls, the range and the members of each column, and its own data pass', async () => {
    const rows = Array.from({ length: 40 }, (_, at) =>
      [
        at,
        at / 8,
        at % 2 === 0,
        `2024-02-${String((at % 28) + 1).padStart(2, '0')}`,
        `2024-02-01T00:00:${at + 10}Z`,
        at % 3 === 0 ? 'x' : 'y',
        at === 3 ? 'NA' : at,
        at < 4 ? '' : 'some',
        '',
      ].join(','),
    );
    const root = await folderWith({
      'a.csv': `id,share,flag,day,at,kind,count,word,empty\n${rows.join('\n')}\n`,
    });
    const { outcome, document, text } = await inferred(root, 'a.csv');
    expect(outcome.verdict).toBe('passed');
    expect(document?.columns).toEqual({
      id: { type: 'integer', unique: true, min: 0, max: 39 },
      share: { type: 'number', min: 0, max: 4.9 },
      flag: { type: 'boolean' },
      day: { type: 'date' },
      at: { type: 'timestamp' },
      kind: { type: 'string', in: ['y', 'x'] },
      count: { type: 'integer', nullable: '5%', unique: true, min: 0, max: 39 },
      word: { type: 'string', nullable: '10%', in: ['some'] },
      empty: { nullable: true },
    });
    expect(document?.csv).toEqual({ null: ['', 'NA'] });
    expect(text).toContain('type: number # 40 values, 40 different, 0.0 to 4.875, mean 2.438, std 1.461');
  });

  it('of names and values that YAML would take for something else', async () => {
    const quoted = hostile.map((value) => `"${value.replaceAll('"', '""')}"`);
    const root = await folderWith({
      'a.csv': `${quoted.join(',')}\n${Array.from({ length: 70 }, () => quoted.join(',')).join('\n')}\n`,
    });
    const { outcome, document } = await inferred(root, 'a.csv');
    expect(outcome.verdict).toBe('passed');
    expect(Object.keys(document?.columns ?? {})).toEqual(hostile);
    expect(document?.columns?.['a: b']?.in).toEqual(['a: b']);
  });

  it('of Parquet', async () => {
    const root = await folderWith({});
    await parquetIn(
      root,
      'a.parquet',
      "SELECT i AS id, i * 0.5::DOUBLE AS x, [i] AS list, i::DECIMAL(9,2) AS price, CASE WHEN i > 2 THEN 'a' END AS kind FROM range(100) t(i)",
    );
    const { outcome, document } = await inferred(root, 'a.parquet');
    expect(outcome.verdict).toBe('passed');
    expect(document?.columns).toMatchObject({
      list: { nullable: true },
      price: { type: 'number' },
      kind: { nullable: '5%', in: ['a'] },
    });
  });

  it('never takes the place of a file, and is only told of in a plan', async () => {
    const root = await folderWith({ 'a.csv': 'a\n1\n', 'mine.yml': 'version: 1\n' });
    const { outcome } = await runIn(root, '', { checks: 'mine.yml', infer: 'true', sources: 'a.csv' });
    expect([outcome.exitCode, outcome.error?.code]).toEqual([2, 'INPUT_INVALID']);
    expect(await readFile(join(root, 'mine.yml'), 'utf8')).toBe('version: 1\n');
    const planned = await inferred(root, 'a.csv', { plan: 'true' });
    expect([planned.outcome.verdict, planned.text]).toEqual(['passed', '']);
    expect(planned.outcome.plan?.map(({ change }) => change)).toContain('write draft.yml');
  });

  it('is not made of what cannot be read', async () => {
    const root = await folderWith({ 'a.parquet': 'no' });
    const { outcome } = await inferred(root, 'a.parquet');
    expect([outcome.exitCode, outcome.error?.code]).toEqual([2, 'SOURCE_INVALID']);
  });
});
