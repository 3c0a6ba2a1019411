import { createHash } from 'node:crypto';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LayerEntry } from '@ml-ci/oci';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chooseCompression } from './compression.ts';

let folder: string;
const mega = 1024 * 1024;

/** Bytes that do not get smaller, the same on each run. */
function noise(bytes: number): Buffer {
  const parts = Array.from({ length: Math.ceil(bytes / 64) }, (_, i) =>
    createHash('sha512').update(`${i}`).digest(),
  );
  return Buffer.concat(parts).subarray(0, bytes);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ml-ci-compression-'));
  await writeFile(join(folder, 'noise'), noise(10 * mega));
  await writeFile(join(folder, 'small-noise'), noise(mega));
  await writeFile(join(folder, 'text'), 'words '.repeat(3 * mega));
});
afterAll(() => rm(folder, { recursive: true }));

const cases: readonly [string, readonly string[], 'gzip' | 'none'][] = [
  ['weights', ['noise'], 'none'],
  ['weights that are small', ['small-noise'], 'gzip'],
  ['text', ['text'], 'gzip'],
  ['half text', ['text', 'noise'], 'gzip'],
  ['nothing', [], 'gzip'],
];

test.each(cases)('%s', async (_, names, expected) => {
  const entries = names.map(async (name): Promise<LayerEntry> => {
    const file = join(folder, name);
    return {
      type: 'file',
      path: name,
      isExecutable: false,
      content: { file, size: (await stat(file)).size },
    };
  });
  expect(await chooseCompression(await Promise.all(entries))).toBe(expected);
});
