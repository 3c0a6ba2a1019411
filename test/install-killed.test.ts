import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Sandbox, startSandbox } from '@ml-ci/sandbox';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeTgz } from '../packages/sandbox/test/package-files.ts';

const bin = join(import.meta.dirname, '../packages/cli/bin/ml-ci.js');
const at = { owner: '111111111111', region: 'eu-west-1', domain: 'ml', repository: 'pinned' } as const;
let sandbox: Sandbox;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ml-ci-killed-'));
  for (const name of ['project', 'home', 'tmp', 'bin', 'npm']) await mkdir(join(folder, name));
  sandbox = await startSandbox();
  const shapes = await makeTgz('shapes', '2.0.0', {});
  await writeFile(join(folder, 'npm', shapes.fileName), shapes.bytes);
  await sandbox.stores.codeartifact.seedNpm(at, join(folder, 'npm'));
  const project = { name: 'model', version: '1.0.0', dependencies: { shapes: '2.0.0' } };
  const entry = { version: '2.0.0', integrity: shapes.integrity };
  const packages = { '': project, 'node_modules/shapes': entry };
  const lock = JSON.stringify({ ...project, lockfileVersion: 3, requires: true, packages });
  await writeFile(join(folder, 'project/package.json'), JSON.stringify(project));
  await writeFile(join(folder, 'project/package-lock.json'), lock);
  // The real npm, which then does not come to its end: all that it writes is there, and nobody has tidied up.
  const npm = `#!/bin/sh
PATH="\${PATH#${folder}/bin:}"
[ "$1" = ci ] || exec npm "$@"
npm "$@"
echo "$CODEARTIFACT_AUTH_TOKEN" > "${folder}/token"
echo $$ > "${folder}/waiting"
exec sleep 60
`;
  await writeFile(join(folder, 'bin/npm'), npm);
  await chmod(join(folder, 'bin/npm'), 0o755);
}, 60_000);

afterAll(async () => {
  await sandbox.stop();
  await rm(folder, { recursive: true, force: true });
});

function start(args: readonly string[]): ChildProcess {
  const where = ['--owner', at.owner, '--region', at.region, '--domain', at.domain];
  const all = [...args, ...(args[0] === 'install' ? [...where, '--repository', at.repository] : [])];
  const env = {
    ...sandbox.env(at.owner, at.region),
    PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
    HOME: join(folder, 'home'),
    TMPDIR: join(folder, 'tmp'),
  };
  return spawn(process.execPath, [bin, ...all], { cwd: join(folder, 'project'), env, stdio: 'ignore' });
}

async function waitFor(file: string): Promise<string> {
  for (let tries = 0; tries < 1_500; tries += 1) {
    const text = await readFile(join(folder, file), 'utf8').catch(() => '');
    if (text.endsWith('\n')) return text.trim();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`${file} never came`);
}

/** Files of these folders with one of the texts. */
async function filesWith(texts: readonly string[], ...roots: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const root of roots) {
    const entries = await readdir(join(folder, root), { recursive: true, withFileTypes: true });
    for (const { parentPath, name } of entries.filter((entry) => entry.isFile())) {
      const content = await readFile(join(parentPath, name));
      if (texts.some((text) => content.includes(text))) found.push(join(parentPath, name));
    }
  }
  return found;
}

it('an install that is killed leaves its token in no download that is kept, and after clean-up nowhere', async () => {
  const child = start(['install', '--lock', 'package-lock.json']);
  const ended = new Promise((resolve) => child.on('close', resolve));
  const waiting = Number(await waitFor('waiting'));
  child.kill('SIGKILL');
  process.kill(waiting, 'SIGKILL');
  await ended;
  const token = await waitFor('token');
  const secrets = [token, Buffer.from(`aws:${token}`).toString('base64')];
  await rm(join(folder, 'token'));
  expect(token.length).toBeGreaterThan(100);
  // npm has written it, so that there was something to find.
  expect((await filesWith(secrets, 'tmp', 'home')).length).toBeGreaterThan(0);
  expect(await filesWith(secrets, 'home', 'project')).toEqual([]);
  const cleanUp = start(['clean-up', 'install']);
  expect(await new Promise((resolve) => cleanUp.on('close', resolve))).toBe(0);
  expect(await filesWith(secrets, 'tmp', 'home', 'project')).toEqual([]);
}, 60_000);
