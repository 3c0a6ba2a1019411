import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { type CommandResult, mlciFromSources, run } from './surfaces/run.ts';

const started: ChildProcess[] = [];
const folders: string[] = [];
afterEach(async () => {
  for (const child of started.splice(0)) {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill();
    await ended;
  }
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** An emulator that nobody here wrote, on a free port of loopback, and a project that is pointed at it. */
interface Emulated {
  readonly root: string;
  aws(...args: string[]): Promise<unknown>;
  mlci(...args: string[]): Promise<CommandResult>;
}

async function emulate(command: string, args: (port: number) => string[]): Promise<Emulated> {
  const root = await mkdtemp(join(tmpdir(), 'ml-ci-emulated-'));
  folders.push(root);
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const own = { BIND_HOST: '127.0.0.1', MINISTACK_HOST: '127.0.0.1', GATEWAY_PORT: String(port) };
  const child = spawn(command, args(port), { cwd: root, env: { ...process.env, ...own }, stdio: 'ignore' });
  started.push(child);
  await answers(endpoint, child);
  const env = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'emulated-key',
    AWS_SECRET_ACCESS_KEY: 'emulated-secret',
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_PAGER: '',
  };
  return {
    root,
    async aws(...words) {
      const { exitCode, stdout, text } = await run('aws', [...words, '--output', 'json'], { cwd: root, env });
      if (exitCode !== 0) throw new Error(`aws ${words.join(' ')}: ${text}`);
      return stdout === '' ? undefined : JSON.parse(stdout);
    },
    mlci: (...words) => mlciFromSources([...words, '--json'], { cwd: root, env }),
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

async function answers(endpoint: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 120; tries += 1) {
    if (child.exitCode !== null) throw new Error(`the emulator ended with ${child.exitCode}`);
    if (
      await fetch(endpoint).then(
        () => true,
        () => false,
      )
    )
      return;
    await delay(250);
  }
  throw new Error(`nothing answers at ${endpoint}`);
}

const config = (account: string) => `version: 1
model: m
environments:
  dev: { account: "${account}", region: us-east-1, repository: dev/m }
  prod: { account: "${account}", region: us-east-1, repository: prod/m }
data: { checks: checks.yml, sources: ["s3://data/train.csv"] }
image: { engine: layers, base: scratch, layers: [{ from: model, to: /model }], command: [node] }
`;

// MiniStack tells the name that the registry would have at AWS; a rehearsal asks the endpoint and sends nothing there.
test('MiniStack takes an image that is built and promoted, under one digest', {
  timeout: 120_000,
}, async () => {
  const { root, aws, mlci } = await emulate('ministack', () => []);
  await mkdir(join(root, 'model'));
  await writeFile(join(root, 'model/weights'), 'w'.repeat(100_000));
  await writeFile(join(root, 'ml-ci.yml'), config('000000000000'));
  for (const name of ['dev/m', 'prod/m']) await aws('ecr', 'create-repository', '--repository-name', name);
  const built = await mlci('build-image', '--tag', '1');
  expect(built.exitCode, built.text).toBe(0);
  const promoted = await mlci('promote', '--from', 'dev', '--to', 'prod', '--tag', '1');
  expect(promoted.exitCode, promoted.text).toBe(0);
  const { digest } = JSON.parse(promoted.stdout).outputs;
  expect(digest).toBe(JSON.parse(built.stdout).outputs.digest);
  const described = await aws('ecr', 'describe-images', '--repository-name', 'prod/m');
  expect(described).toMatchObject({ imageDetails: [{ imageDigest: digest, imageTags: ['1'] }] });
  const again = await mlci('promote', '--from', 'dev', '--to', 'prod', '--tag', '1');
  expect(JSON.parse(again.stdout)).toMatchObject({
    outputs: { 'already-promoted': true },
    verdict: 'passed',
  });
});

// What moto cannot do: its ECR has no registry (`/v2`), so images are not promoted there.
test('moto gives data from S3 to the checks, and its STS the account', { timeout: 120_000 }, async () => {
  const { root, aws, mlci } = await emulate('moto_server', (port) => ['-H', '127.0.0.1', '-p', String(port)]);
  await writeFile(join(root, 'ml-ci.yml'), config('123456789012'));
  await writeFile(join(root, 'checks.yml'), 'version: 1\ncolumns:\n  id: { type: integer, unique: true }\n');
  await writeFile(join(root, 'train.csv'), 'id\n1\n2\n');
  await aws('s3api', 'create-bucket', '--bucket', 'data');
  await aws('s3api', 'put-object', '--bucket', 'data', '--key', 'train.csv', '--body', 'train.csv');
  const good = await mlci('validate-data');
  expect(JSON.parse(good.stdout)).toMatchObject({ verdict: 'passed', outputs: { rows: 2 } });

  await writeFile(join(root, 'train.csv'), 'id\n1\n1\n');
  await aws('s3api', 'put-object', '--bucket', 'data', '--key', 'train.csv', '--body', 'train.csv');
  const bad = await mlci('validate-data');
  expect([bad.exitCode, JSON.parse(bad.stdout).verdict]).toEqual([1, 'failed']);

  await writeFile(join(root, 'ml-ci.yml'), config('111111111111'));
  const foreign = await mlci('validate-data');
  expect([foreign.exitCode, JSON.parse(foreign.stdout).error.code]).toEqual([2, 'ACCOUNT_WRONG']);
});
