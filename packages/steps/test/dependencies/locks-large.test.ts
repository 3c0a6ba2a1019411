import { parse as parseToml } from 'smol-toml';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { type LockKind, lockKinds } from '../../src/dependencies/lock/lock.ts';
import { readLock } from '../../src/dependencies/lock/read-lock.ts';
import { largeLocks } from './large-locks.ts';

const count = 5000;

/** The library that takes the text apart and understands nothing of it; two kinds have none. */
const bare: Partial<Readonly<Record<LockKind, (text: string) => unknown>>> = {
  uv: (text) => parseToml(text),
  poetry: (text) => parseToml(text),
  pdm: (text) => parseToml(text),
  pylock: (text) => parseToml(text),
  'package-lock': (text) => JSON.parse(text),
  pnpm: (text) => parseAllDocuments(text, { uniqueKeys: false }),
  'yarn-berry': (text) => parseAllDocuments(text, { uniqueKeys: false }),
};

describe(`a lock of ${count} packages`, () => {
  test.each(lockKinds)('of %s is read in less than a second', async (kind) => {
    const text = largeLocks[kind](count);
    const lock = await readLock(text, 'large', kind);
    expect(lock.packages.length).toBe(count);
    const own = await quickest(() => readLock(text, 'large', kind));
    const library = bare[kind];
    const times = library && own / (await quickest(() => library(text)));
    const ratio = times === undefined ? 'by no library' : `${times.toFixed(1)} times its library alone`;
    process.stdout.write(`${kind}: ${own.toFixed(0)} ms, ${ratio} (${text.length} B)\n`);
    expect(own).toBeLessThan(1000);
  });
});

/** Milliseconds of this thread, the best of three: what others do on the machine at the same time is not ours. */
async function quickest(run: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const start = process.threadCpuUsage();
    await run();
    const { user, system } = process.threadCpuUsage(start);
    times.push((user + system) / 1000);
  }
  return Math.min(...times);
}
