import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, symlink, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { silentLog, wallClock } from '@ml-ci/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { type BatchOptions, parseBuildspec, runBatch } from '../src/index.ts';
import { withOwnSource } from '../src/own-source.ts';

let cwd: string;
let shared: string;
let lines: string[];
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'ml-ci-source-'));
  shared = await mkdtemp(join(tmpdir(), 'ml-ci-source-shared-'));
  lines = [];
  await mkdir(join(cwd, 'deep'));
  await writeFile(join(cwd, 'deep/file'), 'as it was\n');
});

/** Runs the builds `a` and `b`, each with its name in ME and that of the other in OTHER. */
function run(commands: readonly string[], options: Partial<BatchOptions> = {}, rest = '') {
  const text = `
version: 0.2
batch:
  build-list:
    - { identifier: a, env: { variables: { ME: a, OTHER: b } } }
    - { identifier: b, env: { variables: { ME: b, OTHER: a } } }
phases: ${JSON.stringify({ build: { commands } })}
${rest}`;
  return runBatch(parseBuildspec(text, { file: 'buildspec.yml' }), {
    cwd,
    env: { PATH: process.env.PATH },
    variables: { SHARED: shared, ORIGINAL: cwd },
    clock: wallClock,
    emit: (event) => {
      if (event.type === 'output') lines.push(event.line);
      if (event.type === 'warn') lines.push(`! ${event.message}`);
    },
    signal: new AbortController().signal,
    parallelism: 2,
    ...options,
  });
}

// until the other build has come so far, for ten seconds at most
const meet = 'touch $SHARED/$ME; for i in $(seq 200); do test -e $SHARED/$OTHER && break; sleep 0.05; done';

/** Every path of the source folder but those of ml-ci. */
const source = async () =>
  (await readdir(cwd, { recursive: true })).filter((path) => !path.startsWith('.ml-ci')).sort();

/** What lies in the folders of the builds. */
const left = async () => {
  const builds = await readdir(join(cwd, '.ml-ci/codebuild'));
  const inside = await Promise.all(builds.map((build) => readdir(join(cwd, '.ml-ci/codebuild', build))));
  return inside.flat();
};

describe('each build of a batch', () => {
  it('writes into a copy of its own, and the source folder stays as it was', async () => {
    const result = await run([
      'echo $ME > same && echo $ME > deep/file',
      meet,
      'echo "$ME reads $(cat same) $(cat deep/file)"',
    ]);
    expect(result.status).toBe('succeeded');
    expect(lines.sort()).toEqual(['a reads a a', 'b reads b b']);
    expect(await source()).toEqual(['deep', 'deep/file']);
    expect(await readFile(join(cwd, 'deep/file'), 'utf8')).toBe('as it was\n');
  });

  it('does not see what another left', async () => {
    const result = await run(['test ! -e left', 'touch left deep/left'], { parallelism: 1 });
    expect(result.builds.map(({ status }) => status)).toEqual(['succeeded', 'succeeded']);
    expect(await source()).toEqual(['deep', 'deep/file']);
  });

  it('has its copy, for itself alone, in CODEBUILD_SRC_DIR', async () => {
    const { builds } = await run(['ls -ld . | cut -c 1-10', 'echo $PWD', 'echo $CODEBUILD_SRC_DIR'], {
      parallelism: 1,
    });
    const folders = builds.map(({ result }) => join(result?.folder ?? '', 'source'));
    expect(lines).toEqual(folders.flatMap((folder) => ['drwx------', folder, folder]));
  });

  it('is copied when it starts, so there are no more copies than builds that run', async () => {
    await run(['ls -d $ORIGINAL/.ml-ci/codebuild/*/source | wc -l'], { parallelism: 1 });
    expect(lines.map(Number)).toEqual([1, 1]);
  });

  it('leaves artifacts and reports in its folder below the source folder', async () => {
    const result = await run(
      [
        'mkdir -p out .ml-ci/runs .ml-ci/codebuild/nested',
        'touch .ml-ci/codebuild/nested/x',
        'echo $ME | tee out/a out/r.xml',
      ],
      {},
      "artifacts: { files: ['out/a', '.ml-ci/**/*'] }\nreports: { unit: { files: ['**/*.xml'] } }\n",
    );
    expect(result.status).toBe('succeeded');
    for (const { identifier, result: build } of result.builds) {
      expect(build?.folder.startsWith(join(cwd, '.ml-ci/codebuild/'))).toBe(true);
      expect(build?.artifacts).toEqual(['artifacts/primary/out/a']);
      expect(build?.reports).toEqual(['reports/unit/out/r.xml']);
      for (const path of ['artifacts/primary/out/a', 'reports/unit/out/r.xml'])
        expect(await readFile(join(build?.folder ?? '', path), 'utf8')).toBe(`${identifier}\n`);
    }
  });
});

