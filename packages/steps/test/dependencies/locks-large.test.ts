import { parse as parseToml } from 'smol-toml';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { type LockKind, lockKinds } from '../../src/dependencies/lock/lock.ts';
import { readLock } from '../../src/dependencies/lock/read-lock.ts';
import { largeLocks } from './large-locks.ts';

const count = 5000;

/** What takes the text apart and understands nothing of it. */
const bare: Readonly<Record<LockKind, (text: string) => unknown>> = {
  requirements: (text) => text.split('\n'),
  uv: (text) => parseToml(text),
  poetry: (text) => parseToml(text),
  pdm: (text) => parseToml(text),
  pylock: (text) => parseToml(text),
  'package-lock': (text) => JSON.parse(text),
  pnpm: (text) => parseAllDocuments(text, { uniqueKeys: false }),
  'yarn-1': (text) => text.split('\n'),
  'yarn-berry': (text) => parseAllDocuments(text, { uniqueKeys: false }),
};

describe(`a lock of ${count} packages`, () => {
  test.each(lockKinds)('of %s is read in less than a second', async (kind) => {
    const text = largeLocks[kind](count);
    const lock = await readLock(text, 'large', kind);
    expect(lock.packages.length).toBe(count);
    const own = await quickest(() => readLock(text, 'large', kind));
    const library = await quickest(() => bare[kind](text));
    const ratio = `${(own / library).toFixed(1)} times`;
    process.stdout.write(`${kind}: ${own.toFixed(0)} ms, ${ratio} what takes it apart (${text.length} B)\n`);
    expect(own).toBeLessThan(1000);
  });
});

/** Of three, since others use the machine as well. */
async function quickest(run: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  }
  return Math.min(...times);
}
