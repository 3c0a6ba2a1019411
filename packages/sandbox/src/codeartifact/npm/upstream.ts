import { assetOfFetch } from '../asset.ts';
import type { OutsideVersion } from '../external.ts';
import type { Fetcher } from '../fetcher.ts';
import type { Hashes } from '../hashes.ts';
import type { PackageName } from '../model.ts';
import { npmManifest } from './manifest.ts';
import { npmAsset, npmName } from './name.ts';
import { recordOf } from './packument.ts';

/** The versions of a package at an npm registry; tarballs are fetched when they are asked for. */
export async function npmUpstream(
  fetcher: Fetcher,
  index: URL,
  name: PackageName,
): Promise<readonly OutsideVersion[]> {
  const page = await fetcher.page(
    withAuth(new URL(npmName(name).replace('/', '%2f'), index), index),
    'application/json',
  );
  if (!page) return [];
  const versions = Object.entries(recordOf(recordOf(JSON.parse(page.text)).versions));
  return versions.flatMap(([version, value]) => {
    const packageJson = recordOf(value);
    const dist = recordOf(packageJson.dist);
    const hex = sha512Of(dist.integrity);
    // Without a SHA-512 the content could not be checked; such versions are too old for a lock with hashes.
    if (hex === undefined || typeof dist.tarball !== 'string') return [];
    const url = withAuth(new URL(dist.tarball), index);
    const known: Partial<Hashes> = {
      'SHA-512': hex,
      ...(typeof dist.shasum === 'string' ? { 'SHA-1': dist.shasum } : {}),
    };
    const asset = assetOfFetch(npmAsset, known, () => fetcher.file(url, 'sha512', hex));
    return [{ version, assets: [asset], readManifest: npmManifest(packageJson) }];
  });
}

function sha512Of(integrity: unknown): string | undefined {
  const match = typeof integrity === 'string' ? /sha512-([A-Za-z0-9+/=]+)/.exec(integrity) : undefined;
  return match?.[1] === undefined ? undefined : Buffer.from(match[1], 'base64').toString('hex');
}

/** The credentials of the index, for addresses on its own host. */
export function withAuth(url: URL, index: URL): URL {
  if (url.host === index.host) {
    url.username = index.username;
    url.password = index.password;
  }
  return url;
}
