import { createHash, type Hash, randomUUID } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from './refusal.ts';

/** Bytes that are gathered before they go to the disk: fewer, larger writes. */
const batchBytes = 1024 * 1024;

/** A blob that is being uploaded: its bytes so far, on disk, hashed while they came. */
export class Upload {
  readonly id: string = randomUUID();
  readonly repository: string;
  readonly path: string;
  readonly #file: FileHandle;
  readonly #hash: Hash = createHash('sha256');
  #size = 0;
  #isBusy = false;
  /** Requests with content so far, for the switch `chunkedUploadBroken`. */
  requests = 0;
  /** The size of the last part of the API; all but the last must be 5 MiB. */
  lastPartBytes: number | undefined;

  static async create(folder: string, repository: string): Promise<Upload> {
    const path = join(folder, randomUUID());
    return new Upload(repository, path, await open(path, 'wx', 0o600));
  }

  private constructor(repository: string, path: string, file: FileHandle) {
    this.repository = repository;
    this.path = path;
    this.#file = file;
  }

  get size(): number {
    return this.#size;
  }

  /** Appends a body as it comes. What came before a broken connection stays; the client can ask how much that is. */
  async append(body: AsyncIterable<Uint8Array>): Promise<void> {
    if (this.#isBusy) throw new Refusal('upload-broken', 'another request writes to this upload');
    this.#isBusy = true;
    try {
      await this.#write(body);
    } finally {
      this.#isBusy = false;
    }
  }

  /** The digest of all bytes so far. */
  digest(): string {
    return `sha256:${this.#hash.copy().digest('hex')}`;
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  async #write(body: AsyncIterable<Uint8Array>): Promise<void> {
    let batch: Uint8Array[] = [];
    let bytes = 0;
    // One batch is written while the next one comes in.
    let writing: Promise<unknown> = Promise.resolve();
    const flush = async () => {
      await writing;
      if (bytes > 0) writing = this.#writeAll(batch, bytes);
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

  async #writeAll(batch: readonly Uint8Array[], bytes: number): Promise<void> {
    const { bytesWritten } = await this.#file.writev(batch);
    if (bytesWritten !== bytes) throw new Error(`only ${bytesWritten} of ${bytes} bytes could be written`);
  }
}
