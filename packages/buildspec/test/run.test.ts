import { execFile } from 'node:child_process';
import { access, mkdtemp, readdir, readFile, readlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createLog, type LogEvent, silentLog, wallClock } from '@ml-ci/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { type BuildOptions, parseBuildspec, runBuildspec } from '../src/index.ts';

let cwd: string;
let lines: string[];
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'ml-ci-buildspec-'));
  lines = [];
});

/** Runs a buildspec with the real shell of this machine. */
function run(text: string, options: Partial<BuildOptions> = {}) {
  return runBuildspec(parseBuildspec(text, { file: 'buildspec.yml' }), {
    cwd,
    env: { PATH: process.env.PATH, HOME: cwd },
    clock: wallClock,
    emit: (event: LogEvent) => {
      if (event.type === 'output') lines.push(event.line);
      if (event.type === 'warn') lines.push(`! ${event.message}`);
      if (event.type === 'info') lines.push(event.message);
    },
    signal: new AbortController().signal,
    ...options,
  });
}

const statuses = ({ phases }: Awaited<ReturnType<typeof run>>) =>
  Object.fromEntries(phases.map(({ phase, status }) => [phase, status]));

describe.each(['bash', '/bin/sh'])('one %s for all commands', (shell) => {
  it('keeps exports, functions and the folder from command to command and phase to phase', async () => {
    const result = await run(`
version: 0.2
env: { shell: ${shell}, exported-variables: [A, HERE, PLAIN] }
phases:
  install: { commands: [ 'export A="one two"', 'f() { echo "f says $1"; }', 'mkdir deep && cd deep', 'PLAIN=1' ] }
  build:
    commands:
      - f hello
      - |
        if [ "$A" = "one two" ]; then
          export HERE=$(basename "$PWD")
        fi
      - cat
`);
    expect(result.status).toBe('succeeded');
    expect(lines).toContain('f says hello');
    expect(result.exportedVariables).toEqual([
      { name: 'A', value: 'one two' },
      { name: 'HERE', value: 'deep' },
    ]);
    expect(lines.filter((line) => line.startsWith('! '))).toEqual([expect.stringContaining('"PLAIN"')]);
  });

  it.each([
    ['a command that fails', 'false', 1],
    ['a subshell with a code', '(exit 7)', 7],
    ['exit, which ends the shell', 'exit 3', 3],
    ['a failure under set -e', 'set -e\nfalse\necho never', 1],
    ['a syntax error', 'if then', expect.any(Number)],
    ['a program that is not there', 'no-such-program', 127],
    ['a shell that is killed', 'kill -9 $$', 137],
  ])('ends the phase at %s, keeps its code, and goes on with the state', async (_rule, command, exitCode) => {
    const result = await run(`
version: 0.2
env: { shell: ${shell} }
phases:
  build:
    commands:
      - export KEPT=kept; mkdir -p below; cd below
      - ${JSON.stringify(command)}
      - echo never
  post_build:
    commands: [ 'echo "$KEPT $CODEBUILD_BUILD_SUCCEEDING $(basename "$PWD")"' ]
`);
    expect(result.status).toBe('failed');
    expect(result.phases.find(({ phase }) => phase === 'build')).toMatchObject({
      status: 'failed',
      exitCode,
    });
    expect(lines).toContain('kept 0 below');
    expect(lines).not.toContain('never');
  });

  it('tells the end of a phase whether its commands succeeded', async () => {
    const told = 'echo "told $CODEBUILD_BUILD_SUCCEEDING"';
    await run(`
version: 0.2
env: { shell: ${shell} }
phases:
  install: { commands: [ 'true' ], finally: [ '${told}' ] }
  pre_build: { commands: [ 'false' ], finally: [ '${told}' ] }
`);
    expect(lines.filter((line) => line.startsWith('told'))).toEqual(['told 1', 'told 0']);
  });

  it('goes on after "exit 0", a redirected shell, a trace and output without an end of line', async () => {
    const result = await run(`
version: 0.2
env: { shell: ${shell} }
phases:
  build: { commands: [ export A=1, exit 0, 'printf "no end $A"', set -x, 'echo traced', 'exec >log.txt', 'echo in the file', break ] }
`);
    expect(result.status).toBe('succeeded');
    expect(lines).toContain('no end 1');
    expect(lines.filter((line) => /^\++ (\.|\{|ml_ci)|ml_ci_status|printf '%s%s/.test(line))).toEqual([]);
    expect(await readFile(join(cwd, 'log.txt'), 'utf8')).toBe('in the file\n');
  });
});

const failing = (phase: string, onFailure?: string) => `
version: 0.2
phases:
  install: { commands: [ 'echo x >> tries' ] }
  ${phase}: { commands: [ 'echo "it broke" && exit 4' ]${onFailure ? `, on-failure: '${onFailure}'` : ''} }
  ${phase === 'build' ? '' : 'build: { commands: [ echo built ] }'}
  post_build: { commands: [ 'echo after $CODEBUILD_BUILD_SUCCEEDING' ] }
`;

describe('on-failure', () => {
  it.each([
    ['build', undefined, 'succeeded', 1],
    ['build', 'ABORT', 'skipped', 1],
    ['build', 'CONTINUE', 'succeeded', 1],
    ['build', 'RETRY', 'skipped', 4],
    ['build', 'RETRY-0', 'skipped', 1],
    ['build', 'RETRY-2', 'skipped', 3],
    ['build', 'RETRY-status 4', 'skipped', 4],
    ['build', 'RETRY-1-status \\d', 'skipped', 2],
    ['build', 'RETRY-1-it broke', 'skipped', 2],
    ['build', 'RETRY-1-another error', 'succeeded', 1],
    ['pre_build', undefined, 'skipped', 1],
    ['pre_build', 'CONTINUE', 'succeeded', 1],
    ['pre_build', 'RETRY-1', 'skipped', 2],
  ])('%s with %s: post_build is %s after %d tries', async (phase, onFailure, postBuild, tries) => {
    const result = await run(failing(phase, onFailure));
    expect(result.status).toBe('failed');
    expect(statuses(result)).toMatchObject({ [phase]: 'failed', post_build: postBuild });
    expect(await readFile(join(cwd, 'tries'), 'utf8')).toBe('x\n'.repeat(tries));
    expect(result.retries).toBe(tries - 1);
    if (postBuild === 'succeeded') expect(lines).toContain('after 0');
  });

  it('a retry that succeeds makes the build succeed', async () => {
    const result = await run(`
version: 0.2
phases: { build: { on-failure: RETRY-1, commands: [ 'test -e once || { touch once; exit 1; }' ] } }
`);
    expect(result).toMatchObject({ status: 'succeeded', retries: 1 });
  });
});

describe('finally', () => {
  it('runs after a failed command and fails the phase by itself', async () => {
    const broken = await run(`
version: 0.2
phases: { build: { commands: [ 'exit 5' ], finally: [ echo cleaned ] } }
`);
    expect(lines).toContain('cleaned');
    expect(broken.phases).toContainEqual(expect.objectContaining({ phase: 'build', exitCode: 5 }));
    const alone = await run(`
version: 0.2
phases: { build: { commands: [ echo fine ], finally: [ 'exit 6' ] } }
`);
    expect(alone.status).toBe('failed');
    expect(alone.phases).toContainEqual(expect.objectContaining({ phase: 'build', exitCode: 6 }));
  });
});

describe('the environment', () => {
  it('holds nothing of the caller but what is passed, and what is passed wins', async () => {
    await run(
      `
version: 0.2
env: { variables: { WHO: buildspec, NUMBER: 3 } }
phases: { build: { commands: [ env ] } }
`,
      {
        env: { PATH: process.env.PATH, AWS_PROFILE: 'mine', GITHUB_TOKEN: 't', ML_CI_TAG: '1', OTHER: 'x' },
        variables: { WHO: 'caller' },
      },
    );
    expect(lines).toContain('WHO=caller');
    expect(lines).toContain('NUMBER=3');
    expect(lines).toContain(`CODEBUILD_SRC_DIR=${cwd}`);
    expect(lines.filter((line) => /^(AWS|GITHUB|ML_CI)_|^OTHER=|^ml_ci/.test(line))).toEqual([]);
    for (const name of ['BUILD_ID', 'BUILD_ARN', 'BUILD_SUCCEEDING', 'START_TIME', 'INITIATOR'])
      expect(lines.some((line) => line.startsWith(`CODEBUILD_${name}=`))).toBe(true);
  });

  const stores = `
version: 0.2
env: { parameter-store: { DB: /app/db }, secrets-manager: { KEY: 'app:key' }, exported-variables: [KEY] }
phases: { build: { commands: [ 'echo "$DB and $KEY"', 'echo $KEY; exit 1' ] } }
`;

  it('takes values of stores from the caller and hides them in all that is printed', async () => {
    const result = await run(stores, {
      env: { PATH: process.env.PATH, DB: 'postgres-secret' },
      secrets: { KEY: 'k-123456' },
    });
    expect(lines).toContain('*** and ***');
    expect(`${lines.join('\n')}${JSON.stringify(result)}`).not.toMatch(/postgres-secret|k-123456/);
    const left = await promisify(execFile)('grep', ['-r', 'k-123456', cwd]).catch(() => undefined);
    expect(left).toBeUndefined();
  });

  it('names every value of a store that is missing', async () => {
    await expect(run(stores)).rejects.toMatchObject({
      code: 'BUILDSPEC_VALUE_MISSING',
      problems: [{ name: 'env.parameter-store.DB' }, { name: 'env.secrets-manager.KEY' }],
    });
  });
});

describe('what a build leaves', () => {
  it('collects artifacts and reports by their globs', async () => {
    const result = await run(`
version: 0.2
phases: { build: { commands: [ 'mkdir -p out/a/b reports', 'touch out/.dot out/1.txt out/a/2.txt out/a/b/3.log reports/r.xml' ] } }
reports: { unit: { files: ['**/*.xml'], base-directory: reports, file-format: JUNITXML } }
artifacts:
  files: ['**/*']
  base-directory: out
  exclude-paths: ['**/*.log']
  secondary-artifacts: { flat: { files: ['out/**/*.txt'], discard-paths: yes } }
`);
    expect(result.status).toBe('succeeded');
    expect(result.artifacts).toEqual([
      'artifacts/primary/.dot',
      'artifacts/primary/1.txt',
      'artifacts/primary/a/2.txt',
      'artifacts/flat/1.txt',
      'artifacts/flat/2.txt',
    ]);
    expect(result.reports).toEqual(['reports/unit/r.xml']);
    for (const path of [...result.artifacts, ...result.reports]) await access(join(result.folder, path));
    expect(await readdir(result.folder)).toEqual(['artifacts', 'reports']);
    expect(lines.filter((line) => line.startsWith('! '))).toEqual([
      expect.stringContaining('reports.file-format'),
    ]);
  });

  it.each([
    ['follows links', '', ['artifacts/primary/a/file', 'artifacts/primary/link']],
    [
      'keeps links with enable-symlinks',
      'enable-symlinks: yes, ',
      ['artifacts/primary/a/file', 'artifacts/primary/folder', 'artifacts/primary/link'],
    ],
  ])('%s', async (_rule, flag, artifacts) => {
    const result = await run(`
version: 0.2
phases: { build: { commands: [ 'mkdir -p out/a; echo x > out/a/file', 'cd out; ln -s "$PWD/a/file" link; ln -s a folder; mkfifo pipe' ] } }
artifacts: { ${flag}files: ['**/*'], base-directory: out }
`);
    expect(result.artifacts).toEqual(artifacts);
    const folder = join(result.folder, 'artifacts/primary');
    expect(await readFile(join(folder, 'link'), 'utf8')).toBe('x\n');
    const target = await readlink(join(folder, 'link')).catch(() => 'no link');
    expect(target).toBe(flag === '' ? 'no link' : 'a/file');
    if (flag !== '') expect(await readFile(join(folder, 'folder/file'), 'utf8')).toBe('x\n');
  });

  it('collects what steps wrote into .ml-ci, and nothing of the build itself', async () => {
    const result = await run(`
version: 0.2
phases: { build: { commands: [ 'mkdir -p .ml-ci/runs && touch .ml-ci/runs/promote.json' ] } }
artifacts: { files: ['**/*'] }
`);
    expect(result.artifacts).toEqual([
      'artifacts/primary/.ml-ci/.gitignore',
      'artifacts/primary/.ml-ci/runs/promote.json',
    ]);
  });

  it.each([
    ['a pattern without a file', 'none/*', 'no file matches "none/*"'],
    ['a link that leaves the folder', 'link', 'is outside'],
  ])('fails at %s', async (_rule, pattern, message) => {
    const result = await run(`
version: 0.2
phases: { build: { commands: [ 'ln -s /etc/hostname link' ] } }
artifacts: { files: ['${pattern}'] }
`);
    expect(result.status).toBe('failed');
    expect(result.phases.at(-1)).toMatchObject({ phase: 'upload_artifacts', status: 'failed' });
    expect(result.phases.at(-1)?.message).toContain(message);
  });
});

it('says once what the buildspec asks for and is not done', async () => {
  const phases = 'phases: { build: { commands: [ pwd ] } }';
  await run(`version: 0.2\n${phases}\ncache: { paths: [ a, b ], key: k }\nproxy: { logs: yes }\n`);
  expect(lines.filter((line) => line.startsWith('! '))).toEqual([
    '! proxy.logs: not used; nothing is uploaded from this machine',
    '! cache.key, cache.paths: nothing is saved or restored; files stay where they are',
  ]);
  lines = [];
  await run(`version: 0.2\n${phases}\n`);
  expect(lines).toEqual(['$ pwd', cwd]);
});

/** Whether a process still runs; one that is dead and not yet collected by its parent does not. */
async function isRunning(pid: number): Promise<boolean> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'stat=', '-p', String(pid)]).catch(() => ({
    stdout: '',
  }));
  return stdout.trim() !== '' && !stdout.startsWith('Z');
}

