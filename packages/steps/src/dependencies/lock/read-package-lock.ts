import { when } from './applies.ts';
import type { Entry, Reading } from './entry.ts';
import { readIntegrity } from './hash.ts';
import { parseNpmLock } from './package-lock.ts';

/** Reads the lock of npm. What is inside of a parent's archive is not looked up by itself, and is left out. */
export function readPackageLock(text: string, file: string): Reading {
  const { packages, folders } = parseNpmLock(text, file);
  const entries = packages.flatMap(({ name, version, integrity, resolved, mayBeAbsent, line }): Entry[] => {
    if (integrity === undefined) return [];
    return [
      {
        name,
        version,
        line,
        origin: { type: 'registry', addresses: resolved === undefined ? [] : [resolved] },
        files: [readIntegrity(integrity)],
        ...when(mayBeAbsent ? undefined : true),
      },
    ];
  });
  const local = folders.map(
    ({ path, line }): Entry => ({
      name: path,
      version: undefined,
      line,
      origin: { type: 'folder', path },
      files: [],
      ...when(true),
    }),
  );
  return { entries: [...local, ...entries] };
}
