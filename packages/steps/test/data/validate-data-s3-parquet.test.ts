import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Session, writeObject } from '@ml-ci/aws';
import { wallClock } from '@ml-ci/core';
import { type Sandbox, startSandbox } from '@ml-ci/sandbox';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '../../src/data/sources/digest.ts';
import { folderWith, parquetIn, runIn, samplesOf, statuses } from './fixture.ts';
import { account, awsOf, body, environment, region, runInS3 } from './s3-fixture.ts';

const columns = Array.from({ length: 9 }, (_, at) => `hash(range * ${at + 2}) AS c${at}`);
const wide = (rows: number) => `SELECT range AS id, ${columns.join(', ')} FROM range(${rows})`;

/** What the server of the sandbox says of a request, before it answers. */
interface Started {
  readonly request: IncomingMessage;
}

let sandbox: Sandbox;
let session: Session;
/** Sockets of the server, with the bytes that it had written before the test. */
let sockets = new Map<Socket, number>();
let ranges = 0;
/** Done before the answer to the first range, the second … */
let beforeRange: ((count: number) => void) | undefined;
let made: string;
const files: Record<string, Buffer> = {};

beforeAll(async () => {
  sandbox = await startSandbox({ clock: wallClock });
  subscribe('http.server.request.start', watch);
  session = await awsOf(sandbox).session(environment);
  sandbox.stores.s3.createBucket('training', account, region);
  made = await mkdtemp(join(tmpdir(), 'validate-data-'));
  files['wide.parquet'] = await parquetIn(made, 'wide.parquet', wide(60_000), 'ROW_GROUP_SIZE 20000');
  files['few.parquet'] = await parquetIn(made, 'few.parquet', 'SELECT range AS id FROM range(9)');
  files['nested.parquet'] = await parquetIn(
    made,
    'nested.parquet',
    `SELECT range AS id, [hash(range)] AS l, range % 9 AS d, hash(range * 3) AS x, hash(range * 5) AS y FROM range(60000)`,
  );
  files['none.parquet'] = Buffer.alloc(2_000_000, 'PAR1');
  for (const [key, content] of Object.entries(files))
    await writeObject(session, { bucket: 'training', key }, body(content));
});
beforeEach(() => {
  sockets = new Map();
  ranges = 0;
  beforeRange = undefined;
});
afterAll(async () => {
  unsubscribe('http.server.request.start', watch);
  await sandbox.stop();
  await rm(made, { recursive: true });
});

function watch(message: unknown): void {
  // Node documents what it publishes on this channel
  const { request } = message as Started;
  if (!sockets.has(request.socket)) sockets.set(request.socket, request.socket.bytesWritten);
  if (request.headers.range === undefined) return;
  ranges += 1;
  beforeRange?.(ranges);
}

const bytesMoved = () =>
  [...sockets].reduce((sum, [socket, before]) => sum + socket.bytesWritten - before, 0);

const two = 'version: 1\ncolumns: { id: { type: integer, min: 5 }, c3: { unique: true } }\n';

