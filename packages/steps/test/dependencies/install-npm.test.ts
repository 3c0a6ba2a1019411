import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeTgz, type PackageFile } from '../../../sandbox/test/package-files.ts';
import { expectAsked } from './asked.ts';
import { type Bench, startBench } from './bench.ts';

let bench: Bench;
let shapes: PackageFile;
let builder: PackageFile;
let sneaky: PackageFile;

beforeAll(async () => {
  shapes = await makeTgz('@ml/shapes', '2.0.0', { dependencies: { builder: '^1.0.0' } });
  builder = await makeTgz('builder', '1.0.0', { scripts: { install: 'env > built.txt' } });
  sneaky = await makeTgz('sneaky', '1.0.0', { scripts: { postinstall: 'touch ran.txt' } });
  bench = await startBench({ npm: [shapes, builder, sneaky] });
});
afterAll(() => bench.close());

const project = { name: 'model', version: '1.0.0', dependencies: { '@ml/shapes': '2.0.0', sneaky: '1.0.0' } };

function lockWith(
  change: Readonly<Record<string, object>> = {},
  dependencies: object = project.dependencies,
): string {
  const packages = {
    '': { name: 'model', version: '1.0.0', dependencies },
    'node_modules/@ml/shapes': {
      version: '2.0.0',
      integrity: shapes.integrity,
      dependencies: { builder: '^1.0.0' },
    },
    'node_modules/builder': { version: '1.0.0', integrity: builder.integrity, hasInstallScript: true },
    'node_modules/sneaky': { version: '1.0.0', integrity: sneaky.integrity, hasInstallScript: true },
    ...change,
  };
  return JSON.stringify(
    { name: 'model', version: '1.0.0', lockfileVersion: 3, requires: true, packages },
    undefined,
    2,
  );
}

