import { execFile } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeTgz } from '../packages/sandbox/test/package-files.ts';
import { type Bench, startBench } from '../packages/steps/test/dependencies/bench.ts';
import { type GithubCache, startGithubCache } from './support/github-cache.ts';

const at = { owner: '111111111111', region: 'eu-west-1', domain: 'ml', repository: 'pinned' } as const;
const shapes = await makeTgz('shapes', '2.0.0', {});
const more = await makeTgz('more', '1.0.0', {});
const evil = await makeTgz('shapes', '2.0.0', {}, { 'index.js': 'evil = true;\n' });

/** A machine with other work to do takes its time for several installs. */
const patient = { timeout: 60_000 };

let bench: Bench;
let cache: GithubCache;
beforeEach(async () => {
  bench = await startBench({ npm: [shapes, more] }, {}, { commands: ['tar', 'zstd'] });
  cache = await startGithubCache();
  await lockOf(shapes);
});
afterEach(async () => {
  await cache.close();
  await bench.close();
});

/** Makes the project one that has these packages. */
async function lockOf(...wanted: readonly { readonly fileName: string; readonly integrity: string }[]) {
  const pins = wanted.map(({ fileName, integrity }) => {
    const [, name = '', version = ''] = /^(.*)-(.*)\.tgz$/.exec(fileName) ?? [];
    return { name, version, integrity, resolved: `https://registry.npmjs.org/${name}/-/${fileName}` };
  });
  const dependencies = Object.fromEntries(pins.map(({ name, version }) => [name, version]));
  const project = { name: 'model', version: '1.0.0', dependencies };
  const entries = pins.map(({ name, ...entry }) => [`node_modules/${name}`, entry]);
  const packages = { '': project, ...Object.fromEntries(entries) };
  await bench.write({
    'package.json': JSON.stringify(project),
    'package-lock.json': JSON.stringify({ ...project, lockfileVersion: 3, requires: true, packages }),
  });
}

const [definition, runner] = ['steps/src/dependencies/install/index.ts', 'cli/src/action.ts'].map((path) =>
  JSON.stringify(join(import.meta.dirname, '../packages', path)),
);
const fromSources = [
  '--input-type=module-typescript',
  '--eval',
  `import { install } from ${definition};\nimport { runAction } from ${runner};\nawait runAction(install);`,
];
const fromBundle = [join(import.meta.dirname, '../actions/dist/install.js')];

/** Installs as an action on a machine that is new; what it printed. */
async function install(
  variables: Readonly<Record<string, string>> = cache.env,
  args: readonly string[] = fromSources,
): Promise<string> {
  const tools = join(bench.folder, 'home/tools');
  const temp = join(bench.folder, 'tmp/runner');
  for (const path of [tools, temp, join(bench.project, 'node_modules')])
    await rm(path, { recursive: true, force: true });
  await mkdir(temp);
  const inputs = { ...at, lock: 'package-lock.json', manager: 'npm' };
  const env = {
    ...bench.env,
    ...variables,
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: bench.project,
    RUNNER_TEMP: temp,
    RUNNER_TOOL_CACHE: tools,
    ...Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
    ),
  };
  const options = { cwd: bench.project, env };
  const done = promisify(execFile)(process.execPath, args, options);
  return (await done.catch((error: { readonly stdout: string }) => error)).stdout;
}

/** What is in the tar of an entry, with the headers. */
function contentOf(bytes: Buffer = Buffer.alloc(0)): Buffer {
  return isZstd(bytes) ? zstdDecompressSync(bytes) : gunzipSync(bytes);
}

function isZstd(bytes: Buffer): boolean {
  return bytes.readUInt32LE(0) === 0xfd2fb528;
}

function swap(): void {
  const name = { format: 'npm', name: 'shapes' } as const;
  bench.sandbox.stores.codeartifact.swapAsset(at, name, '2.0.0', 'package.tgz', evil.bytes);
}

it.each([
  ['sources', fromSources],
  ['bundle', fromBundle],
])(
  'saves the downloads once, and a new machine installs from them, by the %s',
  patient,
  async (_name, args) => {
    expect(await install(cache.env, args)).toContain('install passed');
    expect(cache.entries.map(({ key, isFinal }) => [key.replace(/[0-9a-f]{64}$/, 'HASH'), isFinal])).toEqual([
      [expect.stringMatching(/^ml-ci-npm-11-linux-\w+-node24-HASH$/), true],
    ]);
    swap(); // only what was saved can be installed now
    cache.calls.length = 0;
    expect(await install(cache.env, args)).toContain('install passed');
    expect(await bench.read('node_modules/shapes/index.js')).toContain('2.0.0');
    expect(cache.calls).toEqual(['GetCacheEntryDownloadURL']);
  },
);

it('saves archives of the lock and nothing else, no token of anybody among it', patient, async () => {
  await install();
  const content = contentOf(cache.entries[0]?.bytes);
  expect(content.includes(shapes.bytes)).toBe(true);
  expect(content.toString('latin1')).not.toMatch(/ey[\w.-]{500,}|authorization|index-v5/i);
  expect(content.includes(cache.env.ACTIONS_RUNTIME_TOKEN ?? '')).toBe(false);
  for (const child of await bench.children()) expect(child).not.toMatch(/^(?:AWS_|ML_CI|GITHUB_|ACTIONS_)/m);
  expect((await bench.children()).some((child) => child.startsWith('tar '))).toBe(true);
});

it('takes what another lock left, and adds what that had not', patient, async () => {
  await install();
  swap();
  await lockOf(shapes, more);
  expect(await install()).toContain('install passed');
  expect(await bench.read('node_modules/shapes/index.js')).toContain('2.0.0');
  expect(cache.entries.map(({ isFinal }) => isFinal)).toEqual([true, true]);
  expect(contentOf(cache.entries[1]?.bytes).includes(more.bytes)).toBe(true);
  await lockOf(more); // all of it is there
  expect(await install()).toContain('install passed');
  expect(cache.entries).toHaveLength(2);
});

it('does not install what somebody changed in what was saved', patient, async () => {
  await install();
  const [entry] = cache.entries;
  if (!entry?.bytes) throw new Error('nothing was saved');
  const content = contentOf(entry.bytes);
  const start = content.indexOf(shapes.bytes);
  content.fill(0, start + 20, start + 40);
  entry.bytes = isZstd(entry.bytes) ? zstdCompressSync(content) : gzipSync(content);
  const printed = await install();
  expect(printed).toContain('Cache restored successfully');
  expect(printed).not.toContain('of earlier runs');
  expect(printed).toContain('install passed');
  expect(await bench.read('node_modules/shapes/index.js')).toContain('2.0.0');
});

it(
  'installs with a warning where the service is broken, and without one where there is none',
  patient,
  async () => {
    cache.breakWith(403);
    const printed = await install();
    expect(printed).toMatch(/^::warning::.*broken on purpose/m);
    expect(printed).not.toContain('::error');
    expect(printed).toContain('install passed');
    const { ACTIONS_RUNTIME_TOKEN: _, ...none } = cache.env;
    cache.calls.length = 0;
    expect(await install({ ...none, ACTIONS_RUNTIME_TOKEN: '' })).not.toContain('::warning');
    expect(cache.calls).toEqual([]);
  },
);
