import type { LockKind } from './lock.ts';

/** What mends a lock, with the command of the tool that wrote it. */
export interface Repair {
  /** A lock that is no lock, or not of a version that is known. */
  readonly unreadable: string;
  /** Entries that are not exact. */
  readonly unpinned: string;
  /** Entries that lead elsewhere. */
  readonly unsafe: string;
}

const published = 'depend on published versions, of a registry that is reached over https; then run';

const commands: Readonly<Record<LockKind, string>> = {
  requirements:
    'uv export --no-emit-workspace -o LOCK, uv pip compile --generate-hashes requirements.in -o LOCK, or pip-compile --generate-hashes --no-emit-index-url',
  uv: 'uv lock',
  poetry: 'poetry lock',
  pdm: 'pdm lock',
  pylock: 'uv export --format pylock.toml -o LOCK, or pdm lock, or pip lock: the tool that made it',
  'package-lock': 'npm install --package-lock-only',
  pnpm: 'pnpm install --lockfile-only',
  'yarn-1': 'yarn install',
  'yarn-berry': 'yarn install --mode update-lockfile',
};

/** The way to repair a lock of this kind. */
export function repairOf(kind: LockKind, lock: string): Repair {
  const command = commands[kind].replaceAll('LOCK', () => lock);
  const unreadable = `write it anew: ${command}`;
  return { unreadable, unpinned: unpinned(kind, command), unsafe: `${published}: ${command}` };
}

function unpinned(kind: LockKind, command: string): string {
  switch (kind) {
    case 'requirements':
    case 'pylock':
      return `write it anew: ${command}`;
    case 'package-lock':
      return `remove node_modules and the entries, then run: ${command}`;
    // What stands in the lock is kept by them, hash or no hash.
    case 'pnpm':
    case 'yarn-1':
    case 'yarn-berry':
      return `remove the entries from the lock, then run: ${command}`;
    case 'uv':
    case 'poetry':
    case 'pdm':
      return `check that the index gives a SHA-256 of every file, then run: ${command}`;
  }
}