describe('Parquet in S3', () => {
  it('moves less than a third for two of ten columns, and finds what a whole reading finds', async () => {
    const { report, outcome } = await run('s3://training/wide.parquet', two);
    expect([outcome.error, report.rows]).toEqual([undefined, 60_000]);
    const { length } = files['wide.parquet'] ?? [];
    expect(bytesMoved()).toBeLessThan((length ?? 0) / 3);
    const [file] = report.sources[0].files;
    expect(file).toMatchObject({ bytes: length, etag: expect.stringMatching(/^"/), columns: ['id', 'c3'] });
    expect(file['read-bytes']).toBeLessThan((length ?? 0) / 3);
    expect(file.digest).not.toBe(sha256(files['wide.parquet'] ?? ''));
    const local = await runIn(await folderWith({ 'wide.parquet': files['wide.parquet'] ?? '' }), two, {
      sources: 'wide.parquet',
    });
    const told = (checks: readonly Record<string, unknown>[]) =>
      checks.map(({ samples: _, ...check }) => check);
    expect(told(report.sources[0].checks)).toEqual(told(local.report.sources[0].checks));
    expect(samplesOf(report, 'id min')).toMatchObject([
      { row: 1 },
      { row: 2 },
      { row: 3 },
      { row: 4 },
      { row: 5 },
    ]);
  });

  it('tells the same digest for the same columns, and another for others', async () => {
    const digest = async (checks: string) =>
      (await run('s3://training/wide.parquet', checks)).outcome.outputs['data-digest'];
    const first = await digest(two);
    expect(await digest(two)).toBe(first);
    expect(await digest('version: 1\ncolumns: { c5: {} }\n')).not.toBe(first);
  });

  it.each<[string, string, string, readonly string[]]>([
    [
      'an expression and what rows are chosen by',
      'wide',
      'expressions: [{ sql: C1 >= 0, where: "\\"c2\\" > 5" }]',
      ['c1', 'c2'],
    ],
    ['no value at all', 'wide', 'row-count: 60000', []],
    ['a column that is not there', 'wide', 'columns: { none: { required: false }, c8: {} }', ['c8']],
    ['a nested column', 'nested', 'columns: { l: {}, d: { in: [0, 1, 2, 3, 4, 5, 6, 7, 8] } }', ['l', 'd']],
    [
      'a dictionary and its filter',
      'nested',
      'columns: { d: { max: 8 } }\nexpressions: [{ sql: d <> 12 }]',
      ['d'],
    ],
  ])('reads for %s what is needed', async (_rule, name, checks, expected) => {
    const { report, outcome } = await run(`s3://training/${name}.parquet`, `version: 1\n${checks}\n`);
    expect([outcome.exitCode, outcome.error]).toEqual([0, undefined]);
    const [file] = report.sources[0].files;
    expect(file.columns.filter((column: string) => !column.includes(','))).toEqual(expected);
  });

  it.each([
    [
      'where most columns are used',
      'wide',
      `columns: { ${columns.map((_, at) => `c${at}: {}`).join(', ')} }`,
    ],
    ['where the object is small', 'few', 'columns: { id: {} }'],
    [
      'where a query takes it for a table',
      'wide',
      'tables: { w: s3://training/wide.parquet }\nqueries: { q: "SELECT id FROM w" }\ncolumns: { id: {} }',
      'query:q',
    ],
  ])('is read whole %s', async (_rule, name, checks, sources = `s3://training/${name}.parquet`) => {
    const { report, outcome } = await run(sources, `version: 1\n${checks}\n`);
    expect(outcome.error).toBeUndefined();
    const [file] = report.sources[0].files;
    const bytes = files[`${name}.parquet`] ?? Buffer.alloc(0);
    expect(file).toEqual({
      name: `s3://training/${name}.parquet`,
      bytes: bytes.length,
      digest: sha256(bytes),
    });
  });

  it('reads the columns that another source is held against', async () => {
    const { report, outcome } = await run(
      's3://training/few.parquet',
      'version: 1\ncolumns: { id: { references: { source: s3://training/wide.parquet, column: id } } }\n',
    );
    expect([outcome.exitCode, statuses(report)['id references']]).toEqual([0, ['passed', 0]]);
    expect(report.sources[0]['held-against'][0].files[0].columns).toEqual(['id']);
  });

  it('what is no Parquet is a finding', async () => {
    const { report, outcome } = await run('s3://training/none.parquet', two);
    expect([outcome.exitCode, outcome.error, statuses(report).readable?.[0]]).toEqual([
      1,
      undefined,
      'failed',
    ]);
  });

  it.each([1, 2])('an object that is written again before part %s of it ends the run', async (part) => {
    const key = `changing-${part}.parquet`;
    await writeObject(session, { bucket: 'training', key }, body(files['wide.parquet'] ?? Buffer.alloc(0)));
    beforeRange = (count) => {
      const versions = sandbox.stores.s3.buckets.get('training')?.objects.get(key);
      const newest = versions?.at(-1);
      if (count === part && newest?.isDeleted === false) versions?.push({ ...newest, etag: '"another"' });
    };
    const { outcome } = await run(`s3://training/${key}`, two);
    expect([outcome.exitCode, outcome.error?.code]).toEqual([3, 'SOURCE_CHANGED']);
  });

  it('is within the disk that is allowed, whole or not', async () => {
    const parts = await run('s3://training/wide.parquet', two, { disk: '2MB' });
    expect(parts.outcome.error).toBeUndefined();
    const all = `version: 1\ncolumns: { ${columns.map((_, at) => `c${at}: {}`).join(', ')} }\n`;
    const whole = await run('s3://training/wide.parquet', all, { disk: '2MB' });
    expect([whole.outcome.exitCode, whole.outcome.error?.code]).toEqual([2, 'SOURCE_TOO_LARGE']);
  });
});

const run = (sources: string, checks: string, inputs: Readonly<Record<string, string>> = {}) =>
  runInS3(sandbox, checks, { sources, ...inputs });
