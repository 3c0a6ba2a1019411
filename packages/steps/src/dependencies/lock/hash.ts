import { fileNameIn } from './file-name.ts';

/** The hashes of one file that a lock allows: those that hold, and one that does not where none does. */
export interface FileHashes {
  /** As an index has the file; undefined where the lock does not name it. */
  readonly name?: string | undefined;
  /** `sha256:<hex>`, `sha384:…`, `sha512:…` */
  readonly strong: readonly string[];
  /** As the lock writes it; undefined where it has no hash at all. */
  readonly weak: string | undefined;
}

/** Bytes of the digests that nobody can forge. */
const sizes: Readonly<Record<string, number>> = { sha256: 32, sha384: 48, sha512: 64 };

/** Reads hashes such as `sha256:<hex>`, all of one file. */
export function readHashes(hashes: readonly string[]): FileHashes {
  return sort(hashes, strongHex);
}

/** Reads the one hash of each file: `hash = "sha256:<hex>"` in a table of its own. */
export function readFileHashes(files: readonly Readonly<Record<string, unknown>>[]): FileHashes[] {
  return files.map((file) => ({
    name: fileNameIn(file),
    ...readHashes(typeof file.hash === 'string' ? [file.hash] : []),
  }));
}

/** Reads an `integrity` of npm: hashes in base64 with spaces between, any of which may be that of the file. */
export function readIntegrity(integrity: string | undefined): FileHashes {
  return sort((integrity ?? '').split(/\s+/).filter(Boolean), strongBase64);
}

function sort(hashes: readonly string[], strengthOf: (hash: string) => string | undefined): FileHashes {
  const strong = hashes.map(strengthOf).filter((hash) => hash !== undefined);
  return { strong, weak: strong.length === 0 ? hashes[0] : undefined };
}

function strongHex(hash: string): string | undefined {
  const [, algorithm = '', hex = ''] = /^([a-z0-9]+):([0-9A-Fa-f]+)$/.exec(hash) ?? [];
  return hex.length === 2 * (sizeOf(algorithm) ?? Number.NaN)
    ? `${algorithm}:${hex.toLowerCase()}`
    : undefined;
}

function strongBase64(hash: string): string | undefined {
  // What stands behind a question mark is for whoever wrote it.
  const [, algorithm = '', base64 = ''] = /^([a-z0-9]+)-([A-Za-z0-9+/]+={0,2})(?:\?\S*)?$/.exec(hash) ?? [];
  const bytes = Buffer.from(base64, 'base64');
  return bytes.length === sizeOf(algorithm) && bytes.toString('base64') === base64
    ? `${algorithm}:${bytes.toString('hex')}`
    : undefined;
}

function sizeOf(algorithm: string): number | undefined {
  return Object.hasOwn(sizes, algorithm) ? sizes[algorithm] : undefined;
}
