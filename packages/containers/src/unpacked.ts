import { randomUUID } from 'node:crypto';
import { chmod, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Platform, Repository } from '@ml-ci/oci';
import { type ResolvedImage, resolveImage } from './image.ts';
import type { ImageSource } from './runtime.ts';
import { unpackLayers } from './unpack.ts';

/** An image whose files lie in a folder that nobody writes to. */
export interface UnpackedImage extends ResolvedImage {
  readonly folder: string;
}

/** Images that were unpacked, one folder a digest, shared by every run of it. */
export interface UnpackedImages {
  get(source: ImageSource, signal?: AbortSignal): Promise<UnpackedImage>;
  /** Removes the folders. */
  dispose(): Promise<void>;
}

/** Unpacks images into `cacheFolder`, each once. */
export function createUnpackedImages(cacheFolder: string, platform: Platform): UnpackedImages {
  const running = new Map<string, Promise<string>>();
  return {
    async get({ repository, digest }, signal) {
      const image = await resolveImage(repository, digest, platform, signal);
      const key = image.manifest.digest.replace(':', '-');
      // without the signal: whoever cancels must not spoil it for the others that wait
      const started = running.get(key) ?? unpackOnce(repository, image, join(cacheFolder, key));
      running.set(key, started);
      try {
        const folder = await started;
        signal?.throwIfAborted();
        return { ...image, folder };
      } catch (error) {
        if (!signal?.aborted) running.delete(key); // the next run tries again
        throw error;
      }
    },
    async dispose() {
      await Promise.allSettled(running.values());
      await Promise.all([...running.keys()].map((key) => removeTree(join(cacheFolder, key))));
      running.clear();
    },
  };
}

/** A folder with its final name is whole: layers are applied beside it first. */
async function unpackOnce(repository: Repository, image: ResolvedImage, folder: string) {
  if (await exists(folder)) return folder;
  const beside = `${folder}.${randomUUID().slice(0, 8)}.tmp`;
  try {
    await mkdir(beside, { recursive: true, mode: 0o700 });
    await unpackLayers(repository, image.layers, beside);
    await setWritable(beside, false);
    await rename(beside, folder).catch(async (error) => {
      if (!(await exists(folder))) throw error; // another process was faster
      await removeTree(beside);
    });
  } catch (error) {
    await removeTree(beside);
    throw error;
  }
  return folder;
}

/** Runs share the files, so none may change them; folders must be writable again before they can be removed. */
async function setWritable(folder: string, isWritable: boolean): Promise<void> {
  const mode = (await stat(folder)).mode;
  if (isWritable) await chmod(folder, mode | 0o700);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await setWritable(path, isWritable);
    else if (entry.isFile() && !isWritable) await chmod(path, (await stat(path)).mode & 0o555);
  }
  if (!isWritable) await chmod(folder, mode & 0o555);
}

async function removeTree(folder: string): Promise<void> {
  if (!(await exists(folder))) return;
  await setWritable(folder, true);
  await rm(folder, { recursive: true, force: true });
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
