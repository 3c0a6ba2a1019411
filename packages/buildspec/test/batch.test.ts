import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wallClock } from '@ml-ci/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { type BatchOptions, parseBuildspec, runBatch } from '../src/index.ts';

let cwd: string;
// outside of the source folder, where builds see each other
let shared: string;
let lines: string[];
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'ml-ci-batch-'));
  shared = await mkdtemp(join(tmpdir(), 'ml-ci-batch-shared-'));
  lines = [];
});

function run(text: string, { variables, ...options }: Partial<BatchOptions> = {}) {
  return runBatch(parseBuildspec(text, { file: 'buildspec.yml' }), {
    cwd,
    env: { PATH: process.env.PATH },
    variables: { SHARED: shared, ...variables },
    clock: wallClock,
    emit: (event, identifier) => {
      if (event.type === 'output') lines.push(`${identifier}: ${event.line}`);
    },
    signal: new AbortController().signal,
    parallelism: 4,
    ...options,
  });
}

/** What the builds of `phases` wrote, a line for each, in the order in which they ran. */
const order = async () => (await readFile(join(shared, 'order'), 'utf8')).trimEnd().split(/ *\n/);

const statuses = ({ builds }: Awaited<ReturnType<typeof run>>) =>
  Object.fromEntries(builds.map(({ identifier, status }) => [identifier, status]));

// each build says what it is; one whose variable FAIL is set fails
const phases = `
phases:
  build:
    commands:
      - echo $CODEBUILD_BATCH_BUILD_IDENTIFIER $X $Y >> $SHARED/order
      - test -z "$FAIL"
`;

describe('a batch', () => {
  it('runs a list with variables and files of their own', async () => {
    await writeFile(
      join(cwd, 'other.yml'),
      'version: 0.2\nphases: { build: { commands: [ "echo other $X" ] } }\n',
    );
    const result = await run(`
version: 0.2
batch: { build-list: [ { identifier: a, env: { variables: { X: 1 } } }, { identifier: b, buildspec: other.yml, env: { variables: { X: 2 } } } ] }
${phases}`);
    expect(result.status).toBe('succeeded');
    expect(lines).toEqual(['b: other 2']);
    expect(await order()).toEqual(['a 1']);
  });

  it('runs every combination of a matrix, and the variables of the caller win', async () => {
    const result = await run(
      `
version: 0.2
batch:
  build-matrix:
    static: { env: { variables: { FAIL: yes } } }
    dynamic: { env: { variables: { X: [1, 2], Y: [a, b] } } }
${phases}`,
      { variables: { FAIL: '' } },
    );
    expect(result.status).toBe('succeeded');
    expect((await order()).sort()).toEqual(['build0 1 a', 'build1 1 b', 'build2 2 a', 'build3 2 b']);
  });

  it('runs builds at the same time', async () => {
    // each waits for the file of the other
    const result = await run(`
version: 0.2
batch: { build-list: [ { identifier: a, env: { variables: { OTHER: b } } }, { identifier: b, env: { variables: { OTHER: a } } } ] }
phases: { build: { commands: [ 'touch $SHARED/$CODEBUILD_BATCH_BUILD_IDENTIFIER', 'for i in $(seq 100); do test -e $SHARED/$OTHER && exit 0; sleep 0.1; done; exit 1' ] } }
`);
    expect(statuses(result)).toEqual({ a: 'succeeded', b: 'succeeded' });
  });

  it('runs a graph in order, and skips what waits for a failed build', async () => {
    const result = await run(`
version: 0.2
batch:
  build-graph:
    - { identifier: last, depend-on: [middle, first] }
    - { identifier: middle, depend-on: [first] }
    - { identifier: first }
    - { identifier: broken, depend-on: [last], env: { variables: { FAIL: 1 } } }
    - { identifier: after, depend-on: [broken] }
    - { identifier: more, depend-on: [after] }
${phases}`);
    expect(result.status).toBe('failed');
    expect(await order()).toEqual(['first', 'middle', 'last', 'broken']);
    expect(statuses(result)).toMatchObject({ broken: 'failed', after: 'skipped', more: 'skipped' });
  });

  it('goes on where a failure is ignored', async () => {
    const result = await run(`
version: 0.2
batch: { build-graph: [ { identifier: a, ignore-failure: true, env: { variables: { FAIL: 1 } } }, { identifier: b, depend-on: [a] } ] }
${phases}`);
    expect(result.status).toBe('succeeded');
    expect(statuses(result)).toEqual({ a: 'failed', b: 'succeeded' });
  });

  it('stops the others at the first failure with fast-fail', async () => {
    const result = await run(`
version: 0.2
batch: { fast-fail: true, build-graph: [ { identifier: slow }, { identifier: bad, env: { variables: { FAIL: 1 } } }, { identifier: late, depend-on: [slow] } ] }
phases: { build: { commands: [ 'if [ "$FAIL" ]; then until [ -e $SHARED/started ]; do sleep 0.05; done; exit 1; fi', touch $SHARED/started, sleep 60 ] } }
`);
    expect(result.status).toBe('failed');
    expect(statuses(result)).toEqual({ slow: 'stopped', bad: 'failed', late: 'skipped' });
  });

  it('ends the builds that run where another cannot start', async () => {
    await writeFile(
      join(cwd, 'stored.yml'),
      'version: 0.2\nenv: { parameter-store: { P: /p } }\nphases: {}\n',
    );
    const ended = run(`
version: 0.2
batch: { build-list: [ { identifier: a }, { identifier: b, buildspec: stored.yml } ] }
phases: { build: { commands: [ sleep 60 ] } }
`);
    await expect(ended).rejects.toMatchObject({ code: 'BUILDSPEC_VALUE_MISSING' });
  });

  it('says once, for all its builds, what is not done', async () => {
    await writeFile(join(cwd, 'other.yml'), 'version: 0.2\ncache: { key: k }\nphases: {}\n');
    const said: unknown[] = [];
    await run(
      `
version: 0.2
batch: { build-list: [ { env: { image: i } }, { env: { image: j } }, { buildspec: other.yml } ] }
cache: { paths: [ a ] }
${phases}`,
      {
        emit: (event, identifier) => {
          if (event.type === 'warn') said.push([identifier, event.message]);
        },
      },
    );
    expect(said).toEqual([
      [undefined, 'batch image: not used; every build runs on this machine, without a container'],
      [undefined, 'cache.key, cache.paths: nothing is saved or restored; files stay where they are'],
    ]);
  });

  it.each([
    ['build-fanout', 'build-fanout: { parallelism: 2 }', 'BUILDSPEC_UNSUPPORTED'],
    ['a file that is not there', 'build-list: [ { buildspec: none.yml } ]', 'FILE_MISSING'],
    ['a file outside the folder', 'build-list: [ { buildspec: /etc/hostname } ]', 'FILE_UNSAFE'],
    ['an identifier twice', 'build-list: [ { identifier: a }, { identifier: a } ]', 'BUILDSPEC_INVALID'],
  ])('refuses %s', async (_rule, batch, code) => {
    await expect(run(`version: 0.2\nbatch: { ${batch} }\n${phases}`)).rejects.toMatchObject({ code });
  });
});
