import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type NodeProject, startProject } from './node-projects.ts';
import type { Files, NodeTool } from './node-tools.ts';

let it: NodeProject;
const inputs = () => ({ manager: it.manager, lock: it.lockName });

function openFor(tool: NodeTool): void {
  beforeAll(async () => {
    it = await startProject(tool);
  });
  afterAll(() => it.close());
  beforeEach(() => it.reset());
}

/** Installs changed files, and expects all four packages from the repository alone, with the files as they were. */
async function expectInstalled(files: Files): Promise<void> {
  await it.reset(files);
  const { outcome } = await it.bench.install(inputs());
  expect(outcome.error).toBeUndefined();
  expect(outcome).toMatchObject({ verdict: 'passed', outputs: { packages: 4 } });
  for (const [path, text] of Object.entries(files)) expect(await it.bench.read(path)).toBe(text);
  expect(it.decoy.asked).toEqual([]);
}

const node = (code: string, args: readonly string[] = []) =>
  promisify(execFile)(process.execPath, [...args, '-p', code], { cwd: it.bench.project });

async function expectUnsafe(files: Files): Promise<void> {
  await it.reset({ ...it.files, ...files });
  const { outcome, calls } = await it.bench.install(inputs());
  expect(outcome).toMatchObject({ verdict: 'error', exitCode: 2, error: { code: 'INSTALL_CONFIG_UNSAFE' } });
  expect(calls).toEqual([]);
}

