import type { ExecResult } from '@ml-ci/core';
import type { Lock } from '../lock/lock.ts';

/** The packages whose hashes a tool wrote out when it gave up: npm and pip name the hash that was wanted, and not always whose. */
export function mismatched(
  { packages }: Pick<Lock, 'packages'>,
  { stdout, stderr }: Pick<ExecResult, 'stdout' | 'stderr'>,
): readonly string[] {
  const told = hashesIn(`${stdout}\n${stderr}`);
  return packages
    .filter(({ hashes }) => hashes.some((hash) => told.has(hash.slice(hash.indexOf(':') + 1))))
    .map(({ name, version }) => `${name} ${version}`);
}

/** In hex: as it is, or from `sha512-<base64>`. */
function hashesIn(text: string): ReadonlySet<string> {
  const hex = [...text.matchAll(/\b[0-9a-f]{64,128}\b/g)].map(([found]) => found);
  const sri = [...text.matchAll(/\bsha(?:256|384|512)-([A-Za-z0-9+/]{43,86}={0,2})/g)].map(
    ([, base64 = '']) => Buffer.from(base64, 'base64').toString('hex'),
  );
  return new Set([...hex, ...sri]);
}
