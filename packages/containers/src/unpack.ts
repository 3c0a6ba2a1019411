import { createWriteStream } from 'node:fs';
import { chmod, link, lstat, mkdir, readdir, rm, symlink } from 'node:fs/promises';
import { dirname, join, posix, relative } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as zlib from 'node:zlib';
import { describeError, formatBytes, StepError } from '@ml-ci/core';
import type { Descriptor, Repository } from '@ml-ci/oci';
import type { Extract } from 'tar-stream';

type Entry = Extract extends AsyncIterable<infer E> ? E : never;

/** What an image may unpack to; far above any model server, far below what a bomb wants. */
const unpackedLimit = 100_000_000_000;

/**
 * Applies layers to a folder, lowest first, as an engine does (OCI image spec, layer.md). A member that would be written
 * outside the folder or through a link is refused; devices are left out, owners and set-user-id bits are not kept.
 */
export async function unpackLayers(
  repository: Repository,
  layers: readonly Descriptor[],
  folder: string,
  limit: number = unpackedLimit,
): Promise<void> {
  let left = limit;
  for (const layer of layers) left -= await unpackLayer(repository, layer, folder, left);
}

async function unpackLayer(
  repository: Repository,
  layer: Descriptor,
  folder: string,
  limit: number,
): Promise<number> {
  const { extract } = await import('tar-stream');
  const entries = extract();
  const bytes = Readable.from(await repository.readBlob(layer));
  const fed = pipeline([bytes, ...decompressor(layer.mediaType), entries]);
  const applied = new LayerWriter(folder, limit).apply(entries);
  const [reading, writing] = await Promise.allSettled([fed, applied]);
  if (writing.status === 'rejected' && writing.reason instanceof StepError) throw writing.reason;
  if (reading.status === 'rejected') throw broken(layer, reading.reason);
  if (writing.status === 'rejected') throw broken(layer, writing.reason);
  return writing.value;
}

function decompressor(mediaType: string) {
  if (/gzip$/.test(mediaType)) return [zlib.createGunzip()];
  if (!/zstd$/.test(mediaType)) return [];
  if ('createZstdDecompress' in zlib) return [zlib.createZstdDecompress()];
  throw new StepError('IMAGE_UNRUNNABLE', {
    message: `the layers are compressed with zstd, which Node ${process.versions.node} does not read`,
    fix: 'use Node 22.15 or later, or a Docker engine',
  });
}

/** What has happened in one layer: a whiteout hides what lower layers brought, and nothing of its own layer. */
class LayerWriter {
  readonly #folder: string;
  readonly #limit: number;
  readonly #own = new Set<string>();
  #bytes = 0;

  constructor(folder: string, limit: number) {
    this.#folder = folder;
    this.#limit = limit;
  }

  /** Resolves with the bytes of all files. */
  async apply(entries: AsyncIterable<Entry>): Promise<number> {
    for await (const entry of entries) {
      await this.#applyEntry(entry);
      entry.resume();
    }
    return this.#bytes;
  }

  async #applyEntry(entry: Entry): Promise<void> {
    const { name } = entry.header;
    const path = await this.#place(name);
    const base = posix.basename(path);
    if (base === '.wh..wh..opq') return this.#hideAll(dirname(path));
    if (base.startsWith('.wh.')) return this.#hide(join(dirname(path), hiddenName(base, name)));
    if (path === this.#folder) return;
    this.#markOwn(path);
    await mkdir(dirname(path), { recursive: true });
    await this.#write(entry, path);
  }

  async #write(entry: Entry, path: string): Promise<void> {
    const { type, linkname = '', mode = 0o644 } = entry.header;
    const present = await lstat(path).catch(() => undefined); // mostly there is nothing
    if (present && !(type === 'directory' && present.isDirectory())) await rm(path, { recursive: true });
    switch (type) {
      case 'directory':
        await mkdir(path, { recursive: true });
        break;
      case 'symlink':
        await symlink(linkname, path);
        break;
      case 'link':
        await link(await this.#place(linkname), path);
        break;
      case 'file':
      case 'contiguous-file':
        this.#count(entry.header.size ?? 0);
        await pipeline(entry, createWriteStream(path));
        await chmod(path, (mode & 0o777) | 0o600);
        break;
      default: // devices and pipes: a process of this machine has no use for them
    }
  }

  #count(size: number): void {
    this.#bytes += size;
    if (this.#bytes > this.#limit) {
      throw new StepError('ARCHIVE_TOO_LARGE', {
        message: `the image unpacks to more than ${formatBytes(this.#limit)}`,
      });
    }
  }

  #markOwn(path: string): void {
    for (let part = path; part !== this.#folder; part = dirname(part)) this.#own.add(part);
  }

  async #hide(path: string): Promise<void> {
    if (!this.#own.has(path)) await rm(path, { recursive: true, force: true });
  }

  async #hideAll(folder: string): Promise<void> {
    const present = await readdir(folder).catch(() => []); // nothing to hide
    for (const name of present) {
      const path = join(folder, name);
      if (!this.#own.has(path)) await rm(path, { recursive: true, force: true });
      else if ((await lstat(path)).isDirectory()) await this.#hideAll(path);
    }
  }

  /** Where a member goes; its folders must be folders, so that no link leads the write elsewhere. */
  async #place(name: string): Promise<string> {
    const parts = name.split('/').filter((part) => part !== '' && part !== '.');
    if (parts.includes('..') || name.includes('\0')) throw unsafe(name, 'leaves the folder of the image');
    for (let depth = 1; depth < parts.length; depth += 1) {
      const folder = join(this.#folder, ...parts.slice(0, depth));
      const found = await lstat(folder).catch(() => undefined); // it is made later
      if (found?.isSymbolicLink())
        throw unsafe(name, `lies behind the link "${relative(this.#folder, folder)}"`);
    }
    return join(this.#folder, ...parts);
  }
}

function hiddenName(base: string, name: string): string {
  const hidden = base.slice('.wh.'.length);
  if (hidden === '' || hidden === '.' || hidden === '..') throw unsafe(name, 'hides no file');
  return hidden;
}

function unsafe(name: string, why: string): StepError {
  return new StepError('ARCHIVE_UNSAFE', {
    message: `the member "${name}" of a layer ${why}`,
    fix: 'do not run this image',
  });
}

function broken(layer: Descriptor, cause: unknown): unknown {
  if (cause instanceof StepError) return cause;
  return new StepError('IMAGE_INVALID', {
    message: `the layer ${layer.digest} cannot be unpacked: ${describeError(cause)}`,
    cause,
  });
}
