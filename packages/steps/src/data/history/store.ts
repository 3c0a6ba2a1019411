import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listObjects, parseS3Uri, readObject, type S3Uri, writeObject } from '@ml-ci/aws';
import { mapAtMost, StepError } from '@ml-ci/core';
import { environmentOf } from '../sources/s3/source.ts';
import type { Context } from '../validate-data/index.ts';
import { type RunMetrics, runMetricsSchema } from './run-metrics.ts';

/** Where the metrics of runs are kept: one file a run, whose name begins with its time. */
export interface HistoryStore {
  /** The newest of those that are there, the oldest of them first. */
  last(count: number): Promise<readonly RunMetrics[]>;
  add(metrics: RunMetrics): Promise<void>;
}

/** Opens a folder, or a prefix of S3. */
export async function openHistory(place: string, context: Context): Promise<HistoryStore> {
  return place.startsWith('s3://')
    ? await inS3(place, context)
    : inFolder(context.files.resolve(place), context);
}

function inFolder(folder: string, { files }: Pick<Context, 'files'>): HistoryStore {
  return {
    async last(count) {
      const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return []; // the first run
        throw error;
      });
      return await readAll(names, count, (name) => readFile(join(folder, name), 'utf8'));
    },
    async add(metrics) {
      await mkdir(folder, { recursive: true });
      await files.write(join(folder, nameOf(metrics)), textOf(metrics));
    },
  };
}

async function inS3(place: string, context: Context): Promise<HistoryStore> {
  const { signal } = context;
  const prefix = parseS3Uri(place.endsWith('/') ? place : `${place}/`);
  if (prefix === undefined) {
    throw new StepError('SOURCE_INVALID', {
      message: `the history "${place}" is no S3 address`,
      fix: 'write it as s3://bucket/prefix/',
    });
  }
  const session = await context.aws.session(environmentOf(place, context), signal);
  const at = (name: string): S3Uri => ({ bucket: prefix.bucket, key: `${prefix.key}${name}` });
  return {
    async last(count) {
      const names: string[] = [];
      for await (const { uri } of listObjects(session, prefix, { signal }))
        names.push(uri.key.slice(prefix.key.length));
      return await readAll(names, count, async (name) => {
        const chunks: Uint8Array[] = [];
        for await (const chunk of await readObject(session, at(name), { signal })) chunks.push(chunk);
        return Buffer.concat(chunks).toString('utf8');
      });
    },
    async add(metrics) {
      const body = (async function* () {
        yield Buffer.from(textOf(metrics));
      })();
      await writeObject(session, at(nameOf(metrics)), body, {
        signal,
        overwrite: false,
        contentType: 'application/json',
      });
    },
  };
}

/** Files of the history that are read at the same time. */
const readAtOnce = 16;

const namePattern = /^\d{8}T\d{9}Z-[\w.-]+\.json$/;

async function readAll(
  names: readonly string[],
  count: number,
  read: (name: string) => Promise<string>,
): Promise<readonly RunMetrics[]> {
  const newest = names
    .filter((name) => namePattern.test(name))
    .sort()
    .slice(-count);
  return await mapAtMost(newest, readAtOnce, async (name) => parse(await read(name), name));
}

function parse(text: string, name: string): RunMetrics {
  try {
    return runMetricsSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new StepError('SOURCE_INVALID', {
      message: `"${name}" of the history cannot be read`,
      fix: 'remove it, or name another place',
      cause,
    });
  }
}

/** `20261130T163000123Z-<run>.json`: names sort as times do. */
function nameOf({ at, run, commit }: RunMetrics): string {
  const time = at.replaceAll(/[-:.]/g, '');
  return `${time}-${[run, commit?.slice(0, 12)]
    .filter(Boolean)
    .join('-')
    .replaceAll(/[^\w.-]/g, '_')
    .slice(0, 100)}.json`;
}

const textOf = (metrics: RunMetrics) => `${JSON.stringify(metrics, undefined, 2)}\n`;
