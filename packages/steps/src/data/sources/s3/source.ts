import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  formatS3Uri,
  headObject,
  isAwsError,
  listObjects,
  parseS3Uri,
  readObject,
  type S3Object,
  type S3Uri,
  type Session,
} from '@ml-ci/aws';
import { type EcrEnvironment, type Log, StepError } from '@ml-ci/core';
import type { DuckDb } from '../../engine/duckdb.ts';
import type { Context } from '../../validate-data/index.ts';
import type { FileDigest } from '../digest.ts';
import { formatByName, type SourceFile } from '../sources.ts';
import type { Spill } from '../spill.ts';
import type { Wanted } from '../used-columns.ts';
import { fetchColumns, type PartOptions } from './columns.ts';

/** True for an entry that is read from S3. */
export const isS3 = (entry: string): boolean => entry.startsWith('s3://');

/** How objects are fetched. */
export interface FetchOptions {
  readonly spill: Spill;
  /** The columns of Parquet that are needed; undefined for all. */
  readonly wanted: Wanted | undefined;
  loadDuckDb(): Promise<DuckDb>;
}

/**
 * Streams the objects of an entry (one object, a prefix that ends in `/`, or a glob) into the spill folder: the engine
 * has no network. Each is read as it was listed, or not at all. Of large Parquet only the columns that are needed are read.
 */
export async function fetchObjects(
  entry: string,
  context: Pick<Context, 'inputs' | 'config' | 'aws' | 'signal' | 'log'>,
  options: FetchOptions,
): Promise<readonly SourceFile[]> {
  const { spill, wanted } = options;
  const session = await context.aws.session(environmentOf(entry, context), context.signal);
  const objects = await findObjects(entry, session, context.signal);
  const isPartly = ({ uri }: S3Object) => wanted !== undefined && formatByName(uri.key) === 'parquet';
  const whole = objects.filter((object) => !isPartly(object));
  spill.take(
    whole.reduce((sum, { size }) => sum + size, 0),
    entry,
  );
  const folder = join(spill.folder, 'objects');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const files: SourceFile[] = [];
  for (const object of objects) {
    // the name of the object must not become a path
    const path = join(folder, spill.next());
    const digest =
      wanted !== undefined && isPartly(object)
        ? await fetchSome(session, object, path, { ...context, ...options, wanted, entry })
        : undefined;
    if (digest === undefined) await download(session, object, path, context);
    files.push({ name: formatS3Uri(object.uri), path, ...(digest && { digest }) });
  }
  return files;
}

/** Some columns of an object, or room for all of it where that is better. */
async function fetchSome(
  session: Session,
  object: S3Object,
  path: string,
  options: Omit<PartOptions, 'memoryBytes'> & Pick<Context, 'inputs'>,
): Promise<FileDigest | undefined> {
  try {
    const digest = await fetchColumns(session, object, path, {
      ...options,
      memoryBytes: options.inputs.memory,
    });
    if (digest === undefined) options.spill.take(object.size, options.entry);
    return digest;
  } catch (cause) {
    throw isAwsError(cause, 'PreconditionFailed') ? changed(formatS3Uri(object.uri)) : cause;
  }
}

function changed(label: string): StepError {
  return new StepError('SOURCE_CHANGED', {
    message: `"${label}" changed while it was read`,
    fix: 'run again when nothing writes to it',
  });
}

/** The environment whose account reads an entry that is in AWS. */
export function environmentOf(
  entry: string,
  { inputs, config }: Pick<Context, 'inputs' | 'config'>,
): EcrEnvironment {
  const environment = inputs.env ?? config?.environments.find(({ type }) => type === 'ecr');
  if (environment?.type === 'ecr') return environment;
  throw new StepError('SOURCE_INVALID', {
    message: `the source "${entry}" is in AWS, and no environment says whose account reads it`,
    fix: ({ input }) => `give ${input('env', 'NAME')} of an environment with an account in ml-ci.yml`,
  });
}

async function findObjects(entry: string, session: Session, signal: AbortSignal): Promise<S3Object[]> {
  const uri = parseS3Uri(entry);
  if (uri === undefined) {
    throw new StepError('SOURCE_INVALID', {
      message: `the source "${entry}" is no S3 address`,
      fix: 'write it as s3://bucket/key, s3://bucket/prefix/ or s3://bucket/prefix/*.parquet',
    });
  }
  const exact =
    uri.key === '' || uri.key.endsWith('/') ? undefined : await headObject(session, uri, { signal });
  const found = exact === undefined ? await listed(uri, session, signal) : [exact];
  if (found.length > 0) return found;
  throw new StepError('FILE_MISSING', {
    message: `no object is there for the source "${entry}"`,
    fix: 'check data.sources, and that the environment is the right one',
  });
}

async function listed(uri: S3Uri, session: Session, signal: AbortSignal): Promise<S3Object[]> {
  const pattern = uri.key === '' || uri.key.endsWith('/') ? undefined : uri.key;
  const prefix = pattern === undefined ? uri.key : pattern.slice(0, pattern.search(/[*?[{]/));
  if (pattern !== undefined && !/[*?[{]/.test(pattern)) return [];
  const found: S3Object[] = [];
  for await (const object of listObjects(session, { bucket: uri.bucket, key: prefix }, { signal })) {
    const { key } = object.uri;
    const isWanted =
      pattern === undefined ? formatByName(key) !== undefined : posix.matchesGlob(key, pattern);
    if (isWanted) found.push(object);
  }
  return found.sort((a, b) => (a.uri.key < b.uri.key ? -1 : 1));
}

async function download(
  session: Session,
  { uri, etag, size }: S3Object,
  path: string,
  { signal, log }: { readonly signal: AbortSignal; readonly log: Log },
): Promise<void> {
  const label = formatS3Uri(uri);
  try {
    const body = await readObject(session, uri, { signal, ifMatch: etag });
    const written = createWriteStream(path, { flags: 'wx', mode: 0o600 });
    await pipeline(
      Readable.from(counted(body, (done) => log.progress({ label, done, total: size, unit: 'bytes' }))),
      written,
      { signal },
    );
    if (written.bytesWritten === size) return;
  } catch (cause) {
    if (!isAwsError(cause, 'PreconditionFailed')) throw cause;
  }
  throw changed(label);
}

async function* counted(
  body: AsyncIterable<Uint8Array>,
  tell: (done: number) => void,
): AsyncGenerator<Uint8Array> {
  let done = 0;
  for await (const chunk of body) {
    done += chunk.length;
    yield chunk;
    tell(done);
  }
}
