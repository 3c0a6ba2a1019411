import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeTgz, type PackageFile } from '../../../sandbox/test/package-files.ts';
import { type Bench, startBench } from './bench.ts';
import { commandsOf, type Files, writeLock } from './node-tools.ts';
import { startRegistry } from './public-registry.ts';

const at = { owner: '111111111111', region: 'eu-west-1', domain: 'ml', repository: 'pinned' } as const;
const inputs = { lock: 'yarn.lock' };
const allowed = { ...inputs, 'allow-unchecked': '@native/*' };
const name = { format: 'npm', namespace: 'native', name: 'here' } as const;
const manifest = JSON.stringify({ name: 'model', dependencies: { tool: '1.0.0' } });
const optional = { '@native/here': '1.0.0', '@native/other': '1.0.0' };

let here: PackageFile;
let evil: PackageFile;
let bench: Bench;
let lock: string;

beforeAll(async () => {
  const forHere = { os: [process.platform], cpu: [process.arch] };
  here = await makeTgz('@native/here', '1.0.0', forHere, { 'here.js': '' });
  evil = await makeTgz('@native/here', '1.0.0', forHere, { 'evil.js': '' });
  const other = await makeTgz('@native/other', '1.0.0', { os: ['aix'] });
  const tool = await makeTgz('tool', '1.0.0', {
    optionalDependencies: optional,
    dependencies: { needed: '1.0.0' },
  });
  const needed = await makeTgz('needed', '1.0.0', { os: [process.platform] });
  const tools = { commands: ['yarn'], path: [commandsOf('yarn-4')] };
  bench = await startBench({ npm: [here, other, tool, needed] }, {}, tools);
  lock = await writeLock(bench, 'yarn-4', { 'package.json': manifest });
});
afterAll(() => bench.close());
beforeEach(() => reset());

async function reset(files: Files = {}): Promise<void> {
  await rm(bench.project, { recursive: true, force: true });
  const rc = 'nodeLinker: node-modules\n';
  await bench.write({ 'package.json': manifest, 'yarn.lock': lock, '.yarnrc.yml': rc, ...files });
}

const entryOf = (of: string) => new RegExp(`^"${of}@npm.*\\n(?:  .*\\n)+`, 'm').exec(lock)?.[0] ?? '';
const swap = (bytes: Uint8Array, hashes: 'kept' | 'new' = 'kept') =>
  bench.sandbox.stores.codeartifact.swapAsset(at, name, '1.0.0', 'package.tgz', bytes, { hashes });

