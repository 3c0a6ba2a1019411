import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { ensureHostBase, hostBaseTag } from '@ml-ci/containers';
import { execute, memoryHost, type Outcome } from '@ml-ci/core';
import { steps } from '@ml-ci/steps';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createServices } from '../packages/cli/src/services.ts';
import { type RegistryProcess, startRegistry } from '../packages/containers/test/registry-process.ts';

// The example as its users have it, but for a Dockerfile's base that no network is needed for: trained, built by Docker,
// pushed, promoted from one registry to another by digest, and asked for a prediction there.

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '..');
let folder: string;
let dev: RegistryProcess;
let prod: RegistryProcess;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ml-ci-release-'));
  [dev, prod] = await Promise.all([startRegistry(), startRegistry()]);
  await copyExample();
  await writeFile(join(folder, 'ml-ci.yml'), config());
  const args = ['src/train.ts', '--data', 'data/penguins.csv', '--out', 'model/weights.json'];
  await run(process.execPath, args, { cwd: folder });
  const base = await ensureHostBase(join(folder, '.ml-ci-base'));
  const from = `oci:${base}:${hostBaseTag}`;
  await run('skopeo', ['copy', '--dest-tls-verify=false', from, `docker://${dev.host}/base:node`]);
});

afterAll(async () => {
  const images = await run('docker', [
    'images',
    '-q',
    '--filter',
    'reference=ml-ci-cache:penguins-in-a-test',
  ]);
  for (const id of images.stdout.split('\n').filter(Boolean)) await run('docker', ['rmi', '-f', id]);
  await run('docker', ['rmi', '-f', `${dev.host}/base:node`]);
  await Promise.all([dev.close(), prod.close()]);
  await rm(folder, { recursive: true, force: true });
});

/** The sources of the example, with the packages of its lock, which are the repository's own as well. */
async function copyExample(): Promise<void> {
  const example = join(root, 'examples/penguins');
  for (const part of ['src', 'data', 'package.json', 'package-lock.json', 'Dockerfile']) {
    await cp(join(example, part), join(folder, part), { recursive: true });
  }
  const lock = JSON.parse(await readFile(join(example, 'package-lock.json'), 'utf8'));
  for (const path of Object.keys(lock.packages).filter((name) => name !== '')) {
    await cp(join(root, path), join(folder, path), { recursive: true });
  }
}

const config = () => `version: 1
model: penguins-in-a-test
environments:
  dev: { registry: "${dev.host}/dev/penguins" }
  prod: { registry: "${prod.host}/prod/penguins" }
image:
  engine: docker
  build-args: { BASE: "${dev.host}/base:node" }
`;

async function runStep(name: string, inputs: Readonly<Record<string, string>>): Promise<Outcome> {
  const step = steps.find((candidate) => candidate.name === name);
  if (step === undefined) throw new Error(`no step ${name}`);
  const env = { PATH: process.env.PATH, HOME: folder, DOCKER_HOST: process.env.DOCKER_HOST };
  const host = memoryHost({ cwd: folder, env, inputs });
  return execute(step, host, { services: createServices });
}

test('the digest in prod answers a prediction from Docker', async () => {
  const built = await runStep('build-image', { env: 'dev', tag: '1.0.0' });
  expect(built.error).toBeUndefined();
  const promoted = await runStep('promote', { from: 'dev', to: 'prod', tag: '1.0.0' });
  expect(promoted.error).toBeUndefined();
  expect(promoted.outputs.digest).toBe(built.outputs.digest);

  const image = `${prod.host}/prod/penguins@${built.outputs.digest}`;
  const started = await run('docker', ['run', '--rm', '-d', '-p', '127.0.0.1::8080', image]);
  const id = started.stdout.trim();
  try {
    const { stdout } = await run('docker', ['port', id, '8080/tcp']);
    const url = `http://${stdout.trim().split('\n')[0]}`;
    const [line = ''] = (
      await readFile(join(root, 'examples/penguins/traffic/requests.jsonl'), 'utf8')
    ).split('\n');
    const { path, body } = JSON.parse(line);
    const ask = () => fetch(`${url}${path}`, { method: 'POST', body: JSON.stringify(body) });
    await expect
      .poll(
        () =>
          ask().then(
            ({ status }) => status,
            () => 0,
          ),
        { timeout: 20_000 },
      )
      .toBe(200);
    expect(await (await ask()).json()).toMatchObject({ species: 'Adelie' });
  } finally {
    await run('docker', ['rm', '-f', id]);
    await run('docker', ['rmi', '-f', image]);
  }
});
