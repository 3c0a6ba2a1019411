import { expect, it } from 'vitest';
import { folderWith } from './fixture.ts';
import { checkWide } from './wide-source.ts';

it('reads the rows at most three times for 1,000 checks on 200 columns', async () => {
  const { checks, readings, found } = await checkWide(await folderWith({}));
  expect(checks).toBeGreaterThan(1_000);
  expect(found.findings.filter(({ status }) => status !== 'passed')).toEqual([]);
  expect(readings).toBe(3);
});