describe('an end from outside', () => {
  it('ends what the commands started, in the background too', async () => {
    const abort = new AbortController();
    const started = Promise.withResolvers<void>();
    const spec = parseBuildspec(
      `
version: 0.2
phases: { build: { commands: [ 'sleep 60 & echo $! > background', 'echo ready; sleep 60', 'echo never' ] } }
`,
      { file: 'b.yml' },
    );
    const log = createLog((event) => {
      if (event.type === 'output' && event.line === 'ready') started.resolve();
    });
    const ended = runBuildspec(spec, {
      cwd,
      env: { PATH: process.env.PATH },
      clock: wallClock,
      emit: (event) => (event.type === 'output' ? log.output('build', event.line) : silentLog.debug('')),
      signal: abort.signal,
    });
    await started.promise;
    abort.abort(new Error('stopped'));
    const result = await ended;
    expect(result.status).toBe('stopped');
    const pid = Number(await readFile(join(cwd, 'background'), 'utf8'));
    expect(await isRunning(pid)).toBe(false);
  });

  it('leaves no background process behind when a build is over', async () => {
    await run(`
version: 0.2
phases: { build: { commands: [ 'sleep 60 & echo $! > background', exit 0, echo on ] } }
`);
    const pid = Number(await readFile(join(cwd, 'background'), 'utf8'));
    expect(await isRunning(pid)).toBe(false);
  });
});

it('refuses a shell of Windows', async () => {
  await writeFile(join(cwd, 'x'), '');
  await expect(
    run('version: 0.2\nenv: { shell: cmd.exe }\nphases: { build: { commands: [dir] } }\n'),
  ).rejects.toMatchObject({
    code: 'BUILDSPEC_UNSUPPORTED',
  });
});