beforeEach(() =>
  bench.write({
    'package.json': JSON.stringify(project),
    'package-lock.json': lockWith(),
    '.npmrc': 'audit=false\n',
  }),
);
/** Temporary files of ours; npm's own Node keeps compiled code there too. */
async function leftovers(): Promise<string[]> {
  return (await readdir(join(bench.folder, 'tmp'))).filter((name) => name.startsWith('ml-ci-'));
}
const inputs = { manager: 'npm', lock: 'package-lock.json' };
describe('install with npm', () => {
  test('installs the lock, builds what may be built, and leaves no token', async () => {
    // A project that was set up for another registry, with a token of its own for ours.
    const login = `//127.0.0.1:9/:_authToken=other\n`;
    await bench.write({
      '.npmrc': `registry=http://127.0.0.1:9/\n@ml:registry=http://127.0.0.1:9/\n${login}`,
    });
    const { outcome, calls, token } = await bench.install({ ...inputs, 'allow-build': 'builder' });
    expect(outcome).toMatchObject({
      verdict: 'passed',
      exitCode: 0,
      outputs: { packages: 3, manager: 'npm' },
    });
    expect(outcome.outputs['lock-digest']).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(await bench.read('node_modules/@ml/shapes/index.js')).toContain('2.0.0');
    expect(await bench.exists('node_modules/sneaky/ran.txt')).toBe(false);
    expect(token).not.toBe('');
    expect(await bench.filesWith(token)).toEqual([]);
    const built = await bench.read('node_modules/builder/built.txt');
    expect(built).not.toMatch(/AWS_|ML_CI|GITHUB_|ACTIONS_|CODEARTIFACT/);
    const children = await bench.children();
    for (const child of children) {
      expect(child.split('\n')[0]).not.toContain(token);
      expect(child).not.toMatch(/^(?:AWS_|ML_CI|GITHUB_|ACTIONS_|PIP_EXTRA)/m);
    }
    // One child of all had it: the install itself.
    expect(children.filter((child) => child.includes(token)).map((child) => child.split(' ')[1])).toEqual([
      'ci',
    ]);
    expect(await leftovers()).toEqual([]);
    expectAsked(calls, 'GetRepositoryEndpoint', 'GetAuthorizationToken');
  });

  test('replaces the addresses of another registry for the install alone', async () => {
    const resolved =
      'https://old-1.d.codeartifact.us-east-1.amazonaws.com/npm/old/@ml/shapes/-/shapes-2.0.0.tgz';
    const lock = lockWith({
      'node_modules/@ml/shapes': {
        version: '2.0.0',
        resolved,
        integrity: shapes.integrity,
        dependencies: { builder: '^1.0.0' },
      },
    });
    await bench.write({ 'package-lock.json': lock, 'node_modules/old.txt': 'of an earlier install' });
    const { outcome } = await bench.install(inputs);
    expect(outcome).toMatchObject({ verdict: 'passed', outputs: { packages: 3 } });
    expect(await bench.read('package-lock.json')).toBe(lock);
    expect(await bench.read('node_modules/@ml/shapes/index.js')).toContain('2.0.0');
    expect(await bench.exists('node_modules/old.txt')).toBe(false);
    expect(
      (await readdir(join(bench.project, '.ml-ci'))).filter((name) => name.startsWith('install-')),
    ).toEqual([]);
  });

  test('takes the addresses of the public registry for its own, in a project with workspaces', async () => {
    const resolved = 'https://registry.npmjs.org/@ml/shapes/-/shapes-2.0.0.tgz';
    const entry = {
      version: '2.0.0',
      resolved,
      integrity: shapes.integrity,
      dependencies: { builder: '^1.0.0' },
    };
    const root = { ...project, workspaces: ['packages/part'] };
    const part = { name: 'part', version: '0.0.1' };
    const lock = lockWith({
      '': root,
      'node_modules/@ml/shapes': entry,
      'node_modules/part': { resolved: 'packages/part', link: true },
      'packages/part': { version: '0.0.1' },
    });
    await bench.write({
      'package.json': JSON.stringify(root),
      'packages/part/package.json': JSON.stringify(part),
      'package-lock.json': lock,
    });
    const { outcome } = await bench.install(inputs);
    expect(outcome).toMatchObject({ verdict: 'passed', outputs: { packages: 3 } });
    expect(await bench.read('node_modules/part/package.json')).toContain('part');
    expect(await bench.read('package-lock.json')).toBe(lock);
  });

  test('fails where the content is not what the lock says', async () => {
    const tampered = { version: '1.0.0', integrity: shapes.integrity, hasInstallScript: true };
    await bench.write({ 'package-lock.json': lockWith({ 'node_modules/sneaky': tampered }) });
    const gated = await bench.install(inputs);
    expect(gated).toMatchObject({ outcome: { verdict: 'failed', exitCode: 1 }, token: '' });
    expect(gated.outcome.reason).toContain('sneaky 1.0.0');
    const { outcome, token } = await bench.install({ ...inputs, verify: 'off', cache: 'false' });
    expect(outcome).toMatchObject({ verdict: 'failed', exitCode: 1 });
    expect(outcome.outputs.packages).toBeUndefined();
    expect(outcome.reason).toContain('not what the lock says');
    expect(await bench.exists('node_modules/sneaky/package.json')).toBe(false);
    expect(await bench.filesWith(token)).toEqual([]);
  });

  test('says which package the repository lacks', async () => {
    const dependencies = { ...project.dependencies, absent: '1.0.0' };
    const absent = { version: '1.0.0', integrity: shapes.integrity };
    await bench.write({
      'package.json': JSON.stringify({ ...project, dependencies }),
      'package-lock.json': lockWith({ 'node_modules/absent': absent }, dependencies),
    });
    const gated = await bench.install(inputs);
    expect(gated).toMatchObject({ outcome: { verdict: 'failed', exitCode: 1 }, token: '' });
    expect(gated.outcome.reason).toContain('absent 1.0.0');
    const { outcome } = await bench.install({ ...inputs, verify: 'off', cache: 'false' });
    expect(outcome).toMatchObject({ verdict: 'error', exitCode: 2, error: { code: 'PACKAGE_MISSING' } });
    expect(outcome.error?.message).toContain('absent');
  });

  test('ends a child that runs when it is cancelled, and cleans up', async () => {
    const before = (await bench.children()).length;
    const { outcome, token } = await bench.install(inputs, (host) => {
      const wait = setInterval(async () => {
        const children = await bench.children();
        if (!children.slice(before).some((child) => child.startsWith('npm ci'))) return;
        clearInterval(wait);
        host.signal('SIGTERM');
      }, 5);
    });
    expect(outcome.exitCode).toBe(143);
    expect(await bench.filesWith(token)).toEqual([]);
    expect(await leftovers()).toEqual([]);
  });

  test('plans without a token', async () => {
    const { outcome, calls } = await bench.install({ ...inputs, plan: 'true' });
    expect(outcome).toMatchObject({
      verdict: 'passed',
      plan: [{ call: 'codeartifact:GetAuthorizationToken' }],
    });
    expectAsked(calls);
  });
});

