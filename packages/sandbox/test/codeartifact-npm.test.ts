import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CreateRepositoryCommand, ListPackagesCommand } from '@aws-sdk/client-codeartifact';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../src/index.ts';
import { at, codeartifact, folderOf, login, toolEnv } from './codeartifact-setup.ts';
import { makeTgz } from './package-files.ts';

const run = promisify(execFile);
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
  const files = [
    await makeTgz('@ml/shapes', '2.0.0'),
    await makeTgz('lines', '1.1.0', { scripts: { postinstall: 'x' } }),
  ];
  await sandbox.stores.codeartifact.seedNpm(at, await folderOf(files));
  const client = codeartifact(sandbox);
  const upstreams = [{ repositoryName: 'pinned' }];
  await client.send(new CreateRepositoryCommand({ domain: 'ml', repository: 'team', upstreams }));
});
afterAll(() => sandbox.stop());

/** A folder with this package.json, and npm set up for the repository. */
async function project(manifest: object, repository = 'pinned') {
  const folder = await mkdtemp(join(tmpdir(), 'ml-ci-npm-'));
  const { token, endpoint } = await login(sandbox, 'npm', repository);
  await mkdir(join(folder, 'home'));
  const auth = `${endpoint.replace('http:', '')}:_authToken=\${CODEARTIFACT_AUTH_TOKEN}`;
  await writeFile(join(folder, 'npmrc'), `registry=${endpoint}\n${auth}\naudit=false\n`);
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'project', version: '1.0.0', ...manifest }),
  );
  const env = toolEnv(join(folder, 'home'), {
    CODEARTIFACT_AUTH_TOKEN: token,
    NPM_CONFIG_USERCONFIG: join(folder, 'npmrc'),
    npm_config_replace_registry_host: 'never',
  });
  return { folder, token, endpoint, npm: (...args: string[]) => run('npm', args, { cwd: folder, env }) };
}

describe('npm', () => {
  test('makes a lock file and installs by it, through an upstream, which retains what was taken', async () => {
    const { folder, endpoint, npm } = await project({ dependencies: { '@ml/shapes': '^2.0.0' } }, 'team');
    await npm('install', '--package-lock-only');
    const lock = JSON.parse(await readFile(join(folder, 'package-lock.json'), 'utf8'));
    expect(lock.packages['node_modules/@ml/shapes'].resolved).toBe(
      `${endpoint}@ml/shapes/-/shapes-2.0.0.tgz`,
    );
    expect(lock.packages['node_modules/@ml/shapes'].integrity).toBe(
      (await makeTgz('@ml/shapes', '2.0.0')).integrity,
    );
    const listed = () =>
      codeartifact(sandbox).send(new ListPackagesCommand({ domain: 'ml', repository: 'team' }));
    expect((await listed()).packages).toEqual([]);
    await npm('ci');
    expect(await readFile(join(folder, 'node_modules/@ml/shapes/index.js'), 'utf8')).toContain('2.0.0');
    expect((await listed()).packages?.[0]).toMatchObject({
      package: 'shapes',
      originConfiguration: { restrictions: { publish: 'BLOCK', upstream: 'ALLOW' } },
    });
  });

  test('publishes once', async () => {
    const { npm } = await project({ name: 'circles', version: '0.1.0' });
    await npm('publish');
    expect(JSON.parse((await npm('view', 'circles', '--json')).stdout)).toMatchObject({ version: '0.1.0' });
    await expect(npm('publish')).rejects.toThrow(/already exists|previously published/);
  });

  test('is told who it is, and nothing without a token', async () => {
    const { endpoint, token, npm } = await project({});
    expect((await npm('whoami')).stdout.trim()).toBe('aws');
    expect((await fetch(`${endpoint}lines`)).status).toBe(401);
    const headers = { authorization: `Bearer ${token}` };
    const put = { method: 'PUT', headers, body: JSON.stringify({ name: 'other' }) };
    expect((await fetch(`${endpoint}mine`, put)).status).toBe(400);
    expect((await fetch(`${endpoint}..%2f..%2fetc`, { headers })).status).toBe(404);
  });

  test('gets the short form when it asks for it', async () => {
    const { endpoint, token } = await project({});
    const accept = 'application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8';
    const response = await fetch(`${endpoint}lines`, {
      headers: { authorization: `Bearer ${token}`, accept },
    });
    expect(response.headers.get('content-type')).toBe('application/vnd.npm.install-v1+json');
    const { versions } = (await response.json()) as { versions: Record<string, object> };
    expect(versions['1.1.0']).toMatchObject({ hasInstallScript: true });
    expect(versions['1.1.0']).not.toHaveProperty('scripts');
  });
});
