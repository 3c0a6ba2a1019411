import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AwsCall, createAws, type Session, writeObject } from '@ml-ci/aws';
import { type EcrEnvironment, execute, memoryHost, type Step, silentLog, wallClock } from '@ml-ci/core';
import { type Sandbox, startSandbox } from '@ml-ci/sandbox';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { validateData } from '../../src/data/validate-data/index.ts';
import { folderWith, samplesOf, statuses } from './fixture.ts';

const [account, region] = ['111111111111', 'eu-west-1'];
const environment: EcrEnvironment = { type: 'ecr', name: 'dev', account, region, repository: 'dev/model' };
const config = `version: 1
model: penguins
environments:
  dev: { account: "${account}", region: ${region}, repository: dev/model }
`;
const checks = 'version: 1\ncolumns:\n  id: { type: integer, unique: true }\n';

let sandbox: Sandbox;
let session: Session;
const aws = () =>
  createAws({
    env: sandbox.env(account, region),
    clock: wallClock,
    log: silentLog,
    mask: () => undefined,
    allowEndpoints: [],
    run: 'test',
  });

beforeAll(async () => {
  sandbox = await startSandbox({ clock: wallClock });
  session = await aws().session(environment);
  sandbox.stores.s3.createBucket('training', account, region);
  const objects = {
    'raw/1.csv': 'id\n1\n2\n',
    'raw/2.csv': 'id\n3\nx\n',
    'raw/notes.txt': 'no data',
    'raw/deep/3.csv': 'id\n1\n',
    "odd/../'*[1].csv": 'id\n7\n',
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
  const { calls } = await run({ sources: 's3://training/raw/' });
  expect(calls.length).toBeGreaterThan(2);
  const declared = validateData.permissions
    .filter(({ implied }) => implied === undefined)
    .flatMap(({ actions }) => actions)
    .filter((action) => action.startsWith('s3:'));
  const asked = new Set(calls.map(({ action }) => action).filter((action) => action.startsWith('s3:')));
  expect([...asked].toSorted()).toEqual(declared.toSorted());
});

async function run(options: { readonly sources: string; readonly config?: boolean }) {
  const root = await folderWith({
    'checks.yml': checks,
    ...(options.config === false ? {} : { 'ml-ci.yml': config }),
  });
  const host = memoryHost({ cwd: root, inputs: { checks: 'checks.yml', sources: options.sources } });
  const own = aws();
  const services = () => ({
    services: { aws: own } as never,
    rehearsal: () => undefined,
    dispose: async () => undefined,
  });
  const outcome = await execute(validateData as unknown as Step, host, { services });
  const report = await readFile(join(root, '.ml-ci/validate-data/report.json'), 'utf8').then(
    JSON.parse,
    () => undefined,
  );
  const calls: readonly AwsCall[] = own.calls;
  return { outcome, report, root, calls };
}

async function* body(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