describe('the copy is removed', () => {
  it.each([
    ['a build that succeeds', 'true'],
    ['a build that fails', 'exit 1'],
    [
      'a build that leaves a folder that nobody may write to',
      'mkdir -p a/b && touch a/b/c && chmod -R a-w a',
    ],
  ])('after %s', async (_rule, command) => {
    await run(['pwd', command]);
    expect(lines).toEqual([expect.stringMatching(/source$/), expect.stringMatching(/source$/)]);
    expect(await left()).toEqual([]);
  });

  it('when the batch is stopped', async () => {
    const abort = new AbortController();
    const ended = run(['touch left $SHARED/$ME', 'sleep 60'], { signal: abort.signal });
    await expect.poll(async () => (await readdir(shared)).sort(), { timeout: 10_000 }).toEqual(['a', 'b']);
    abort.abort(new Error('stopped'));
    expect((await ended).status).toBe('stopped');
    expect(await left()).toEqual([]);
  });

  it('when another build cannot start', async () => {
    const stored = 'version: 0.2\nenv: { parameter-store: { P: /p } }\nphases: {}\n';
    await writeFile(join(cwd, 'stored.yml'), stored);
    const text = `
version: 0.2
batch: { build-graph: [ { identifier: a }, { identifier: b }, { identifier: c, depend-on: [a], buildspec: stored.yml } ] }
phases: { build: { commands: [ 'test $CODEBUILD_BATCH_BUILD_IDENTIFIER = a || sleep 60' ] } }
`;
    const ended = runBatch(parseBuildspec(text, { file: 'b.yml' }), {
      cwd,
      env: { PATH: process.env.PATH },
      clock: wallClock,
      emit: () => undefined,
      signal: new AbortController().signal,
      parallelism: 2,
    });
    await expect(ended).rejects.toMatchObject({ code: 'BUILDSPEC_VALUE_MISSING' });
    expect(await left()).toEqual([]);
  });
});

describe('what is copied', () => {
  it('keeps links, and those into the source folder lead into the copy', async () => {
    await symlink('deep/file', join(cwd, 'relative'));
    await symlink(join(cwd, 'deep'), join(cwd, 'absolute'));
    await symlink('/etc', join(cwd, 'away'));
    await symlink('nothing', join(cwd, 'broken'));
    const result = await run([
      'echo $ME > relative && echo $ME >> absolute/file',
      'echo $ME $(cat deep/file) $(readlink relative away broken)',
    ]);
    expect(result.status).toBe('succeeded');
    expect(lines.sort()).toEqual(['a a a deep/file /etc nothing', 'b b b deep/file /etc nothing']);
    expect(await readFile(join(cwd, 'deep/file'), 'utf8')).toBe('as it was\n');
  });

  it('keeps modes and times, and nothing of ml-ci', async () => {
    await mkdir(join(cwd, '.ml-ci/runs'), { recursive: true });
    await writeFile(join(cwd, 'tool'), '#!/bin/sh\necho a tool\n', { mode: 0o755 });
    await utimes(join(cwd, 'tool'), 1_000, 1_000);
    await chmod(join(cwd, 'deep'), 0o500);
    await run(
      ['./tool', 'test ! -e .ml-ci', 'test tool -ot $ORIGINAL/deep/file', 'ls -ld deep | cut -c 1-10'],
      {
        parallelism: 1,
      },
    );
    expect(lines).toEqual(['a tool', 'dr-x------', 'a tool', 'dr-x------']);
    expect(await left()).toEqual([]);
  });

  it('leaves out sockets and pipes, and says so', async () => {
    const server = createServer().listen(join(cwd, 'socket'));
    try {
      await promisify(execFile)('mkfifo', [join(cwd, 'deep/pipe')]);
      const result = await run(['ls . deep'], { parallelism: 1 });
      expect(result.status).toBe('succeeded');
      const said = expect.stringMatching(/^! not in the copy .*: deep\/pipe, socket$/);
      const listed = ['.:', 'deep', '', 'deep:', 'file'];
      expect(lines).toEqual([said, ...listed, said, ...listed]);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it.skipIf(process.getuid?.() === 0)(
    'leaves out what cannot be read (skipped for root, who can read all)',
    async () => {
      await writeFile(join(cwd, 'deep/closed'), '', { mode: 0 });
      await mkdir(join(cwd, 'folder'), { mode: 0 });
      const result = await run(['ls'], { parallelism: 1 });
      expect(result.status).toBe('succeeded');
      expect(lines).toContainEqual(expect.stringMatching(/: deep\/closed, folder$/));
    },
  );

  it('nothing, for a build that is stopped before it starts', async () => {
    const source = { from: cwd, to: join(shared, 'copy'), state: join(cwd, '.ml-ci'), log: silentLog };
    const seen = withOwnSource({ ...source, signal: AbortSignal.abort() }, () => readdir(source.to));
    expect(await seen).toEqual([]);
  });
});
