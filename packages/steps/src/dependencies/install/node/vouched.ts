import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Access } from '../../access.ts';
import type { LockedPackage } from '../../lock/lock.ts';
import { download } from '../download.ts';
import type { InstallContext } from '../inputs.ts';
import { unlike, type Vouched } from '../vouching.ts';
import { hasSameContents, tarballContents, zipContents } from './contents.ts';

/** What of an install is to be looked at, since neither the lock nor Yarn pins it. */
export interface Unpinned {
  readonly packages: readonly LockedPackage[];
  /** Where Yarn has its archives. */
  readonly cache: string;
  readonly access: Access;
  readonly vouched: Vouched;
}

/**
 * What Yarn 4 fetched without a checksum, held against what the repository vouches for: the tarball is fetched once more, has
 * the hash that the API of CodeArtifact tells, and the archive that Yarn made has the same files. In words what is not so.
 */
export async function checkVouched(
  context: InstallContext,
  { packages, cache, access, vouched }: Unpinned,
): Promise<readonly string[]> {
  const unpinned = packages.filter(({ isUnchecked }) => isUnchecked);
  const archives = unpinned.length > 0 ? await readdir(cache).catch(ignoreMissing) : [];
  const differences: string[] = [];
  for (const locked of unpinned) {
    const { name, version } = locked;
    const found = archives.filter((archive) => isArchiveOf(archive, locked));
    if (found.length === 0) continue; // for another platform
    const file = `${name.slice(name.indexOf('/') + 1)}-${version}.tgz`;
    const tarball = await download(context, new URL(`${name}/-/${file}`, access.endpoint), {
      ...access,
      accept: '*/*',
      scheme: 'Bearer',
    });
    const wanted = vouched.told(locked);
    const sha512 = `sha512:${createHash('sha512').update(tarball).digest('hex')}`;
    // Where the repository had it not yet, this install has brought it in, and it is looked up afterwards.
    if (wanted.length > 0 && !wanted.includes(sha512)) {
      differences.push(unlike(locked));
      continue;
    }
    vouched.saw(locked, sha512);
    const published = await tarballContents(tarball);
    for (const archive of found) {
      if (hasSameContents(published, zipContents(await readFile(join(cache, archive)), name))) continue;
      differences.push(`${name}@${version} is not what the repository has`);
    }
  }
  return differences;
}

/** `@native-here-npm-1.0.0-eba68af859-10c0.zip`: of the package, a hash of where it is from, and no checksum. */
function isArchiveOf(archive: string, { name, version }: LockedPackage): boolean {
  const start = `${name.replace('/', '-')}-npm-${version}-`;
  return archive.startsWith(start) && /^[0-9a-f]{10}-[0-9a-z]+\.zip$/.test(archive.slice(start.length));
}

/** Nothing was fetched at all. */
function ignoreMissing(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
