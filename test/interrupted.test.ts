import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Sandbox, startSandbox } from '@ml-ci/sandbox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeProject } from './support/project.ts';

const bin = join(import.meta.dirname, '../packages/cli/bin/ml-ci.js');
const prod = { account: '333333333333', region: 'us-east-1' };
let root: string;
let sandbox: Sandbox;

beforeAll(async () => {
  ({ root } = await makeProject());
  sandbox = await startSandbox({ accounts: ['111111111111', prod.account] });
  await sandbox.stores.ecr.createRepository({ account: '111111111111', region: 'eu-west-1' }, 'dev/tiny', {
    isImmutable: true,
  });
  await sandbox.stores.ecr.createRepository(prod, 'prod/tiny', { isImmutable: true });
  // big enough that a signal meets the copy
  await writeFile(join(root, 'server.mjs'), randomBytes(60_000_000));
  await writeFile(
    join(root, 'ml-ci.yml'),
    `version: 1
model: tiny
environments:
  dev: { account: "111111111111", region: eu-west-1, role: "arn:aws:iam::111111111111:role/ml-ci", repository: dev/tiny }
  prod: { account: "333333333333", region: us-east-1, role: "arn:aws:iam::333333333333:role/ml-ci", repository: prod/tiny }
image: { engine: layers, base: scratch, layers: [{ from: server.mjs, to: /app/server.mjs }], command: [node] }
`,
  );
  const built = await end(start(['build-image', '--tag', '1.0']));
  if (built.code !== 0) throw new Error(`the image was not built: ${built.text}`);
}, 60_000);

afterAll(() => sandbox.stop());

function start(args: readonly string[]): ChildProcess {
  const env = { PATH: process.env.PATH, HOME: root, ...sandbox.env('111111111111', 'eu-west-1') };
  return spawn(process.execPath, [bin, ...args], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** How a child ended, and all it printed; `onText` sees what is there each time something comes. */
async function end(child: ChildProcess, onText: (text: string) => void = () => undefined) {
  let text = '';
  const add = (chunk: Buffer) => {
    text += chunk.toString();
    onText(text);
  };
  child.stdout?.on('data', add);
  child.stderr?.on('data', add);
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
    child.on('close', (...ended) => resolve(ended)),
  );
  return { code, signal, text };
}

/** What the registry of prod holds, as it says itself. */
async function prodState() {
  const registry = await sandbox.stores.ecr.registry(prod.account, prod.region);
  const repository = registry.repositories.get('prod/tiny');
  return { tags: [...(repository?.tags.keys() ?? [])], images: repository?.images.size };
}

describe('a promotion that is interrupted while it copies', () => {
  it.each([
    ['SIGINT', 130, null],
    ['SIGTERM', 143, null],
    ['SIGKILL', null, 'SIGKILL'],
  ] as const)('by %s leaves no tag', { timeout: 60_000 }, async (signal, code, killedBy) => {
    const child = start(['promote', '--from', 'dev', '--to', 'prod', '--tag', '1.0']);
    const ended = await end(child, (text) => {
      if (!child.killed && text.includes('dev → prod:')) child.kill(signal);
    });
    expect([ended.code, ended.signal]).toEqual([code, killedBy]);
    expect(ended.text.includes('promote passed')).toBe(false);
    expect(await prodState()).toEqual({ tags: [], images: 0 });
  });

  it('goes through when it is run again', { timeout: 60_000 }, async () => {
    const { code, text } = await end(start(['promote', '--from', 'dev', '--to', 'prod', '--tag', '1.0']));
    expect([code, text]).toEqual([0, expect.stringContaining('promote passed')]);
    expect(await prodState()).toEqual({ tags: ['1.0'], images: 1 });
  });
});
