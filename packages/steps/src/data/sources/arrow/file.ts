import { mkdir, open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as zlib from 'node:zlib';
import type { DuckDBConnection } from '@duckdb/node-api';
import { describeError, StepError } from '@ml-ci/core';
import type { AsyncRecordBatchFileReader, RecordBatch } from 'apache-arrow';
import { quote } from '../../checks/literal.ts';
import type { DuckDb } from '../../engine/duckdb.ts';
import { EngineError, engineFailed } from '../../engine/engine.ts';
import { digestFile, guardFiles } from '../digest.ts';
import { assertZstd } from '../plain/compression.ts';
import { FileFault } from '../plain/file-fault.ts';
import type { SourceFile } from '../sources.ts';
import type { Spill } from '../spill.ts';
import { unpackLz4Frame } from './lz4-frame.ts';
import { type Arrow, readerOf, type ValueReader, valueAt } from './values.ts';
import { assertWhole, boundVectors } from './whole.ts';

/** What is needed to read an Arrow file. */
export interface ArrowOptions {
  readonly entry: string;
  readonly spill: Spill;
  readonly signal: AbortSignal;
  readonly memoryBytes: number;
  loadDuckDb(): Promise<DuckDb>;
}

/** Rows that go to the engine at once: as many as it keeps together. */
const chunkRows = 2_048;

/** The same rows and types as Parquet in the spill folder: the engine reads no Arrow without an extension. */
export async function arrowAsParquet(file: SourceFile, options: ArrowOptions): Promise<SourceFile> {
  if (file.broken !== undefined) return file;
  const { signal, spill, entry } = options;
  const assertUnchanged = await guardFiles([file]);
  const digest = await digestFile(file, signal);
  const folder = join(spill.folder, 'arrow');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const target = join(folder, `${spill.next()}.parquet`);
  // how large it will be is known afterwards only
  spill.take(digest.bytes, entry);
  try {
    await convert(file.path, target, options);
  } catch (error) {
    await rm(target, { force: true });
    if (error instanceof FileFault) return { ...file, digest, broken: error.message };
    throw error;
  }
  await assertUnchanged();
  spill.give(digest.bytes);
  spill.take((await stat(target)).size, entry);
  return { ...file, digest, path: target };
}

async function convert(path: string, target: string, options: ArrowOptions): Promise<void> {
  const arrow = await import('apache-arrow');
  boundVectors((await import('flatbuffers')).ByteBuffer);
  const duckdb = await options.loadDuckDb();
  const handle = await open(path);
  const instance = await duckdb.DuckDBInstance.create(':memory:', {
    memory_limit: `${Math.floor(options.memoryBytes / 1000)}kB`,
    temp_directory: join(options.spill.folder, 'arrow'),
    max_temp_directory_size: `${Math.floor(options.spill.leftBytes / 1000)}kB`,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  try {
    await assertArrow(handle);
    takeCodecs(arrow, options.memoryBytes);
    const connection = await instance.connect();
    await lockTo(join(options.spill.folder, 'arrow'), connection);
    const reader = await ofTheFile(async () => {
      const opened = await arrow.RecordBatchReader.from(handle);
      // `from` gives this reader for a file with a footer, which was looked at above
      return (await opened.open()) as AsyncRecordBatchFileReader;
    });
    const names = reader.schema.fields.map(({ name }) => name);
    assertNames(names);
    const columns = reader.schema.fields.map(({ type, name }) =>
      named(name, () => readerOf(type, { arrow, duckdb })),
    );
    await append(reader, { columns, names, connection, duckdb, signal: options.signal });
    const items = names.map((name, at) => `c${at} AS "${name.replaceAll('"', '""')}"`);
    const copy = `COPY (SELECT ${items.join(', ')} FROM rows) TO ${quote(target)} (FORMAT parquet)`;
    await byEngine(() => connection.run(copy));
    connection.closeSync();
  } finally {
    instance.closeSync();
    await handle.close();
  }
}

/** The engine of a conversion writes what it is told to, and reads nothing. */
async function lockTo(folder: string, connection: DuckDBConnection): Promise<void> {
  const settings = [
    `allowed_directories = [${quote(folder)}]`,
    'enable_external_access = false',
    'lock_configuration = true',
  ];
  for (const setting of settings) await connection.run(`SET ${setting}`);
}

interface Target {
  readonly columns: readonly ValueReader[];
  readonly names: readonly string[];
  readonly connection: DuckDBConnection;
  readonly duckdb: DuckDb;
  readonly signal: AbortSignal;
}

async function append(reader: AsyncRecordBatchFileReader, target: Target): Promise<void> {
  const { columns, connection, signal } = target;
  const types = columns.map(({ type }, at) => `c${at} ${type}`);
  await byEngine(() => connection.run(`CREATE TABLE rows (${types.join(', ')})`));
  const appender = await connection.createAppender('rows');
  for (let index = 0; index < reader.numRecordBatches; index += 1) {
    signal.throwIfAborted();
    const batch = await ofTheFile(() => reader.readRecordBatch(index));
    if (batch === null) throw new FileFault('is damaged: it has fewer parts than it says');
    for (let from = 0; from < batch.numRows; from += chunkRows) {
      // what is damaged may lack any part of a column
      const chunk = await ofTheFile(async () => chunkOf(batch, from, target));
      await byEngine(async () => appender.appendDataChunk(chunk));
    }
  }
  await byEngine(async () => appender.closeSync());
}

function chunkOf(batch: RecordBatch, from: number, { columns, names, duckdb }: Target) {
  const rows = Math.min(chunkRows, batch.numRows - from);
  const chunk = duckdb.DuckDBDataChunk.create(
    columns.map(({ type }) => type),
    rows,
  );
  for (const [at, column] of columns.entries()) {
    const data = batch.data.children[at];
    if (data === undefined || data.length < batch.numRows)
      throw new FileFault('is damaged: a column is shorter than it says');
    if (from === 0) named(names[at] ?? '', () => assertWhole(data));
    chunk.setColumnValues(
      at,
      named(names[at] ?? '', () =>
        Array.from({ length: rows }, (_, row) => valueAt(column, data, from + row)),
      ),
    );
  }
  return chunk;
}

/** What is thrown while a file is read is about the file. */
async function ofTheFile<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof FileFault || cause instanceof StepError) throw cause;
    throw new FileFault(`is no Arrow file that can be read: ${describeError(cause)}`, { cause });
  }
}

