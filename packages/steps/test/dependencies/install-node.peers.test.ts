import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeTgz } from '../../../sandbox/test/package-files.ts';
import { homeOf, type NodeProject, nodeTools, startProject, unwantedHome } from './node-projects.ts';
import { type Files, watchCommandLines } from './node-tools.ts';

describe.each(nodeTools)('install with %s', (tool) => {
  let it: NodeProject;
  let inputs: Readonly<Record<string, string>>;

  beforeAll(async () => {
    it = await startProject(tool);
    inputs = { manager: it.manager, lock: it.lockName };
  });
  afterAll(() => it.close());
  beforeEach(() => it.reset());

  /** The files of the project as they are now. */
  async function sources(files: Files): Promise<Files> {
    const texts = Object.keys(files).map(async (path) => [path, await it.bench.read(path)] as const);
    return Object.fromEntries(await Promise.all(texts));
  }
  async function leftovers(): Promise<string[]> {
    const names = await readdir(join(it.bench.folder, 'tmp'));
    const own = await readdir(join(it.bench.project, '.ml-ci')).catch(() => []);
    return [...names, ...own].filter((name) => name.startsWith('ml-ci-') || name.startsWith('install-'));
  }
  const print = (code: string, folder = '.') =>
    promisify(execFile)('node', ['-p', code], { cwd: join(it.bench.project, folder) });

  test('installs the lock from the repository alone, with what may be built, and leaves no token', async () => {
    const { url } = it.decoy;
    for (const [path, text] of Object.entries(unwantedHome(it.decoy))) {
      await mkdir(dirname(join(homeOf(it.bench), path)), { recursive: true });
      await writeFile(join(homeOf(it.bench), path), text);
    }
    // The project was set up for other registries.
    const files = {
      ...it.files,
      '.npmrc': `registry=${url}\n@ml:registry=${url}\n${url.replace('http:', '')}:_authToken=other\n`,
      ...(tool === 'yarn-1' ? { '.yarnrc': `registry "${url}"\nyarn-path "./pwn.cjs"\n` } : {}),
      ...(tool === 'yarn-4'
        ? {
            '.yarnrc.yml': `nodeLinker: node-modules\nyarnPath: ./pwn.cjs\nplugins: [./pwn.cjs]\nenableScripts: true\nnpmRegistryServer: "${url}"\nnpmScopes: { ml: { npmRegistryServer: "${url}", npmAuthToken: other } }\n`,
          }
        : {}),
      'pwn.cjs': `require('fs').writeFileSync(__dirname + '/pwned', '')`,
      ...(it.manager === 'pnpm' ? { '.pnpmfile.cjs': `require('./pwn.cjs')` } : {}),
    };
    await it.reset(files);
    const before = (await it.bench.children()).length;
    const watch = watchCommandLines();
    const { outcome, token } = await it.bench.install({ ...inputs, 'allow-build': 'builder' });
    const lines = await watch.stop();
    expect(outcome.error).toBeUndefined();
    expect(outcome).toMatchObject({ verdict: 'passed', outputs: { packages: 4, manager: it.manager } });
    expect(it.decoy.asked).toEqual([]);
    expect(await sources(files)).toEqual(files);
    expect(await it.bench.exists('pwned')).toBe(false);
    expect(token).not.toBe('');
    expect(await it.bench.filesWith(token)).toEqual([]);
    expect([...lines].filter((line) => line.includes(token))).toEqual([]);
    expect([...lines].some((line) => line.includes('\0install\0'))).toBe(true);
    const children = (await it.bench.children()).slice(before);
    for (const child of children) expect(child).not.toMatch(/^(?:AWS_|ML_CI|GITHUB_|ACTIONS_)/m);
    const withToken = children.filter((child) => child.includes(token));
    expect(withToken.map((child) => child.split(' ').slice(0, 2).join(' '))).toEqual([
      `${it.manager} install`,
    ]);
    expect(await leftovers()).toEqual([]);
    const { stdout } = await print(
      "const at = require('path').dirname(require.resolve('@ml/shapes')); require.resolve('builder', { paths: [at] })",
    );
    const built = await readFile(join(dirname(stdout.trim()), 'built.txt'), 'utf8');
    expect(built).not.toMatch(/AWS_|ML_CI|GITHUB_|ACTIONS_|CODEARTIFACT/);
    expect(built).not.toContain(token);
    expect((await it.bench.paths()).filter((path) => path.endsWith('ran.txt'))).toEqual([]);
  });

  test('links what workspaces ask for, twice, whatever lay there', async () => {
    await it.bench.install(inputs);
    const { stdout } = await print("require.resolve('sneaky')");
    await writeFile(stdout.trim(), 'module.exports = "tampered";\n');
    const { outcome } = await it.bench.install(inputs);
    expect(outcome).toMatchObject({ verdict: 'passed', outputs: { packages: 4 } });
    expect((await print("require('sneaky')")).stdout.trim()).toBe('1.0.0');
    expect((await print("require('tool')", 'packages/part')).stdout.trim()).toBe('1.0.0');
    expect(await sources(it.files)).toEqual(it.files);
  });

  test.each([
    ['the project', 'package.json', '"sneaky":"1.0.0"', '"sneaky":"^1.0.0"'],
    ['a workspace', 'packages/part/package.json', '"tool":"1.0.0"', '"tool":"^1.0.0"'],
  ])('refuses a lock that %s has left behind', async (_name, path, asked, wanted) => {
    await it.bench.write({ [path]: (it.files[path] ?? '').replace(asked, wanted) });
    const { outcome } = await it.bench.install(inputs);
    expect(outcome).toMatchObject({ verdict: 'error', error: { code: 'LOCK_STALE' } });
    expect(await leftovers()).toEqual([]);
  });

  test('fails where the repository gives other bytes', async () => {
    const { bytes } = await makeTgz('sneaky', '1.0.0', {}, { 'evil.js': '' });
    const at = { owner: '111111111111', region: 'eu-west-1', domain: 'ml', repository: 'pinned' };
    const { codeartifact } = it.bench.sandbox.stores;
    const swap = (content: Uint8Array) =>
      codeartifact.swapAsset(at, { format: 'npm', name: 'sneaky' }, '1.0.0', 'package.tgz', content);
    swap(bytes);
    try {
      // The index still tells the old hash, so that only who looks at the bytes can see it.
      const { outcome, token } = await it.bench.install({ ...inputs, cache: 'false' });
      expect(outcome).toMatchObject({ verdict: 'failed', exitCode: 1 });
      expect(outcome.reason).toContain('not what the lock says');
      expect((await it.bench.paths()).filter((path) => path.endsWith('evil.js'))).toEqual([]);
      expect(await it.bench.filesWith(token)).toEqual([]);
    } finally {
      swap(it.packages.sneaky.bytes);
    }
  });

  test('fails where the lock has another hash', async () => {
    const lock = it.files[it.lockName] ?? '';
    const changed = lock.replace(
      /(sneaky[\s\S]*?(?:sha512-|checksum: \w+\/))(\w)/,
      (_, before, letter) => `${before}${letter === '0' ? '1' : '0'}`,
    );
    expect(changed).not.toBe(lock);
    await it.bench.write({ [it.lockName]: changed });
    const { outcome } = await it.bench.install({ ...inputs, verify: 'off' });
    expect(outcome).toMatchObject({ verdict: 'failed', exitCode: 1 });
    expect(outcome.reason).toContain('not what the lock says');
    expect(await it.bench.exists('node_modules/sneaky/package.json')).toBe(false);
  });

  test('says which package the repository lacks', async () => {
    const files = Object.fromEntries(
      Object.entries(it.files).map(([path, text]) => [path, text.replaceAll('sneaky', 'sneakz')]),
    );
    await it.reset(files);
    const { outcome } = await it.bench.install({ ...inputs, verify: 'off' });
    expect(outcome).toMatchObject({ verdict: 'error', exitCode: 2, error: { code: 'PACKAGE_MISSING' } });
    expect(outcome.error?.message).toContain('sneakz');
  });

  test('ends a child that runs when it is cancelled, and cleans up', async () => {
    const before = (await it.bench.children()).length;
    const { outcome, token } = await it.bench.install(inputs, (host) => {
      const wait = setInterval(async () => {
        const children = await it.bench.children();
        if (!children.slice(before).some((child) => child.startsWith(`${it.manager} install`))) return;
        clearInterval(wait);
        host.signal('SIGTERM');
      }, 5);
    });
    expect(outcome.exitCode).toBe(143);
    expect(await it.bench.filesWith(token)).toEqual([]);
    expect(await leftovers()).toEqual([]);
  });

  test('a token that has ended when it is used is told as such', async () => {
    const faults = [{ target: 'codeartifact', kind: 'expire', rate: 1, ms: 1 }] as const;
    const expiring = await startProject(tool, { faults: [...faults] });
    try {
      await expiring.reset({ ...it.files });
      const { outcome, token } = await expiring.bench.install(inputs);
      expect(outcome).toMatchObject({ verdict: 'error', exitCode: 3, error: { code: 'INSTALL_DENIED' } });
      expect(await expiring.bench.filesWith(token)).toEqual([]);
    } finally {
      await expiring.close();
    }
  });

  test('another version of the tool is refused', async () => {
    const fake = join(it.bench.folder, 'bin', it.manager);
    const real = await readFile(fake, 'utf8');
    await writeFile(fake, '#!/bin/sh\necho 3.1.0\n');
    try {
      const { outcome, calls } = await it.bench.install(inputs);
      expect(outcome).toMatchObject({ verdict: 'error', error: { code: 'CHILD_MISSING' } });
      expect(calls).toEqual([]);
    } finally {
      await writeFile(fake, real);
    }
  });
});
