import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { type Hashes, hashesOf } from './hashes.ts';

/** One file of a package version. Its digests are made when first asked for: a seeded folder may hold many wheels. */
export interface Asset {
  readonly name: string;
  /** Undefined for a file behind an external connection that nobody has fetched yet. */
  readonly size: number | undefined;
  /** Digests that are known without reading the file. */
  readonly known: Partial<Hashes>;
  /** What a test has put these bytes in the place of: manifests are still read from there. */
  readonly original?: Asset;
  hashes(): Promise<Hashes>;
  read(): Promise<Buffer>;
  open(): AsyncIterable<Uint8Array>;
}

/** A file that was published. */
export function assetOfBytes(name: string, bytes: Buffer): Asset {
  return {
    name,
    size: bytes.length,
    known: {},
    hashes: once(() => hashesOf([bytes])),
    read: async () => bytes,
    async *open() {
      yield bytes;
    },
  };
}

/** A file of a seeded folder; it is read where it lies. */
export function assetOfFile(name: string, path: string, size: number): Asset {
  const hashes = once(() => hashesOf(createReadStream(path)));
  return { name, size, known: {}, hashes, read: () => readFile(path), open: () => createReadStream(path) };
}

/** A file behind an external connection: `fetch` gets and checks it, once. */
export function assetOfFetch(name: string, known: Partial<Hashes>, fetch: () => Promise<Buffer>): Asset {
  const read = once(fetch);
  return {
    name,
    size: undefined,
    known,
    hashes: once(async () => hashesOf([await read()])),
    read,
    async *open() {
      yield await read();
    },
  };
}

/** One digest of an asset, by the cheapest way. */
export async function hashOf(asset: Asset, name: keyof Hashes): Promise<string> {
  return asset.known[name] ?? (await asset.hashes())[name];
}

/** Calls `make` when first asked; a failure is not kept. */
export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
