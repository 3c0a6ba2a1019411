import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isDigest } from './manifest.ts';
import { Upload } from './upload.ts';

/** The bytes of a registry, on disk by digest. Which repository may see a blob is not its business. */
export interface BlobStore {
  /** Bytes of a blob, or undefined where there is none. */
  size(digest: string): Promise<number | undefined>;
  path(digest: string): string;
  /** A new upload, empty. */
  begin(repository: string): Promise<Upload>;
  find(id: string, repository: string): Upload | undefined;
  /** Moves a finished upload to its digest; the upload is gone afterwards. */
  commit(upload: Upload, digest: string): Promise<void>;
  cancel(upload: Upload): Promise<void>;
}

/** A store below `folder`. */
export async function createBlobStore(folder: string): Promise<BlobStore> {
  const blobs = join(folder, 'blobs');
  const staging = join(folder, 'uploads');
  await mkdir(blobs, { recursive: true });
  await mkdir(staging, { recursive: true });
  const uploads = new Map<string, Upload>();
  const path = (digest: string) => join(blobs, digest.replace(':', '-'));
  return {
    path,
    async size(digest) {
      if (!isDigest(digest)) return undefined;
      const found = await stat(path(digest)).catch(missing);
      return found?.size;
    },
    async begin(repository) {
      const upload = await Upload.create(staging, repository);
      uploads.set(upload.id, upload);
      return upload;
    },
    find(id, repository) {
      const upload = uploads.get(id);
      return upload?.repository === repository ? upload : undefined;
    },
    async commit(upload, digest) {
      uploads.delete(upload.id);
      await rename(upload.path, path(digest));
    },
    async cancel(upload) {
      uploads.delete(upload.id);
      await rm(upload.path, { force: true });
    },
  };
}

function missing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
