import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { StepError } from '@ml-ci/core';
import type { Header, Pack } from 'tar-stream';
import { verified } from './digest.ts';
import { completeEntries, type LayerEntry } from './layer-entries.ts';
import { mediaTypes } from './media-types.ts';
import type { BlobStream, Descriptor, Digest } from './repository.ts';

/** A layer in a file, with both of its digests. */
export interface Layer {
  readonly descriptor: Descriptor;
  /** The digest of the archive before compression, for the configuration of the image. */
  readonly diffId: Digest;
  /** Where it is read from; its bytes are checked on the way. */
  open(): Promise<BlobStream>;
}

export interface LayerOptions {
  /** Where the layer is written; the caller removes it. */
  readonly file: string;
  /** `none` for content that does not get smaller, such as weights. */
  readonly compression?: 'gzip' | 'none';
  readonly signal?: AbortSignal;
}

const readChunkBytes = 256 * 1024;
const gzipLevel = 6;

/**
 * Makes a layer that is the same wherever and whenever it is made from the same files: sorted, without times, users and
 * umask; of the mode only whether it may be executed is kept.
 */
export async function writeLayer(entries: readonly LayerEntry[], options: LayerOptions): Promise<Layer> {
  const compression = options.compression ?? 'gzip';
  const { pack: createPack } = await import('tar-stream');
  const pack = createPack();
  const [diff, whole] = [createHash('sha256'), createHash('sha256')];
  const steps = compression === 'gzip' ? [createGzip({ level: gzipLevel }), withoutSystem()] : [];
  const filled = fill(pack, completeEntries(entries));
  const written = pipeline(
    [Readable.from(pack), hashing(diff), ...steps, hashing(whole), createWriteStream(options.file)],
    options.signal ? { signal: options.signal } : {},
  );
  const [filling, writing] = await Promise.allSettled([filled, written]);
  if (options.signal?.aborted) throw options.signal.reason;
  if (filling.status === 'rejected') throw filling.reason;
  if (writing.status === 'rejected') throw writing.reason;
  const descriptor: Descriptor = {
    mediaType: compression === 'gzip' ? mediaTypes.ociLayerGzip : mediaTypes.ociLayer,
    digest: `sha256:${whole.digest('hex')}`,
    size: (await stat(options.file)).size,
  };
  return {
    descriptor,
    diffId: `sha256:${diff.digest('hex')}`,
    open: async () =>
      verified(createReadStream(options.file, { highWaterMark: readChunkBytes }), descriptor, options.file),
  };
}

async function fill(pack: Pack, entries: readonly LayerEntry[]): Promise<void> {
  try {
    for (const entry of entries) await addEntry(pack, entry);
    pack.finalize();
  } catch (error) {
    pack.destroy(error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
}

async function addEntry(pack: Pack, entry: LayerEntry): Promise<void> {
  const common: Partial<Header> & Pick<Header, 'name' | 'type'> = {
    name: entry.path,
    type: entry.type,
    uid: 0,
    gid: 0,
    mtime: new Date(0),
    size: 0,
  };
  switch (entry.type) {
    case 'directory':
      return finished((done) => pack.entry({ ...common, name: `${entry.path}/`, mode: 0o755 }, done));
    case 'symlink':
      return finished((done) => pack.entry({ ...common, mode: 0o777, linkname: entry.target }, done));
    case 'file': {
      const { content } = entry;
      const mode = entry.isExecutable ? 0o755 : 0o644;
      if (content instanceof Uint8Array) {
        return finished((done) => pack.entry({ ...common, mode }, Buffer.from(content), done));
      }
      const header = { ...common, mode, size: content.size };
      return finished((done) => {
        const sink = pack.entry(header, done);
        sink.on('error', () => undefined); // `done` hears it as well
        pump(content, sink).catch((error: Error) => sink.destroy(error));
      });
    }
  }
}

function finished(start: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    start((error) => (error ? reject(error) : resolve()));
  });
}

type Sink = ReturnType<Pack['entry']>;

async function pump(
  { file, size }: { readonly file: string; readonly size: number },
  sink: Sink,
): Promise<void> {
  let read = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: readChunkBytes })) {
    read += chunk.byteLength;
    if (read > size) break;
    if (!sink.write(chunk)) await new Promise<void>((resolve) => sink.once('drain', resolve));
  }
  if (read !== size) {
    throw new StepError('FILE_UNSAFE', {
      message: `"${file}" changed while it was read`,
      fix: 'let nothing write there while the image is made',
    });
  }
  sink.end(null);
}

function hashing(hash: Hash): Transform {
  return new Transform({
    highWaterMark: readChunkBytes,
    transform(chunk: Uint8Array, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
}

/** Byte 9 of a gzip header names the system it was made on; 255 is "unknown" (RFC 1952), and the same everywhere. */
function withoutSystem(): Transform {
  let offset = 0;
  return new Transform({
    highWaterMark: readChunkBytes,
    transform(chunk: Buffer, _encoding, done) {
      if (offset <= 9 && offset + chunk.byteLength > 9) chunk[9 - offset] = 255;
      offset += chunk.byteLength;
      done(null, chunk);
    },
  });
}
