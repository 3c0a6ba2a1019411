import { createWriteStream } from 'node:fs';
import { chmod, link, lstat, mkdir, readdir, rm, symlink } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { StepError } from '@ml-ci/core';
import type { Descriptor, Repository } from '@ml-ci/oci';

/** Applies layers to a folder, lowest first, with whiteouts. */
export async function unpackLayers(
  repository: Repository,
  layers: readonly Descriptor[],
  folder: string,
  signal?: AbortSignal,
): Promise<void> {
  for (const layer of layers) await unpackLayer(repository, layer, folder, signal);
}

async function unpackLayer(repository: Repository, layer: Descriptor, folder: string, signal?: AbortSignal) {
  const { extract } = await import('tar-stream');
  const entries = extract();
  const bytes = Readable.from(await repository.readBlob(layer, signal));
  const streams = layer.mediaType.includes('gzip')
    ? [bytes, createGunzip(), entries]
    : layer.mediaType.includes('zstd')
      ? [bytes, createZstdDecompress(), entries]
      : [bytes, entries];
  // biome-ignore lint/suspicious/noExplicitAny: pipeline wants a tuple of streams
  const done = (pipeline as any)(streams) as Promise<void>;
  const applied = (async () => {
    for await (const entry of entries) {
      const { name, type, linkname, mode = 0o644 } = entry.header;
      const path = await safePath(folder, name);
      const base = posix.basename(name);
      if (base === '.wh..wh..opq') {
        for (const item of await readdir(dirname(path)).catch(() => []))
          await rm(join(dirname(path), item), { recursive: true, force: true });
      } else if (base.startsWith('.wh.')) {
        await rm(join(dirname(path), base.slice(4)), { recursive: true, force: true });
      } else if (type === 'directory') {
        await mkdir(path, { recursive: true });
      } else {
        await mkdir(dirname(path), { recursive: true });
        await rm(path, { recursive: true, force: true });
        if (type === 'symlink') await symlink(linkname ?? '', path);
        else if (type === 'link') await link(await safePath(folder, linkname ?? ''), path);
        else if (type === 'file') {
          await pipeline(entry, createWriteStream(path, { mode }));
          await chmod(path, mode);
        }
      }
      entry.resume();
    }
  })();
  await Promise.all([done, applied]);
}

async function safePath(folder: string, name: string): Promise<string> {
  const parts = posix
    .normalize(name)
    .split('/')
    .filter((part) => part !== '' && part !== '.');
  if (parts.includes('..'))
    throw new StepError('FILE_UNSAFE', { message: `"${name}" leaves the image's folder` });
  for (let depth = 1; depth < parts.length; depth += 1) {
    const found = await lstat(join(folder, ...parts.slice(0, depth))).catch(() => undefined);
    if (found?.isSymbolicLink())
      throw new StepError('FILE_UNSAFE', { message: `"${name}" is written through a link` });
  }
  return join(folder, ...parts);
}
