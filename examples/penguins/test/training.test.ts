import { readFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { isHeldOut } from '../src/data.ts';
import { accuracy, digestOf, readWeights } from '../src/model.ts';
import { example, penguins, train } from './workspace.ts';

describe.each([
  { data: 'penguins.csv', trained: 275, islands: ['Biscoe', 'Dream', 'Torgersen'] },
  { data: 'penguins-without-torgersen.csv', trained: 234, islands: ['Biscoe', 'Dream'] },
])('trained on $data', ({ data, trained, islands }) => {
  let weights = '';
  beforeAll(async () => {
    weights = await train(data);
  });

  test('it names at least 95 in 100 of the penguins that it never saw', () => {
    const { file } = readWeights(weights);
    const heldOut = penguins(data).filter(isHeldOut);
    expect(accuracy(file.model, heldOut)).toBeGreaterThanOrEqual(0.95);
    expect(file.heldOut).toEqual({ rows: heldOut.length, accuracy: accuracy(file.model, heldOut) });
    expect(file.trainedOn.rows).toBe(trained);
  });

  test('it knows the islands of its data and no other', () => {
    expect(readWeights(weights).file.model.encoder.vocabulary.island).toEqual(islands);
  });

  test('training again gives the same bytes, and so the same digest', async () => {
    const [first, second] = await Promise.all([readFile(weights), readFile(await train(data))]);
    expect(second.equals(first)).toBe(true);
    expect(digestOf(second)).toBe(readWeights(weights).digest);
  });
});

test('the tests run with the packages that the lock of the example names', async () => {
  const lock = JSON.parse(await readFile(join(example, 'package-lock.json'), 'utf8'));
  const manifest = findPackageJSON('ml-matrix', join(example, 'src/model.ts')) ?? '';
  const installed = JSON.parse(await readFile(manifest, 'utf8'));
  expect(installed.version).toBe(lock.packages['node_modules/ml-matrix'].version);
  const unpinned = Object.entries<{ integrity?: string; resolved?: string }>(lock.packages).filter(
    ([path, { integrity, resolved }]) => path !== '' && (!integrity || resolved),
  );
  expect(unpinned).toEqual([]);
});
