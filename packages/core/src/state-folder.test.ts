import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { cleanUp } from './clean-up.ts';
import { execute } from './execute.ts';
import { detectHost } from './host/detect.ts';
import { string } from './input.ts';
import { defineStep } from './step.ts';
import { passed } from './verdict.ts';

const services = () => ({ services: {}, rehearsal: () => undefined, dispose: async () => undefined });
const out = { write: () => undefined };
const hosts = [
  ['a terminal', {}],
  ['CodeBuild', { CODEBUILD_BUILD_ID: 'models:1' }],
] as const;

let cwd: string;
let elsewhere: string;
let done: string[];
beforeEach(async () => {
  [cwd, elsewhere] = await Promise.all([
    mkdtemp(join(tmpdir(), 'state-')),
    mkdtemp(join(tmpdir(), 'elsewhere-')),
  ]);
  done = [];
});

const hostOf = (env: Record<string, string>) => detectHost({ argv: [], env, cwd, stdout: out, stderr: out });
const make = defineStep({
  name: 'make',
  summary: 'Makes',
  inputs: {},
  outputs: { digest: { summary: 'a digest' } },
  permissions: [],
  async run({ exports, lasting }) {
    done.push('ran');
    await lasting.folder();
    exports.set('TOOL_CONFIG', 'x');
    return passed({ digest: 'd' });
  },
  async cleanUp() {
    done.push('cleaned up');
    return passed({ done: 'it' });
  },
});
const use = defineStep({
  name: 'use',
  summary: 'Uses',
  inputs: { digest: string({ summary: 'a digest', required: true, handover: ['make.digest'] }) },
  outputs: {},
  permissions: [],
  async run() {
    done.push('used');
    return passed({});
  },
});

/** What may be found under `.ml-ci/` that no run put there. */
const planted = {
  'outputs.env': "export PATH='/of/somebody'\n",
  'runs/make.json': '{}',
  'runs/make.tables.json': '[]',
  'state/make.json': JSON.stringify([{ process: 1, isKept: true, values: { run: 'x' } }]),
};
const names = Object.keys(planted) as (keyof typeof planted)[];

async function plant(folder: string, name: keyof typeof planted): Promise<void> {
  await mkdir(join(folder, dirname(name)), { recursive: true });
  await writeFile(join(folder, name), planted[name]);
}

function track(...paths: readonly string[]): void {
  execFileSync('git', ['init', '-q'], { cwd });
  execFileSync('git', ['add', '-f', ...paths], { cwd });
}

/** Ways in which a file comes with the tree. */
const ways: readonly (readonly [string, (name: keyof typeof planted) => Promise<void>])[] = [
  [
    'is tracked by git',
    async (name) => {
      await plant(join(cwd, '.ml-ci'), name);
      track('.ml-ci');
    },
  ],
  [
    'is a link',
    async (name) => {
      await plant(elsewhere, name);
      await mkdir(join(cwd, '.ml-ci', dirname(name)), { recursive: true });
      await symlink(join(elsewhere, name), join(cwd, '.ml-ci', name));
    },
  ],
  [
    'is in a folder that is a link',
    async (name) => {
      await plant(elsewhere, name);
      if (dirname(name) === '.') return symlink(elsewhere, join(cwd, '.ml-ci'));
      await mkdir(join(cwd, '.ml-ci'));
      await symlink(join(elsewhere, dirname(name)), join(cwd, '.ml-ci', dirname(name)));
    },
  ],
  [
    'is tracked behind a link to a folder of the tree',
    async (name) => {
      await plant(join(cwd, 'innocent'), name);
      await symlink('innocent', join(cwd, '.ml-ci'));
      track('.ml-ci', 'innocent');
    },
  ],
];

describe.each(hosts)('.ml-ci/ on %s', (_name, env) => {
  describe.each(ways)('where a file %s', (_way, comeWithTheTree) => {
    it.each(names)('%s is refused before the step begins, and stays as it was', async (name) => {
      await comeWithTheTree(name);
      const before = await readFile(join(cwd, '.ml-ci', name), 'utf8');
      const outcome = await execute(make, hostOf(env), { services });
      expect(outcome).toMatchObject({ exitCode: 2, error: { code: 'FILE_UNSAFE' } });
      expect(done).toEqual([]);
      expect(await readFile(join(cwd, '.ml-ci', name), 'utf8')).toBe(before);
    });

    it('a hand-over is refused', async () => {
      await comeWithTheTree('runs/make.json');
      const outcome = await execute(use, hostOf(env), { services });
      expect([outcome.error?.code, done]).toEqual(['FILE_UNSAFE', []]);
    });

    it('a clean-up does nothing that the state says', async () => {
      await comeWithTheTree('state/make.json');
      const outcome = await cleanUp(make, hostOf(env), { services });
      expect([outcome.error?.code, done]).toEqual(['FILE_UNSAFE', []]);
    });
  });

  it('is a folder for us alone that ignores itself in git, whatever is written there first', async () => {
    track();
    expect((await execute(make, hostOf(env), { services })).exitCode).toBe(0);
    expect((await stat(join(cwd, '.ml-ci'))).mode & 0o777).toBe(0o700);
    expect(execFileSync('git', ['status', '--porcelain'], { cwd, encoding: 'utf8' })).toBe('');
    expect(existsSync(join(cwd, '.ml-ci/state/make.json'))).toBe(true);
  });

  it('is ours again in the next run, and in the clean-up', async () => {
    track();
    for (let run = 0; run < 2; run += 1)
      expect((await execute(make, hostOf(env), { services })).exitCode).toBe(0);
    expect((await execute(use, hostOf(env), { services })).exitCode).toBe(0);
    expect((await cleanUp(make, hostOf(env), { services })).exitCode).toBe(0);
    expect(done).toEqual(['ran', 'ran', 'used', 'cleaned up']);
  });

  it('is refused where git does not trust the owner of the folder, and would say nothing', async () => {
    await plant(join(cwd, '.ml-ci'), 'outputs.env');
    track('.ml-ci');
    process.env.GIT_TEST_ASSUME_DIFFERENT_OWNER = '1';
    try {
      const outcome = await execute(make, hostOf(env), { services });
      expect([outcome.error?.code, done]).toEqual(['FILE_UNSAFE', []]);
    } finally {
      delete process.env.GIT_TEST_ASSUME_DIFFERENT_OWNER;
    }
  });
});
