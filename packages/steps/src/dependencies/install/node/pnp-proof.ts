import type { LockedPackage } from '../../lock/lock.ts';

/**
 * What a .pnp.cjs leads to and the lock does not have, or the other way around. Nothing is unpacked with Plug'n'Play: a package
 * is its archive in .yarn/cache, of whose checksum Yarn has just made sure, under a name with the package's own.
 */
export function comparePnp(
  locked: readonly Pick<LockedPackage, 'name' | 'version' | 'mayBeAbsent'>[],
  loader: string,
): { readonly differences: readonly string[]; readonly count: number } {
  const archives = new Set(
    [...loader.matchAll(/\.yarn\/(?:cache|unplugged)\/([^/"]+?)(?:-[0-9a-f]+)?(?:\.zip)?\//g)].map(
      ([, archive = '']) => archive.replace(/-[0-9a-f]{10}$/, ''),
    ),
  );
  const known = new Map(locked.map((one) => [archiveOf(one), one]));
  const missing = locked.filter((one) => !one.mayBeAbsent && !archives.has(archiveOf(one)));
  const more = [...archives].filter((archive) => !known.has(archive) && !isPatched(archive));
  return {
    differences: [
      ...missing.map(({ name, version }) => `${name}@${version} is not installed`),
      ...more.map((archive) => `${archive} is not in the lock`),
    ],
    count: [...known.keys()].filter((archive) => archives.has(archive)).length,
  };
}

/** `@ml-shapes-npm-2.0.0` */
function archiveOf({ name, version }: { readonly name: string; readonly version: string }): string {
  return `${name.replace('/', '-')}-npm-${version}`;
}

/** The patched form of a package that is in the lock itself. */
function isPatched(archive: string): boolean {
  return /-patch$/.test(archive);
}