describe('a yarn.lock of Yarn 4 with packages for one platform', () => {
  test('has a checksum of what must be there, and of nothing else that has conditions', () => {
    expect(entryOf('needed')).toMatch(/checksum[\s\S]*conditions/);
    for (const one of Object.keys(optional)) {
      expect(entryOf(one)).toContain('conditions: os=');
      expect(entryOf(one)).not.toContain('checksum');
    }
  });

  test('is refused, and says how each may be allowed', async () => {
    const { outcome, calls } = await bench.install(inputs);
    expect(outcome).toMatchObject({ verdict: 'error', exitCode: 2, error: { code: 'LOCK_UNPINNED' } });
    expect(outcome.error?.problems?.map((one) => one.name)).toEqual(Object.keys(optional));
    expect(outcome.error?.problems?.[0]?.fix).toContain('allow-unchecked');
    expect(calls).toEqual([]);
  });

  test('is installed where they are allowed, held to what the repository says, and recorded so', async () => {
    const { outcome } = await bench.install(allowed);
    expect(outcome.error).toBeUndefined();
    expect(outcome).toMatchObject({ verdict: 'passed', outputs: { packages: 3 } });
    expect(await bench.exists('node_modules/@native/here/here.js')).toBe(true);
    expect(await bench.exists('node_modules/@native/other')).toBe(false);
    const { packages } = JSON.parse(await bench.read('.ml-ci/dependencies.json'));
    const sha512 = Buffer.from(here.integrity.slice('sha512-'.length), 'base64').toString('hex');
    expect(packages).toMatchObject([
      { name: '@native/here', unchecked: true, hashes: [`sha512:${sha512}`], origin: 'internal' },
      { name: '@native/other', unchecked: true, optional: true },
      { name: 'needed', hashes: [] },
      { name: 'tool', hashes: [] },
    ]);
    expect(packages[2]).not.toHaveProperty('unchecked');
  });

  test.each(['hashes', 'off'])('is not installed with verify: %s, which asks nobody', async (verify) => {
    const { outcome, calls } = await bench.install({ ...allowed, verify });
    expect(outcome).toMatchObject({ exitCode: 2, error: { code: 'INPUT_INVALID' } });
    expect(calls).toEqual([]);
  });

  test.each([
    ['an origin that is not allowed', { 'allow-origin': 'external:*' }, 'has the origin internal'],
    ['a name that is not allowed', { 'allow-unchecked': '@native/here' }, '@native/other'],
  ])('is not installed with %s', async (_rule, changed, said) => {
    const { outcome, host, token } = await bench.install({ ...allowed, ...changed });
    expect(outcome.verdict).not.toBe('passed');
    expect(JSON.stringify([outcome, host.events])).toContain(said);
    expect(token).toBe('');
  });

  test('is refused as well where somebody gave one a checksum: Yarn does not look at it', async () => {
    const own = entryOf('@native/here');
    const checked = own.replace('  conditions', `  checksum: 10c0/${'a'.repeat(128)}\n  conditions`);
    await reset({ 'yarn.lock': lock.replace(own, checked) });
    const { outcome } = await bench.install({ ...allowed, 'allow-unchecked': '@native/other' });
    expect(outcome).toMatchObject({ verdict: 'error', error: { code: 'LOCK_UNPINNED' } });
    expect((await bench.install(allowed)).outcome.verdict).toBe('passed'); // with a checksum of nothing
  });

  test.each(['node-modules', 'pnp'])(
    'fails where it gets other bytes than the repository says: %s',
    async (linker) => {
      await reset({ '.yarnrc.yml': `nodeLinker: ${linker}\n` });
      swap(evil.bytes);
      try {
        const { outcome } = await bench.install(allowed);
        expect(outcome).toMatchObject({ verdict: 'failed', exitCode: 1 });
        expect(outcome.reason).toContain('@native/here');
        expect((await bench.paths()).filter((path) => path.endsWith('evil.js'))).toEqual([]);
        expect(await bench.exists('.pnp.cjs')).toBe(false);
      } finally {
        swap(here.bytes);
      }
    },
  );

  test('is held to what the repository says of one that this very install brings in', async () => {
    const late = await makeTgz('native-late', '1.0.0', { os: [process.platform] });
    const wanted = JSON.stringify({ name: 'model', optionalDependencies: { 'native-late': '1.0.0' } });
    const writer = await startBench({ npm: [late] });
    const outside = await startRegistry(late, 'native-late', '1.0.0');
    try {
      const text = await writeLock(writer, 'yarn-4', { 'package.json': wanted });
      bench.sandbox.stores.codeartifact.connect(at, { npm: outside.url });
      await reset({ 'package.json': wanted, 'yarn.lock': text });
      const { outcome } = await bench.install({ ...inputs, 'allow-unchecked': 'native-late' });
      expect(outcome).toMatchObject({ verdict: 'passed', outputs: { packages: 1 } });
      const { packages } = JSON.parse(await bench.read('.ml-ci/dependencies.json'));
      expect(packages).toMatchObject([{ unchecked: true, origin: 'external:public:npmjs' }]);
      expect(packages[0].hashes).toHaveLength(1);
    } finally {
      outside.close();
      await writer.close();
    }
  });
});
