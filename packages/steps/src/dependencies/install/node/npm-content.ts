import { access } from 'node:fs/promises';
import { join } from 'node:path';

/** Where npm has the archives of its cache, from the temporary folder: by their hash, without what it writes beside them. */
export const contentFolder = 'cache/_cacache/content-v2';

/** Which of these integrities npm has the archive of already. */
export async function integritiesThere(
  integrities: readonly (string | undefined)[],
  temporary: string,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const integrity of new Set(integrities)) {
    if (integrity === undefined) continue;
    const paths = integrity.split(/\s+/).map((one) => join(temporary, contentFolder, pathOf(one)));
    const isThere = await Promise.all(paths.map((path) => exists(path)));
    if (isThere.includes(true)) found.add(integrity);
  }
  return found;
}

/** `sha512-…` in base64 -> `sha512/ab/cd/…` in hex. */
function pathOf(integrity: string): string {
  const [algorithm = '', base64 = ''] = integrity.split('-', 2);
  const hex = Buffer.from(base64, 'base64').toString('hex');
  return join(algorithm, hex.slice(0, 2), hex.slice(2, 4), hex.slice(4));
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
