import { createHash, type Hash, randomUUID } from 'node:crypto';
import { type FileHandle, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from './refusal.ts';

/** Bytes that are gathered before they go to the disk: fewer, larger writes. */
const batchBytes = 1024 * 1024;

/** A blob that is being uploaded: its bytes so far, on disk, hashed while they came. */
export class Upload {
  readonly id: string = randomUUID();
  readonly repository: string;
  readonly path: string;
  readonly #hash: Hash = createHash('sha256');
  #size = 0;
  #isBusy = false;
  /** Requests with content so far, for the switch `chunkedUploadBroken`. */
  requests = 0;
  /** The size of the last part of the API; all but the last must be 5 MiB. */
  lastPartBytes: number | undefined;

  static async create(folder: string, repository: string): Promise<Upload> {
    const path = join(folder, randomUUID());
    await writeFile(path, '', { flag: 'wx', mode: 0o600 });
    return new Upload(repository, path);
  }

  private constructor(repository: string, path: string) {
    this.repository = repository;
    this.path = path;
  }

  get size(): number {
    return this.#size;
  }

  /** Appends a body as it comes. What came before a broken connection stays; the client can ask how much that is. */
  async append(body: AsyncIterable<Uint8Array>): Promise<void> {
    if (this.#isBusy) throw new Refusal('upload-broken', 'another request writes to this upload');
    this.#isBusy = true;
    try {
      // Open for this request only: uploads that nobody goes on with hold nothing.
      const file = await open(this.path, 'a');
      await this.#write(body, file).finally(() => file.close());
    } finally {
      this.#isBusy = false;
    }
  }

  /** The digest of all bytes so far. */
  digest(): string {
    return `sha256:${this.#hash.copy().digest('hex')}`;
  }

  async #write(body: AsyncIterable<Uint8Array>, file: FileHandle): Promise<void> {
    let batch: Uint8Array[] = [];
    let bytes = 0;
    // One batch is written while the next one comes in.
    let writing: Promise<unknown> = Promise.resolve();
    const flush = async () => {
      await writing;
      if (bytes > 0) writing = writeAll(file, batch, bytes);
      // Its failure is thrown by the next `await`, however long the client takes until then.
      writing.catch(() => undefined);
      batch = [];
      bytes = 0;
    };
    try {
      for await (const chunk of body) {
        this.#hash.update(chunk);
        this.#size += chunk.length;
        batch.push(chunk);
        bytes += chunk.length;
        if (bytes >= batchBytes) await flush();
      }
    } finally {
      await flush();
      await writing;
    }
  }
}

async function writeAll(file: FileHandle, batch: readonly Uint8Array[], bytes: number): Promise<void> {
  const { bytesWritten } = await file.writev(batch);
  if (bytesWritten !== bytes) throw new Error(`only ${bytesWritten} of ${bytes} bytes could be written`);
}
