import { addressProblem, elsewhere } from './address.ts';
import type { Entry, Objection, Reading } from './entry.ts';
import { folderInside } from './folder.ts';
import type { Lock, LockedPackage, LockFormat, LockKind } from './lock.ts';
import { type Offender, refuseOffenders, shorten } from './lock-error.ts';
import { lockedFiles } from './locked-file.ts';
import { repairOf } from './repair.ts';
import { normalizeProject } from './requirements.ts';

const formats: Readonly<Record<LockKind, LockFormat>> = {
  requirements: 'pypi',
  uv: 'pypi',
  poetry: 'pypi',
  pdm: 'pypi',
  pylock: 'pypi',
  'package-lock': 'npm',
  pnpm: 'npm',
  'yarn-1': 'npm',
  'yarn-berry': 'npm',
};

/** Names and versions that are looked up as they stand, and are given to tools: nothing in them means more than itself. */
const names: Readonly<Record<LockFormat, RegExp>> = {
  pypi: /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/,
  npm: /^(?:@[A-Za-z0-9~-][\w.~-]*\/)?[A-Za-z0-9_~-][\w.~-]*$/,
};
const versions: Readonly<Record<LockFormat, RegExp>> = {
  pypi: /^v?\d[A-Za-z0-9.!+_-]*$/,
  npm: /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/,
};

/** The lock that was read, where all of it is exact; throws with every entry that is not. */
export function exactLock(kind: LockKind, file: string, { entries, requirements }: Reading): Lock {
  const format = formats[kind];
  const offenders = entries.flatMap((entry) => offendersOf(entry, format, file));
  refuseOffenders(file, offenders, repairOf(kind, file));
  const lock: Lock = { kind, format, file, packages: packagesOf(entries, format), local: foldersOf(entries) };
  return requirements ? { ...lock, requirements } : lock;
}

function offendersOf(entry: Entry, format: LockFormat, file: string): Offender[] {
  const name = entry.name === '' ? 'an entry' : shorten(entry.name);
  const place = `${file}:${entry.line}`;
  const objections = [...entry.objections, ...objectionsTo(entry, format)];
  return objections.map(({ message, isUnsafe, fix }) => ({
    problem: { name, message, place, ...(fix === undefined ? {} : { fix }) },
    isUnsafe,
  }));
}

function objectionsTo(entry: Entry, format: LockFormat): Objection[] {
  const unsafe = (message: string): Objection => ({ message, isUnsafe: true });
  switch (entry.origin.type) {
    case 'elsewhere':
      return [unsafe(elsewhere(entry.origin.what))];
    case 'folder':
      return folderInside(entry.origin.path) === undefined
        ? [unsafe(`lies in "${shorten(entry.origin.path)}", outside of the project`)]
        : [];
    case 'registry': {
      const problem = entry.origin.addresses.map(addressProblem).find((found) => found !== undefined);
      if (problem !== undefined) return [unsafe(problem)];
      return pinProblems(entry, format).map((message) => ({ message, isUnsafe: false }));
    }
  }
}

function pinProblems({ name, version, files }: Entry, format: LockFormat): string[] {
  const problems: string[] = [];
  if (!names[format].test(name)) problems.push(`has a name that no package of ${format} can have`);
  if (version === undefined || !versions[format].test(version)) problems.push('has no exact version');
  if (files === undefined) return problems;
  const bad = files.find(({ strong }) => strong.length === 0);
  if (files.length === 0) problems.push('has no hash');
  else if (bad?.weak !== undefined)
    problems.push(`has the hash "${shorten(bad.weak)}", which is no SHA-256, 384 or 512`);
  else if (bad) problems.push(files.length === 1 ? 'has no hash' : 'has a file without a hash');
  return problems;
}

function packagesOf(entries: readonly Entry[], format: LockFormat): LockedPackage[] {
  const packages = new Map<string, LockedPackage>();
  for (const { name: written, version = '', line, origin, files = [], applies, isUnchecked } of entries) {
    if (origin.type !== 'registry') continue;
    const name = format === 'pypi' ? normalizeProject(written) : written;
    const known = packages.get(`${name} ${version}`);
    const hashes = [...(known?.hashes ?? []), ...files.flatMap(({ strong }) => strong)];
    const named = lockedFiles(known?.files, files);
    packages.set(`${name} ${version}`, {
      name,
      version,
      hashes: [...new Set(hashes)].sort(),
      ...(named === undefined ? {} : { files: named }),
      ...(isUnchecked ? { isUnchecked } : {}),
      mayBeAbsent: applies !== true && (known?.mayBeAbsent ?? true),
      line: known?.line ?? line,
    });
  }
  return [...packages.values()].sort((a, b) => compare(a.name, b.name) || compare(a.version, b.version));
}

function foldersOf(entries: readonly Entry[]): string[] {
  const folders = entries.map(({ origin }) =>
    origin.type === 'folder' ? folderInside(origin.path) : undefined,
  );
  return [...new Set(folders.filter((folder) => folder !== undefined))].sort();
}

/** By code points: the same on every machine. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