test('a token in the project for the very address of the repository does not win', async () => {
  await bench.install(inputs);
  const child = (await bench.children()).findLast((text) => text.startsWith('npm ci')) ?? '';
  const [, address] = / --registry=http:(\S+)/.exec(child) ?? [];
  await bench.write({
    '.npmrc': `${address}:_authToken=other\n${address}:_auth=b3RoZXI=\n${address}:username=other\n`,
  });
  const { outcome } = await bench.install(inputs);
  expect(outcome).toMatchObject({ verdict: 'passed', outputs: { packages: 3 } });
});

describe('before anything is asked of AWS, install with npm refuses', () => {
  test.each([
    ['a lock without integrity', { lock: lockWithout('integrity') }, {}, 'LOCK_UNPINNED'],
    ['a proxy in the project', { npmrc: 'https-proxy=http://127.0.0.1:9' }, {}, 'INSTALL_CONFIG_UNSAFE'],
    ['a build that is not in the lock', {}, { 'allow-build': '$(touch pwned)' }, 'INPUT_INVALID'],
    ['a lock with a command for a name', {}, { lock: '$(touch pwned)/package-lock.json' }, 'FILE_MISSING'],
    ['a domain of several lines', {}, { domain: 'ml\n::set-output name=x::y' }, 'INPUT_INVALID'],
    ['an owner that is no account', {}, { owner: '`touch pwned`' }, 'INPUT_INVALID'],
  ])('%s', async (_name, files, changed, code) => {
    await bench.write({
      ...('lock' in files ? { 'package-lock.json': files.lock } : {}),
      ...('npmrc' in files ? { '.npmrc': files.npmrc } : {}),
    });
    const { outcome, calls } = await bench.install({ ...inputs, ...changed });
    expect(outcome).toMatchObject({ verdict: 'error', exitCode: 2, error: { code } });
    expect(calls).toEqual([]);
    expect((await bench.paths()).filter((path) => path.endsWith('/pwned'))).toEqual([]);
  });

  function lockWithout(member: string): string {
    const packages = { '': {}, 'node_modules/a': { version: '1.0.0', [`no-${member}`]: '' } };
    return JSON.stringify({ lockfileVersion: 3, packages });
  }
});

test('a repository that does not exist, whatever its name, is said to be missing', async () => {
  const { outcome } = await bench.install({ ...inputs, repository: '$(touch pwned)' });
  expect(outcome).toMatchObject({ verdict: 'error', error: { code: 'RESOURCE_MISSING' } });
  expect((await bench.paths()).filter((path) => path.endsWith('/pwned'))).toEqual([]);
});

test('a token that has ended when npm uses it is told as such', async () => {
  const expiring = await startBench(
    { npm: [shapes, builder, sneaky] },
    { faults: [{ target: 'codeartifact', kind: 'expire', rate: 1, ms: 1 }] },
  );
  try {
    await expiring.write({ 'package.json': JSON.stringify(project), 'package-lock.json': lockWith() });
    const { outcome, token } = await expiring.install(inputs);
    expect(outcome).toMatchObject({ verdict: 'error', exitCode: 3, error: { code: 'INSTALL_DENIED' } });
    expect(await expiring.filesWith(token)).toEqual([]);
  } finally {
    await expiring.close();
  }
});
