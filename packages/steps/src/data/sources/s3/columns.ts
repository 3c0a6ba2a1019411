import { createHash } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { formatS3Uri, readObject, type S3Object, type Session } from '@ml-ci/aws';
import type { Log } from '@ml-ci/core';
import { quote } from '../../checks/literal.ts';
import type { DuckDb } from '../../engine/duckdb.ts';
import { EngineError, openEngine } from '../../engine/engine.ts';
import type { FileDigest } from '../digest.ts';
import type { Spill } from '../spill.ts';
import type { Wanted } from '../used-columns.ts';
import { type Bytes, joinRanges, lengthOf } from './byte-ranges.ts';

/** What is needed to read some columns of an object. */
export interface PartOptions {
  readonly entry: string;
  readonly spill: Spill;
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly memoryBytes: number;
  readonly wanted: Wanted;
  loadDuckDb(): Promise<DuckDb>;
}

/** Smaller objects are read whole: one request is faster. */
const smallestBytes = 1 << 20;
/** Most footers are in these last bytes. */
const tailBytes = 1 << 16;
/** Where more than this share is needed the object is read whole, which its digest then covers. */
const largestShare = 0.7;
/** Some writers count a chunk without the header of its last page (PARQUET-816). */
const chunkPadding = 128;

/**
 * Reads the footer and the column chunks that are needed into a file of the size of the object, with holes for the others; all
 * of one version, by its ETag. Undefined, and no file, where the object is better read whole, or is no Parquet.
 */
export async function fetchColumns(
  session: Session,
  object: S3Object,
  path: string,
  options: PartOptions,
): Promise<FileDigest | undefined> {
  const { size, etag, uri, versionId } = object;
  if (size < smallestBytes) return undefined;
  const file = await open(path, 'wx+', 0o600);
  const reader = new PartReader(session, object, file, options);
  try {
    await file.truncate(size);
    const tail = await reader.readTail();
    const plan = tail && (await planParts(path, tail, size, options));
    if (tail !== undefined && plan !== undefined) {
      const label = formatS3Uri(uri);
      for (const range of plan.ranges) await reader.read(range);
      const readBytes = reader.readBytes;
      return {
        name: label,
        bytes: size,
        digest: reader.digest(),
        part: { etag, ...(versionId !== undefined && { versionId }), readBytes, columns: plan.columns },
      };
    }
  } finally {
    await file.close();
  }
  await rm(path);
  options.spill.give(reader.readBytes);
  return undefined;
}

/** Reads ranges of one version of an object into a file, and hashes where and what they are. */
class PartReader {
  readonly #hash = createHash('sha256');
  readonly #session: Session;
  readonly #object: S3Object;
  readonly #file: FileHandle;
  readonly #options: PartOptions;
  #readBytes = 0;

  constructor(session: Session, object: S3Object, file: FileHandle, options: PartOptions) {
    this.#session = session;
    this.#object = object;
    this.#file = file;
    this.#options = options;
  }

  get readBytes(): number {
    return this.#readBytes;
  }

  digest(): string {
    return `sha256:${this.#hash.digest('hex')}`;
  }

  async read({ start, end }: Bytes): Promise<void> {
    const { uri, etag, size } = this.#object;
    const { signal, log, spill, entry } = this.#options;
    spill.take(end - start, entry);
    this.#hash.update(`${start}-${end}\n`);
    const body = await readObject(this.#session, uri, { signal, ifMatch: etag, range: { start, end } });
    let at = start;
    for await (const chunk of body) {
      if (at + chunk.length > end) break; // the server sends more than it was asked for
      this.#hash.update(chunk);
      await this.#file.write(chunk, 0, chunk.length, at);
      at += chunk.length;
      this.#readBytes += chunk.length;
      log.progress({ label: formatS3Uri(uri), done: this.#readBytes, total: size, unit: 'bytes' });
    }
    if (at !== end) throw new Error(`S3 sent other bytes of "${formatS3Uri(uri)}" than ${start} to ${end}`);
  }

  /** The footer and what is before it; undefined where there is none. */
  async readTail(): Promise<Bytes | undefined> {
    const { size } = this.#object;
    const tail = { start: size - tailBytes, end: size };
    await this.read(tail);
    const { buffer } = await this.#file.read(Buffer.alloc(8), 0, 8, size - 8);
    const start = size - 8 - buffer.readUInt32LE(0);
    if (buffer.toString('latin1', 4) !== 'PAR1' || start < 4) return undefined;
    if (start >= tail.start) return tail;
    await this.read({ start, end: tail.start });
    return { start, end: size };
  }
}

/** What is to be read besides the tail, and for which columns; undefined for all. */
async function planParts(path: string, tail: Bytes, size: number, options: PartOptions) {
  const rows = await footerOf(path, options);
  if (rows === undefined) return undefined;
  const chunks = rows.map(chunkOf);
  const columns = options.wanted([...new Set(chunks.flatMap(({ names }) => names))]);
  const used = chunks.filter(({ names }) => names.some((name) => columns.includes(name)));
  const wanted = used.flatMap(({ ranges }) => ranges ?? []);
  const isOdd =
    used.some(({ ranges }) => ranges === undefined) || wanted.some(({ start }) => start < 4 || start >= size);
  const ranges = joinRanges(wanted, tail);
  if (isOdd || lengthOf([...ranges, tail]) > size * largestShare) return undefined;
  return { columns, ranges };
}

async function footerOf(path: string, { loadDuckDb, spill, signal, memoryBytes }: PartOptions) {
  const duckdb = await loadDuckDb();
  const { folder, leftBytes: diskBytes } = spill;
  const engine = await openEngine({ duckdb, spill: folder, paths: [path], memoryBytes, diskBytes, signal });
  try {
    return await engine.query(
      `SELECT path_in_schema AS path, dictionary_page_offset AS dictionary, data_page_offset AS data,
         total_compressed_size AS length, bloom_filter_offset AS bloom, bloom_filter_length AS bloom_length,
         index_page_offset AS page_index FROM parquet_metadata(${quote(path)})`,
    );
  } catch (error) {
    if (error instanceof EngineError) return undefined; // what is wrong with it is told when it is opened
    throw error;
  } finally {
    engine.close();
  }
}

/** The bytes of one column chunk, and the names that its column may have: of a nested one the path has several parts. */
function chunkOf(row: Readonly<Record<string, unknown>>) {
  const number = (key: string) => (row[key] === null ? undefined : Number(row[key]));
  const path = String(row.path);
  const names = [...new Set([path, path.split(', ')[0] ?? path])];
  const [data, length, bloom, bloomLength] = ['data', 'length', 'bloom', 'bloom_length'].map(number);
  const isUnknown = data === undefined || length === undefined || number('page_index') !== undefined;
  // a filter that is a hole would say that no value is there
  if (isUnknown || (bloom !== undefined && bloomLength === undefined)) return { names, ranges: undefined };
  const dictionary = number('dictionary');
  const start = dictionary !== undefined && dictionary >= 4 ? Math.min(dictionary, data) : data;
  const ranges: Bytes[] = [{ start, end: start + length + chunkPadding }];
  if (bloom !== undefined && bloomLength !== undefined)
    ranges.push({ start: bloom, end: bloom + bloomLength });
  return { names, ranges };
}
