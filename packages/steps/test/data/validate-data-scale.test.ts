import { expect, it } from 'vitest';
import { folderWith, parquetIn, runIn, samplesOf, statuses } from './fixture.ts';
import { checkWide } from './wide-source.ts';

it('reads the rows at most three times for 1,000 checks on 200 columns', async () => {
  const { checks, readings, found } = await checkWide(await folderWith({}));
  expect(checks).toBeGreaterThan(1_000);
  expect(found.findings.filter(({ status }) => status !== 'passed')).toEqual([]);
  expect(readings).toBe(3);
});

it('finds the keys that occur twice in more than a million rows, close together and far apart', async () => {
  const root = await folderWith({});
  const twice = (id: string) => `CASE WHEN i = 900000 THEN ${id.replace('i', '7')} ELSE ${id} END`;
  const select = `SELECT i AS good, ${twice('i')} AS close, ${twice('i * 1000003')} AS far,
    CASE WHEN i % 2 = 0 THEN i END AS half FROM range(1100000) t(i)`;
  await parquetIn(root, 'large.parquet', select);
  const unique = '{ type: integer, unique: true, nullable: true }';
  const { report } = await runIn(
    root,
    `version: 1\ncolumns: { good: ${unique}, close: ${unique}, far: ${unique}, half: ${unique} }\n`,
    { sources: 'large.parquet' },
  );
  const found = statuses(report);
  expect(['good', 'close', 'far', 'half'].map((name) => found[`${name} unique`])).toEqual([
    ['passed', 0],
    ['failed', 2],
    ['failed', 2],
    ['passed', 0],
  ]);
  const rowsOf = (name: string) => samplesOf(report, name).map((sample) => (sample as { row: number }).row);
  expect([rowsOf('close unique'), rowsOf('far unique')]).toEqual([
    [8, 900_001],
    [8, 900_001],
  ]);
});