/** What the engine throws is about memory and disk, or about what it keeps no column as. */
async function byEngine<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    const error = new EngineError(cause);
    if (['Parser', 'Binder', 'Catalog', 'Invalid Input', 'Conversion'].includes(error.type))
      throw new FileFault(`cannot be kept as it is: ${error.message}`, { cause });
    throw engineFailed(error, 'an Arrow file could not be read');
  }
}

function named<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof FileFault)) throw cause;
    throw new FileFault(`${cause.message} (column "${name}")`, { cause });
  }
}

function assertNames(names: readonly string[]): void {
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (names.length === 0) throw new FileFault('has no columns');
  if (names.includes('')) throw new FileFault('has a column without a name');
  if (twice !== undefined) throw new FileFault(`has two columns named "${twice}"`);
}

/** A file has the mark at both ends; a stream has none, and nobody could tell whether it is all there. */
async function assertArrow(handle: Awaited<ReturnType<typeof open>>): Promise<void> {
  const { size } = await handle.stat();
  const ends = await Promise.all(
    [0, Math.max(0, size - 6)].map(
      async (position) => (await handle.read(Buffer.alloc(6), 0, 6, position)).buffer,
    ),
  );
  const [start = '', end = ''] = ends.map((bytes) => bytes.toString('latin1'));
  if (start.startsWith('FEA1'))
    throw new FileFault('is Feather version 1, which is not read: write version 2');
  if (start !== 'ARROW1') throw new FileFault('is no Arrow file: it has no such start');
  if (end !== 'ARROW1') throw new FileFault('is cut off: it has no footer');
}

/** The library unpacks nothing by itself. The length before the packed bytes says how large they are unpacked. */
function takeCodecs({ compressionRegistry, CompressionType }: Arrow, mostBytes: number): void {
  const sizeOf = (packed: Uint8Array) => {
    const size = new DataView(packed.buffer, packed.byteOffset - 8, 8).getBigInt64(0, true);
    if (size >= 0n && size <= BigInt(mostBytes)) return Number(size);
    throw new FileFault('has a part that is larger than memory once it is unpacked');
  };
  compressionRegistry.set(CompressionType.LZ4_FRAME, {
    decode: (packed) => unpackLz4Frame(packed, sizeOf(packed)),
  });
  compressionRegistry.set(CompressionType.ZSTD, {
    decode(packed) {
      const size = sizeOf(packed);
      assertZstd();
      const unpacked = zlib.zstdDecompressSync(packed, { maxOutputLength: Math.max(size, 1) });
      if (unpacked.length !== size) throw new FileFault('is damaged: its zstd is shorter than it says');
      return unpacked;
    },
  });
}
