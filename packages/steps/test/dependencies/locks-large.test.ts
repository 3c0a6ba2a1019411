import { parse as parseToml } from 'smol-toml';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { type LockKind, lockKinds } from '../../src/dependencies/lock/lock.ts';
import { readLock } from '../../src/dependencies/lock/read-lock.ts';
import { largeLocks } from './large-locks.ts';

const count = 5000;
const limitMs = 1000;

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
    const { value: lock, ms } = await timed(() => readLock(text, 'large', kind));
    expect(lock.packages.length).toBe(count);
    const library = bare[kind];
    const times = library && ms / (await timed(() => library(text))).ms;
    const ratio = times === undefined ? 'by no library' : `${times.toFixed(1)} times its library alone`;
    process.stdout.write(`${kind}: ${ms.toFixed(0)} ms, ${ratio} (${text.length} B)\n`);
    expect(ms).toBeLessThan(limitMs);
  });
});

/** Milliseconds of this thread, not of the machine, on which others work too; what takes too long is given two more tries. */
async function timed<T>(run: () => T | Promise<T>): Promise<{ readonly value: T; readonly ms: number }> {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 1; ; round += 1) {
    const start = process.threadCpuUsage();
    const value = await run();
    const { user, system } = process.threadCpuUsage(start);
    best = Math.min(best, (user + system) / 1000);
    if (best < limitMs || round === 3) return { value, ms: best };
  }
}
