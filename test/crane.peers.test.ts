import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ecrCredentials } from '@ml-ci/aws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from './surfaces/run.ts';
import { sessionOf } from './surfaces/session.ts';
import { dev, digestInProd, makeWorld, prod, releaseImage, type World } from './surfaces/world.ts';

let world: World;
let config: string;
const hosts: string[] = [];

beforeAll(async () => {
  world = await makeWorld();
  await world.mlci('install');
  await releaseImage(world, '1.0');
  config = join(world.project.root, 'docker');
  await mkdir(config);
  const auths: Record<string, { readonly auth: string }> = {};
  for (const scope of [dev, prod]) {
    const { host } = await world.sandbox.stores.ecr.registry(scope.account, scope.region);
    const credentials = await ecrCredentials(await sessionOf(world.sandbox, scope), host)(host, {
      stale: false,
    });
    if (credentials.type !== 'basic') throw new Error(`no credentials for ${host}`);
    auths[host] = { auth: Buffer.from(`AWS:${credentials.password}`).toString('base64') };
    hosts.push(host);
  }
  await writeFile(join(config, 'config.json'), JSON.stringify({ auths }));
}, 60_000);
afterAll(() => world.close());

async function crane(...args: string[]): Promise<string> {
  const { exitCode, stdout, text } = await run('crane', args, {
    cwd: world.project.root,
    env: { DOCKER_CONFIG: config },
  });
  if (exitCode !== 0) throw new Error(`crane ${args.join(' ')}: ${text}`);
  return stdout.trim();
}

test('crane finds what build-image and promote pushed valid, under one digest, and copies it', async () => {
  const [devHost, prodHost] = hosts;
  const [built, promoted] = [`${devHost}/dev/tiny:1.0`, `${prodHost}/prod/tiny:1.0`];
  for (const image of [built, promoted]) expect(await crane('validate', '--remote', image)).toContain('PASS');
  const digest = await crane('digest', built);
  expect(await crane('digest', promoted)).toBe(digest);
  expect(digest).toBe(await digestInProd(world, '1.0'));
  expect(await crane('ls', `${prodHost}/prod/tiny`)).toBe('1.0');
  await crane('copy', promoted, `${prodHost}/prod/tiny:by-crane`);
  expect(await digestInProd(world, 'by-crane')).toBe(digest);
});
