import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  DescribePackageVersionCommand,
  UpdatePackageVersionsStatusCommand,
} from '@aws-sdk/client-codeartifact';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../src/index.ts';
import { at, codeartifact, folderOf, login, toolEnv, uploadPypi } from './codeartifact-setup.ts';
import { makeSdist, makeWheel, type PackageFile } from './package-files.ts';

const run = promisify(execFile);
const hasPip = spawnSync('python3', ['-m', 'pip', '--version']).status === 0;
const wheel = makeWheel('small_model', '1.2');
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
  const sdist = await makeSdist('old_model', '0.1', { 'setup.py': 'raise SystemExit("built")' });
  await sandbox.stores.codeartifact.seedPypi(
    at,
    await folderOf([wheel, makeWheel('small_model', '1.1'), sdist]),
  );
});
afterAll(() => sandbox.stop());

async function get(path: string, accept = '*/*') {
  const { endpoint, token } = await login(sandbox, 'pypi');
  const authorization = `Basic ${Buffer.from(`aws:${token}`).toString('base64')}`;
  return await fetch(`${endpoint}${path}`, { headers: { authorization, accept }, redirect: 'manual' });
}

const upload = (file: PackageFile, fields?: Readonly<Record<string, string>>) =>
  uploadPypi(sandbox, file, fields);

describe('the simple index', () => {
  test('lists projects and files as HTML, with digests', async () => {
    expect(await (await get('simple/')).text()).toContain('<a href="small-model/">small-model</a>');
    const page = await (await get('simple/small-model/')).text();
    expect(page).toContain(
      `href="1.2/${wheel.fileName}#sha256=${wheel.sha256}" data-requires-python="&gt;=3.8"`,
    );
  });

  test('lists files as JSON for clients that prefer it', async () => {
    const response = await get('simple/small-model/', 'application/vnd.pypi.simple.v1+json, text/html;q=0.1');
    expect(response.headers.get('content-type')).toBe('application/vnd.pypi.simple.v1+json');
    const { name, files } = (await response.json()) as { name: string; files: object[] };
    expect(name).toBe('small-model');
    expect(files).toContainEqual({
      filename: wheel.fileName,
      url: `1.2/${wheel.fileName}`,
      hashes: { sha256: wheel.sha256 },
      'requires-python': '>=3.8',
      size: wheel.bytes.length,
      yanked: false,
    });
  });

  test.each([
    ['simple/Small_Model/', 301],
    ['simple/small-model', 301],
    ['simple/unknown/', 404],
    ['simple/small-model/1.2/other.whl', 404],
    ['simple/small-model/1.2/..%2f..%2fMETADATA', 404],
    ['other/', 404],
    ['simple/%ff/', 400],
  ])('answers %s with %i', async (path, status) => {
    expect((await get(path)).status).toBe(status);
  });

  test('hides what is unlisted but for its files, and all of what is archived', async () => {
    const change = (targetStatus: 'Unlisted' | 'Archived' | 'Published') =>
      codeartifact(sandbox).send(
        new UpdatePackageVersionsStatusCommand({
          domain: 'ml',
          repository: 'pinned',
          format: 'pypi',
          package: 'small-model',
          versions: ['1.1'],
          targetStatus,
        }),
      );
    const file = 'simple/small-model/1.1/small_model-1.1-py3-none-any.whl';
    const page = async () => await (await get('simple/small-model/')).text();
    await change('Unlisted');
    expect(await page()).not.toContain('small_model-1.1');
    expect((await get(file)).status).toBe(200);
    await change('Archived');
    expect((await get(file)).status).toBe(404);
    await change('Published');
    expect(await page()).toContain('small_model-1.1');
  });
});

describe('uploads', () => {
  test('publish a wheel; the same one again changes nothing, another one of its name is refused', async () => {
    const fresh = makeWheel('fresh', '3.0');
    expect((await upload(fresh, { sha256_digest: fresh.sha256 })).status).toBe(200);
    expect((await upload(fresh)).status).toBe(200);
    expect((await upload(makeWheel('fresh', '3.0', { source: 'other' }))).status).toBe(409);
    const shown = await codeartifact(sandbox).send(
      new DescribePackageVersionCommand({
        ...{ domain: 'ml', repository: 'pinned' },
        format: 'pypi',
        package: 'fresh',
        packageVersion: '3.0',
      }),
    );
    expect(shown.packageVersion?.origin?.originType).toBe('INTERNAL');
  });

  test.each([
    ['another digest', makeWheel('bad', '1.0'), { sha256_digest: '0'.repeat(64) }],
    ['another project inside', { ...makeWheel('bad', '1.0'), fileName: 'good-1.0-py3-none-any.whl' }, {}],
    ['no archive', { ...makeWheel('bad', '1.0'), bytes: Buffer.from('zip?') }, {}],
    ['a name that is no distribution', { ...makeWheel('bad', '1.0'), fileName: '../bad.whl' }, {}],
  ])('with %s are refused', async (_name, file, fields) => {
    expect((await upload(file, fields as Record<string, string>)).status).toBe(400);
    expect((await get('simple/bad/')).status).toBe(404);
  });
});

describe.skipIf(!hasPip)('pip (skipped where "python3 -m pip" does not run)', () => {
  async function pip(args: readonly string[]) {
    const home = await mkdtemp(join(tmpdir(), 'ml-ci-pip-'));
    const { endpoint, token } = await login(sandbox, 'pypi');
    const index = `${endpoint.replace('://', `://aws:${token}@`)}simple/`;
    const env = toolEnv(home, { PIP_INDEX_URL: index, PIP_CONFIG_FILE: '/dev/null', PIP_NO_INPUT: '1' });
    return { home, done: run('python3', ['-m', 'pip', ...args], { cwd: home, env }) };
  }

  test('installs by hash, and refuses another hash', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ml-ci-lock-'));
    const lock = join(folder, 'requirements.lock');
    const install = ['install', '--require-hashes', '--only-binary', ':all:', '--target', 'site', '-r', lock];
    await writeFile(lock, `small-model==1.2 --hash=sha256:${wheel.sha256}\n`);
    const good = await pip(install);
    await good.done;
    expect(await readdir(join(good.home, 'site'))).toContain('small_model');
    await writeFile(lock, `small-model==1.2 --hash=sha256:${'0'.repeat(64)}\n`);
    const bad = await pip(install);
    await expect(bad.done).rejects.toThrow(/DO NOT MATCH THE HASHES/);
    await expect(readdir(join(bad.home, 'site'))).rejects.toThrow();
  });
});
