import { createHash } from 'node:crypto';
import { gunzipSync, inflateRawSync } from 'node:zlib';

/** The SHA-256 of each file of an archive, by its path in the package. */
export type Contents = ReadonlyMap<string, string>;

/** The files of a package as a registry has it: a tarball whose first folder may have any name. */
export async function tarballContents(bytes: Buffer): Promise<Contents> {
  const { extract } = await import('tar-stream');
  const files = new Map<string, string>();
  const archive = extract();
  archive.end(gunzipSync(bytes));
  for await (const entry of archive) {
    const hash = createHash('sha256');
    // An entry is a stream of bytes, which its types do not say.
    for await (const part of entry as AsyncIterable<Uint8Array>) hash.update(part);
    const { name, type } = entry.header;
    const path = name.replace(/^\.?\/+/, '').replace(/^[^/]*\/+/, '');
    if (type === 'file' && path !== '') files.set(path, hash.digest('hex'));
  }
  return files;
}

/** The files of a package as Yarn 4 keeps it: a zip that has them in `node_modules/<name>/`. */
export function zipContents(zip: Buffer, name: string): Contents {
  const files = new Map<string, string>();
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0 || end + 22 > zip.length) return files;
  const count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    const lengths = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset));
    const [nameLength = 0] = lengths;
    const path = zip.toString('utf8', at + 46, at + 46 + nameLength);
    const hash = createHash('sha256').update(contentOf(zip, at)).digest('hex');
    if (!path.endsWith('/')) files.set(path.replace(`node_modules/${name}/`, ''), hash);
    at += 46 + lengths.reduce((sum, length) => sum + length, 0);
  }
  return files;
}

/** A file by its header in the directory of the zip: stored, or deflated. */
function contentOf(zip: Buffer, header: number): Buffer {
  const from = zip.readUInt32LE(header + 42);
  const start = from + 30 + zip.readUInt16LE(from + 26) + zip.readUInt16LE(from + 28);
  const content = zip.subarray(start, start + zip.readUInt32LE(header + 20));
  return zip.readUInt16LE(header + 10) === 0 ? content : inflateRawSync(content);
}

/** Whether two archives have the same files with the same bytes. */
export function hasSameContents(one: Contents, other: Contents): boolean {
  return (
    one.size > 0 && one.size === other.size && [...one].every(([path, hash]) => other.get(path) === hash)
  );
}
