import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { dockerConfigCredentials } from '../src/index.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ml-ci-docker-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const env = () => ({ DOCKER_CONFIG: folder, PATH: `${folder}:${process.env.PATH}` });
const ask = (host: string) => dockerConfigCredentials({ env: env() })(host, { stale: false });
const configure = (config: object | string) =>
  writeFile(join(folder, 'config.json'), typeof config === 'string' ? config : JSON.stringify(config));
const auth = Buffer.from('me:a:b').toString('base64');

/** A credential helper that counts its calls in a file. */
async function helper(name: string, script: string): Promise<void> {
  const file = join(folder, `docker-credential-${name}`);
  await writeFile(file, `#!/bin/sh\nread -r host\necho "$host" >> "${folder}/calls"\n${script}\n`);
  await chmod(file, 0o755);
}

it.each([
  ['nothing', {}, { type: 'anonymous' }],
  ['user and password', { auths: { 'r.io': { auth } } }, { type: 'basic', username: 'me', password: 'a:b' }],
  [
    'an address with https',
    { auths: { 'https://r.io': { auth } } },
    { type: 'basic', username: 'me', password: 'a:b' },
  ],
  [
    'an identity token',
    { auths: { 'r.io': { auth, identitytoken: 'i' } } },
    { type: 'basic', username: '<token>', password: 'i' },
  ],
  ['another host only', { auths: { 'r.io.evil': { auth } } }, { type: 'anonymous' }],
  ['an empty entry', { auths: { 'r.io': {} } }, { type: 'anonymous' }],
])('reads %s', async (_rule, config, expected) => {
  await configure(config);
  expect(await ask('r.io')).toEqual(expected);
});

it('is anonymous where Docker was never used', async () => {
  expect(await ask('r.io')).toEqual({ type: 'anonymous' });
});

it('knows under which address Docker Hub stands', async () => {
  await configure({ auths: { 'https://index.docker.io/v1/': { auth } } });
  expect(await ask('docker.io')).toMatchObject({ username: 'me' });
});

it('says which file is broken', async () => {
  await configure('{');
  await expect(ask('r.io')).rejects.toMatchObject({ code: 'DOCUMENT_INVALID' });
});

it('asks the helper once, and again only when it was refused', async () => {
  await configure({ auths: { 'r.io': { auth } }, credHelpers: { 'r.io': 'test' } });
  await helper('test', `echo '{"ServerURL":"r.io","Username":"u","Secret":"s"}'`);
  const provider = dockerConfigCredentials({ env: env() });
  const asked = [false, false, true];
  for (const stale of asked) {
    expect(await provider('r.io', { stale })).toEqual({ type: 'basic', username: 'u', password: 's' });
  }
  const { readFile } = await import('node:fs/promises');
  expect((await readFile(join(folder, 'calls'), 'utf8')).trim().split('\n')).toEqual(['r.io', 'r.io']);
});

it('is anonymous where the helper knows nothing, and says so where the helper fails', async () => {
  await configure({ credsStore: 'test' });
  await helper('test', 'echo "credentials not found in native keychain"; exit 1');
  expect(await ask('r.io')).toEqual({ type: 'anonymous' });
  await helper('test', 'echo "locked"; exit 1');
  await expect(ask('r.io')).rejects.toMatchObject({ code: 'REGISTRY_DENIED' });
});

it('names a helper that is not there, and runs none with a path', async () => {
  await configure({ credsStore: 'none' });
  await expect(ask('r.io')).rejects.toMatchObject({ code: 'CHILD_MISSING' });
  await configure({ credsStore: '../../bin/sh' });
  await expect(ask('r.io')).rejects.toMatchObject({ code: 'DOCUMENT_INVALID' });
});

it('does not show what a helper answers', async () => {
  await configure({ credsStore: 'test' });
  await helper('test', 'echo "Secret s3cr3t-value but no JSON"');
  const error = await ask('r.io').catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'REGISTRY_DENIED' });
  expect(`${(error as Error).stack}`).not.toContain('s3cr3t');
});
