import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { login } from '../../../sandbox/test/codeartifact-setup.ts';
import { makeTgz } from '../../../sandbox/test/package-files.ts';
import { type NodeProject, startProject } from './node-projects.ts';
import { commandsOf, type NodeTool } from './node-tools.ts';

const run = promisify(execFile);
const at = { owner: '111111111111', region: 'eu-west-1', domain: 'ml', repository: 'pinned' } as const;

/** Every file of a folder. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

describe.each(['yarn-1', 'yarn-4'] as const)('the downloads that %s leaves', (tool) => {
  let it: NodeProject;
  let good: Buffer;
  let evil: Buffer;
  const name = { format: 'npm', name: 'sneaky' } as const;
  const swap = (bytes: Uint8Array) =>
    it.bench.sandbox.stores.codeartifact.swapAsset(at, name, '1.0.0', 'package.tgz', bytes);
  const install = async () => {
    await it.reset();
    return await it.bench.install({ manager: it.manager, lock: it.lockName, verify: 'off' });
  };
  const passes = { verdict: 'passed', outputs: { packages: 4 } };
  const kept = () => filesIn(join(it.bench.folder, 'home/.cache/ml-ci/packages'));
  const installed = () => it.bench.read('node_modules/sneaky/index.js');

  beforeAll(async () => {
    it = await startProject(tool);
    good = it.packages.sneaky.bytes;
    evil = (await makeTgz('sneaky', '1.0.0', {}, { 'index.js': 'evil = true;\n' })).bytes;
  });
  afterAll(() => it.close());
  beforeEach(() => rm(join(it.bench.folder, 'home/.cache'), { recursive: true, force: true }));
  afterEach(() => swap(good));

  test('are installed the next time without a download, and hold no token', async () => {
    const { outcome, token } = await install();
    expect(outcome).toMatchObject(passes);
    expect((await kept()).map((file) => file.replace(/.*\./, ''))).toEqual(
      Array(4).fill(tool === 'yarn-1' ? 'tgz' : 'zip'),
    );
    expect(token).not.toBe('');
    expect(await it.bench.filesWith(token)).toEqual([]);
    swap(evil);
    expect((await install()).outcome).toMatchObject(passes);
    expect(await installed()).toContain('1.0.0');
  });

  test('are not installed where somebody changed them', async () => {
    await install();
    const files = (await kept()).filter((file) => file.includes('sneaky'));
    expect(files).toHaveLength(1);
    for (const file of files)
      await writeFile(
        file,
        tool === 'yarn-1' ? evil : alteredZip(await readFile(file), '"1.0.0"', '"6.6.6"'),
      );
    expect((await install()).outcome).toMatchObject(passes);
    expect(await installed()).toContain('1.0.0');
    swap(evil); // what is kept is right again
    expect((await install()).outcome).toMatchObject(passes);
  });
});

test('Yarn 4 keeps what Plug and Play takes from its archives', async () => {
  const it = await startProject('yarn-4');
  try {
    const files = { ...it.files, '.yarnrc.yml': '{}\n' };
    const install = async () => {
      await it.reset(files);
      return await it.bench.install({ manager: 'yarn', lock: 'yarn.lock', verify: 'off' });
    };
    expect((await install()).outcome).toMatchObject({ verdict: 'passed' });
    const evil = await makeTgz('sneaky', '1.0.0', {}, { 'index.js': 'evil = true;\n' });
    const name = { format: 'npm', name: 'sneaky' } as const;
    it.bench.sandbox.stores.codeartifact.swapAsset(at, name, '1.0.0', 'package.tgz', evil.bytes);
    expect((await install()).outcome).toMatchObject({ verdict: 'passed' });
  } finally {
    await it.close();
  }
});

/** A zip with other content of the same length, and its checksum. */
function alteredZip(zip: Buffer, from: string, to: string): Buffer {
  const entry = `module.exports = ${from};\n`;
  const start = zip.indexOf(entry);
  if (start < 0) throw new Error('the archive does not hold it as it is');
  const changed = Buffer.from(zip);
  changed.write(entry.replace(from, to), start);
  const [old, fresh] = [Buffer.alloc(4), Buffer.alloc(4)];
  old.writeUInt32LE(crc32(entry));
  fresh.writeUInt32LE(crc32(entry.replace(from, to)));
  for (let place = changed.indexOf(old); place >= 0; place = changed.indexOf(old, place + 4))
    fresh.copy(changed, place);
  return changed;
}

describe.each(['pnpm-10', 'pnpm-11', 'pnpm-12', 'yarn-1'] as const)('by itself, %s', (tool) => {
  let it: NodeProject;
  beforeAll(async () => {
    it = await startProject(tool);
  });
  afterAll(() => it.close());

  test('installs an unpacked file of its cache that somebody changed, so that these are not kept', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ml-ci-node-cache-'));
    try {
      const install = () => byItself(it, tool, folder);
      expect(await install()).toContain('1.0.0');
      const text = Buffer.from('module.exports = "1.0.0";\n');
      let changed = 0;
      for (const file of await filesIn(join(folder, 'cache'))) {
        if (!(await readFile(file)).equals(text)) continue;
        const { atime, mtime } = await stat(file);
        await rm(file); // it may be a link to what was installed
        await writeFile(file, 'module.exports = "6.6.6";\n');
        await utimes(file, atime, mtime);
        changed += 1;
      }
      expect(changed).toBeGreaterThan(0);
      // Once this is refused, they may be kept.
      expect(await install()).toContain('6.6.6');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  test.runIf(tool.startsWith('pnpm'))('keeps nothing for install', async () => {
    await it.reset();
    const { outcome } = await it.bench.install({ manager: it.manager, lock: it.lockName });
    expect(outcome).toMatchObject({ verdict: 'passed' });
    expect(await filesIn(join(it.bench.folder, 'home/.cache/ml-ci/packages'))).toEqual([]);
  });
});

/** Installs with a cache that stays, as a person would; what `sneaky` then is. */
async function byItself(it: NodeProject, tool: NodeTool, folder: string): Promise<string> {
  const { token, endpoint } = await login(it.bench.sandbox, 'npm', 'pinned', 'eu-west-1');
  const project = join(folder, 'project');
  await rm(project, { recursive: true, force: true });
  for (const [path, text] of Object.entries(it.files)) {
    await mkdir(dirname(join(project, path)), { recursive: true });
    await writeFile(join(project, path), text);
  }
  const npmrc = `registry=${endpoint}\n${endpoint.replace('http:', '')}:_authToken=${token}\nalways-auth=true\n`;
  await writeFile(join(folder, 'user-npmrc'), npmrc);
  await writeFile(join(folder, '.npmrc'), npmrc);
  const cache = join(folder, 'cache');
  const args =
    it.manager === 'pnpm'
      ? ['--ignore-scripts', `--config.store-dir=${cache}/store`, `--config.cache-dir=${cache}/meta`]
      : ['--ignore-scripts', `--cache-folder=${cache}`];
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    NPM_CONFIG_USERCONFIG: join(folder, 'user-npmrc'),
    CI: 'true',
  };
  const command = join(commandsOf(tool), it.manager);
  await run(command, ['install', '--frozen-lockfile', ...args], { cwd: project, env });
  return await readFile(join(project, 'node_modules/sneaky/index.js'), 'utf8');
}