describe.each(['pnpm-10', 'pnpm-11', 'pnpm-12'] as const)('a project of %s', (tool) => {
  openFor(tool);

  test('whose lock has addresses of the public registry is installed from a copy', async () => {
    const name = it.lockName;
    const lock = (it.files[name] ?? '').replace(
      /(tool@1\.0\.0':?\n? *|tool@1\.0\.0:\n +)resolution: \{(integrity: [^}]+)\}/,
      '$1resolution: {$2, tarball: https://registry.npmjs.org/tool/-/tool-1.0.0.tgz}',
    );
    expect(lock).not.toBe(it.files[name]);
    await expectInstalled({ ...it.files, [name]: lock });
    expect((await node("require('./packages/part/node_modules/tool')")).stdout.trim()).toBe('1.0.0');
    const bin = join(it.bench.project, 'packages/part/node_modules/.bin/tool');
    await promisify(execFile)(bin, [], { cwd: it.bench.project });
  });

  test('with a .pnpmfile.cjs in its lock is installed without running it', async () => {
    const hook = 'module.exports = { hooks: { readPackage: (one) => one } };\n';
    const files: Files = { ...it.files, '.pnpmfile.cjs': hook };
    const sources = Object.fromEntries(Object.entries(files).filter(([path]) => path !== it.lockName));
    const lock = await it.lockOf(sources);
    expect(lock).toContain('pnpmfileChecksum');
    await expectInstalled({ ...files, [it.lockName]: lock });
  });

  test('with a plugin for pnpm is installed without running it', async () => {
    const plugin = `configDependencies: { pnpm-plugin-eager: "1.0.0+${it.packages.plugin.integrity}" }\n`;
    const workspace = `${it.files['pnpm-workspace.yaml']}${plugin}`;
    const files: Files = { ...it.files, 'pnpm-workspace.yaml': workspace };
    // Its lock has no entry of the plugin.
    if (tool === 'pnpm-10') return await expectUnsafe(files);
    const sources = Object.fromEntries(Object.entries(files).filter(([path]) => path !== it.lockName));
    await expectInstalled({ ...files, [it.lockName]: await it.lockOf(sources) });
    expect(await it.bench.exists('pwned')).toBe(false);
  });

  test('that names another pnpm is installed by this one, and none is fetched', async () => {
    const manifest = (it.files['package.json'] ?? '').replace('{', '{"packageManager":"pnpm@10.1.0",');
    await expectInstalled({ ...it.files, 'package.json': manifest });
  });

  test('that lies in the workspace of another is installed for itself', async () => {
    const own = { 'package.json': JSON.stringify({ name: 'alone', dependencies: { sneaky: '1.0.0' } }) };
    const lock = await it.lockOf({ ...own, 'pnpm-workspace.yaml': 'minimumReleaseAge: 0\n' });
    await it.reset({
      ...it.files,
      'packages/alone/package.json': own['package.json'],
      'packages/alone/.npmrc': 'minimum-release-age=0\n',
      'packages/alone/pnpm-lock.yaml': lock,
    });
    const { outcome } = await it.bench.install({ ...inputs(), lock: 'packages/alone/pnpm-lock.yaml' });
    if (tool === 'pnpm-10') expect(outcome).toMatchObject({ verdict: 'passed', outputs: { packages: 1 } });
    // They read their settings from YAML alone, and find these packages too young for a lock of their own.
    else expect(outcome.error?.message).toMatch(/MINIMUM_RELEASE_AGE|failed verification/);
    expect(await it.bench.exists('node_modules')).toBe(false);
  });

  test.each([
    ['a proxy', { '.npmrc': 'https-proxy=http://127.0.0.1:9\n' }],
    ['a proxy of a workspace', { 'packages/part/.npmrc': 'https-proxy=http://127.0.0.1:9\n' }],
    ['no certificates', { 'pnpm-workspace.yaml': 'packages: [packages/*]\nstrictSsl: false\n' }],
    ['a Node of its own', { 'pnpm-workspace.yaml': 'packages: [packages/*]\nuseNodeVersion: 22.0.0\n' }],
  ])('that wants %s is refused before anything is asked', async (_name, files) => {
    await expectUnsafe(files);
  });

  test('with credentials for the repository is refused, as they would win', async () => {
    await it.bench.install(inputs());
    const child = (await it.bench.children()).findLast((text) => text.startsWith('pnpm install')) ?? '';
    const [, address] = / --registry=http:(\S+)/.exec(child) ?? [];
    await it.bench.write({ '.npmrc': `${address}:_authToken=other\n` });
    const { outcome } = await it.bench.install(inputs());
    expect(outcome).toMatchObject({ verdict: 'error', error: { code: 'INSTALL_CONFIG_UNSAFE' } });
  });

  test('that sends scopes elsewhere in YAML', async () => {
    const { url } = it.decoy;
    const workspace = `${it.files['pnpm-workspace.yaml']}registries: { default: "${url}", "@ml": "${url}" }\n`;
    const files = { ...it.files, 'pnpm-workspace.yaml': workspace };
    if (tool === 'pnpm-10') await expectUnsafe(files);
    else await expectInstalled(files);
  });
});

describe('a project of yarn-1', () => {
  openFor('yarn-1');

  test('whose lock has addresses of the public registry is installed from the repository', async () => {
    const lock = (it.files['yarn.lock'] ?? '').replace(
      /http:\/\/127[^"]*\/npm\/pinned\//g,
      'https://registry.yarnpkg.com/',
    );
    expect(lock).toContain('yarnpkg');
    await expectInstalled({ ...it.files, 'yarn.lock': lock });
  });

  test.each([
    ['a proxy', { '.yarnrc': 'https-proxy "http://127.0.0.1:9"\n' }],
    ['other arguments', { '.yarnrc': '--install.ignore-scripts false\n' }],
    ['no certificates', { '.npmrc': 'strict-ssl=false\n' }],
  ])('that wants %s is refused before anything is asked', async (_name, files) => {
    await expectUnsafe(files);
  });
});

describe('a project of yarn-4', () => {
  openFor('yarn-4');

  test("with Plug'n'Play has its archives in the project, and runs", async () => {
    await expectInstalled({ ...it.files, '.yarnrc.yml': 'nodeLinker: pnp\n' });
    const { stdout } = await node("require('@ml/shapes')", ['--require', './.pnp.cjs']);
    expect(stdout.trim()).toBe('2.0.0');
    expect(await it.bench.exists('node_modules')).toBe(false);
    const built = await it.bench.install({ ...inputs(), 'allow-build': 'builder' });
    expect(built.outcome).toMatchObject({ verdict: 'error', error: { code: 'INPUT_INVALID' } });
  });

  test('with links to a store is proved as well', async () => {
    await expectInstalled({ ...it.files, '.yarnrc.yml': 'nodeLinker: pnpm\n' });
    expect((await node("require('@ml/shapes')")).stdout.trim()).toBe('2.0.0');
  });

  test('whose lock names another address for an archive is installed from the repository', async () => {
    const archive = `@npm:1.0.0::__archiveUrl=${encodeURIComponent(`${it.decoy.url}sneaky.tgz`)}`;
    const lock = (it.files['yarn.lock'] ?? '').replace(
      'resolution: "sneaky@npm:1.0.0"',
      `resolution: "sneaky${archive}"`,
    );
    expect(lock).toContain('__archiveUrl');
    await expectInstalled({ ...it.files, 'yarn.lock': lock });
  });
});
