import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

interface Locked {
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface Lock {
  readonly packages: Readonly<Record<string, Locked>>;
}

/** `npm ci` refuses a lock that lacks the entry of one platform; it happens when that version is not published there. */
it('the lock holds every platform of every optional package', () => {
  const lock: Lock = JSON.parse(readFileSync(join(import.meta.dirname, '../package-lock.json'), 'utf8'));
  const missing = Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([name, range]) => !isLocked(lock.packages, path, name, range))
      .map(([name, range]) => `${path} needs ${name} ${range}`),
  );
  expect(Object.keys(lock.packages).length).toBeGreaterThan(100);
  expect(missing).toEqual([]);
});

/** Whether a package that stands at `path` finds `name` in its own folder or one above, in the version that it names. */
function isLocked(packages: Lock['packages'], path: string, name: string, range: string): boolean {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const found = packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`];
    // the bindings of a native package are named by exact version
    if (found) return !/^\d/.test(range) || found.version === range;
    if (folder === '') return false;
    if (!folder.includes('/node_modules/')) folder = '/node_modules/';
  }
}
