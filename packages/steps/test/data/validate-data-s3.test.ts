import { readdir } from 'node:fs/promises';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { listObjects, type Session, writeObject } from '@ml-ci/aws';
import { wallClock } from '@ml-ci/core';
import { type Sandbox, startSandbox } from '@ml-ci/sandbox';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { validateData } from '../../src/data/validate-data/index.ts';
import { samplesOf, statuses } from './fixture.ts';
import { account, awsOf, body, environment, region, runInS3 } from './s3-fixture.ts';

const checks = 'version: 1\ncolumns:\n  id: { type: integer, unique: true }\n';

let sandbox: Sandbox;
let session: Session;

beforeAll(async () => {
  sandbox = await startSandbox({ clock: wallClock });
  session = await awsOf(sandbox).session(environment);
  sandbox.stores.s3.createBucket('training', account, region);
  const objects = {
    'raw/1.csv': 'id\n1\n2\n',
    'raw/2.csv': 'id\n3\nx\n',
    'raw/notes.txt': 'no data',
    'raw/deep/3.csv': 'id\n1\n',
    "odd/../'*[1].csv": 'id\n7\n',
    'packed/1.csv.gz': gzipSync('id\n1\n2\n3\n'),
    'packed/2.jsonl.zst': zstdCompressSync('{"id":4}\n'),
  };
  for (const [key, content] of Object.entries(objects)) {
    await writeObject(session, { bucket: 'training', key }, body(content));
  }
});
afterAll(() => sandbox.stop());

it.each<[string, string, string[], number]>([
  ['one object', 's3://training/raw/1.csv', ['s3://training/raw/1.csv'], 2],
  ['a glob', 's3://training/raw/*.csv', ['s3://training/raw/1.csv', 's3://training/raw/2.csv'], 4],
  [
    'a deep glob',
    's3://training/raw/**/*.csv',
    ['s3://training/raw/1.csv', 's3://training/raw/2.csv', 's3://training/raw/deep/3.csv'],
    5,
  ],
  [
    'a prefix: what is of a known format',
    's3://training/raw/',
    ['s3://training/raw/1.csv', 's3://training/raw/2.csv', 's3://training/raw/deep/3.csv'],
    5,
  ],
  [
    'a key that looks like a path and a pattern',
    "s3://training/odd/../'*[1].csv",
    ["s3://training/odd/../'*[1].csv"],
    1,
  ],
  ['what is packed, by the ending below', 's3://training/packed/*.gz', ['s3://training/packed/1.csv.gz'], 3],
])('reads %s', async (_rule, sources, files, rows) => {
  const { report } = await run({ sources });
  expect(report.sources[0].files.map(({ name }: { name: string }) => name)).toEqual(files);
  expect(report.rows).toBe(rows);
});

it('names object, row and line of a bad cell, and leaves nothing behind', async () => {
  const { report, outcome, root } = await run({ sources: 's3://training/raw/2.csv' });
  expect(outcome.exitCode).toBe(1);
  expect(statuses(report)['id type']).toEqual(['failed', 1]);
  expect(samplesOf(report, 'id type')).toMatchObject([
    { file: 's3://training/raw/2.csv', row: 2, line: 3, values: [{ value: 'x' }] },
  ]);
  const kept = (await readdir(root, { recursive: true })).toSorted();
  expect(kept.filter((name) => name.endsWith('.csv'))).toEqual([]);
});

it.each([
  ['no object', 's3://training/raw/none.csv', {}, 2, 'FILE_MISSING'],
  ['a glob without an object', 's3://training/none/*.csv', {}, 2, 'FILE_MISSING'],
  ['an address that is none', 's3://UPPER/x.csv', {}, 2, 'SOURCE_INVALID'],
  ['no environment', 's3://training/raw/1.csv', { config: false }, 2, 'SOURCE_INVALID'],
] as const)('%s: says so', async (_rule, sources, options, exitCode, code) => {
  const { outcome, report } = await run({ sources, ...options });
  expect([outcome.exitCode, outcome.error?.code, report]).toEqual([exitCode, code, undefined]);
});

it('declares what it asks of AWS', async () => {
  const { calls } = await run({ sources: 's3://training/raw/', history: 's3://training/declared/' });
  expect(calls.length).toBeGreaterThan(2);
  const declared = [
    ...new Set(
      validateData.permissions
        .filter(({ implied }) => implied === undefined)
        .flatMap(({ actions }) => actions)
        .filter((action) => action.startsWith('s3:')),
    ),
  ];
  const asked = new Set(calls.map(({ action }) => action).filter((action) => action.startsWith('s3:')));
  expect([...asked].toSorted()).toEqual(declared.toSorted());
});

it('keeps a history under a prefix, and looks back at it', async () => {
  const looking = `${checks}history: [{ check: row-count, max-change: 10% }]\n`;
  const history = 's3://training/kept/penguins';
  const once = (sources: string) => run({ sources, history, checks: looking });
  for (let time = 0; time < 3; time += 1) await once('s3://training/raw/1.csv');
  const { report } = await once('s3://training/raw/1.csv');
  expect(statuses(report)['row-count history']).toEqual(['passed', 0]);
  const names: string[] = [];
  for await (const { uri } of listObjects(session, { bucket: 'training', key: 'kept/penguins/' }))
    names.push(uri.key);
  expect(names).toHaveLength(4);
  // the same entry with more rows than there were
  await writeObject(session, { bucket: 'training', key: 'raw/1.csv' }, body('id\n1\n2\n3\n'));
  const grown = await once('s3://training/raw/1.csv');
  expect([grown.outcome.verdict, statuses(grown.report)['row-count history']]).toEqual([
    'failed',
    ['failed', 1],
  ]);
  await writeObject(session, { bucket: 'training', key: 'raw/1.csv' }, body('id\n1\n2\n'));
});

const run = (options: {
  readonly sources: string;
  readonly config?: boolean;
  readonly history?: string;
  readonly checks?: string;
}) => {
  const { sources, history } = options;
  const inputs = { sources, ...(history !== undefined && { history }) };
  return runInS3(sandbox, options.checks ?? checks, inputs, options.config);
};
