import { execFile } from 'node:child_process';
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { steps } from '@ml-ci/steps';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engineName } from '../packages/steps/src/data/engine/engine-lock.ts';

const root = join(import.meta.dirname, '..');
const run = promisify(execFile);

let folder: string;
/** Where the package is installed, alone. */
let place: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ml-ci-package-'));
  place = join(folder, 'empty');
  await mkdir(place);
  await run('npm', ['pack', '--pack-destination', folder], { cwd: join(root, 'packages/cli') });
  const [tarball = ''] = globSync('ml-ci-*.tgz', { cwd: folder });
  await writeFile(join(place, 'package.json'), '{ "name": "user", "version": "1.0.0" }\n');
  // its own, empty cache and no network: whatever is not in the tarball is missing
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', join(folder, tarball)], {
    cwd: place,
    env: environment(),
  });
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

function environment(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const path = [dirname(process.execPath), process.env.PATH].join(':');
  return { PATH: path, HOME: join(folder, 'home'), ...more };
}

describe('the package that npm pack makes', () => {
  it('holds the command, its bundle, a README and the licences, and asks for nothing else', () => {
    const installed = join(place, 'node_modules/ml-ci');
    expect(readdirSync(join(place, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
      'ml-ci',
    ]);
    expect(readdirSync(installed).toSorted()).toEqual([
      'LICENSE',
      'README.md',
      'bin',
      'dist',
      'package.json',
    ]);
    expect(existsSync(join(installed, 'dist/LICENSES.txt'))).toBe(true);
    const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
    expect([manifest.dependencies, manifest.engines]).toEqual([undefined, { node: '>=22' }]);
  });

  it('answers to npx ml-ci', async () => {
    const ask = (...args: string[]) =>
      run('npx', ['--offline', 'ml-ci', ...args], { cwd: place, env: environment() });
    const { version } = JSON.parse(readFileSync(join(root, 'packages/cli/package.json'), 'utf8'));
    expect((await ask('--version')).stdout).toBe(`${version}\n`);
    const { stdout } = await ask('--help');
    for (const { name, summary } of steps)
      expect(stdout).toMatch(new RegExp(`${name} .*${summary.slice(0, 20)}`));
  });

  it('rehearses a copy of the example to the end', { timeout: 180_000 }, async () => {
    const example = join(folder, 'penguins');
    await cp(join(root, 'examples/penguins'), example, {
      recursive: true,
      filter: (path) => !/\/(node_modules|\.ml-ci|model)$/.test(path),
    });
    // the packages of the example come from where this machine has its packages from
    const machine = { ...process.env, PATH: environment().PATH };
    await run('npm', ['ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'], {
      cwd: example,
      env: machine,
    });
    await run('npm', ['run', 'train'], { cwd: example, env: machine });
    const { stdout } = await run(
      process.execPath,
      [join(place, 'node_modules/ml-ci/bin/ml-ci.js'), 'rehearse', '--runtime', 'process'],
      { cwd: example, env: { ...machine, RUNNER_TOOL_CACHE: await toolCache() }, maxBuffer: 100_000_000 },
    );
    expect(stdout).toMatch(/deploy-ecs passed/);
    const record = JSON.parse(readFileSync(join(example, '.ml-ci/runs/deploy-ecs.json'), 'utf8'));
    expect([record.verdict, record.inputs.env]).toEqual(['passed', 'prod']);
  });
});

/** A tool cache that has the data engine of this repository: fetching it has a test of its own. */
async function toolCache(): Promise<string> {
  const { version } = JSON.parse(
    readFileSync(join(root, 'node_modules', engineName, 'package.json'), 'utf8'),
  );
  const isMusl = globSync('node_modules/@duckdb/*-musl', { cwd: root }).length > 0;
  const machine = `${process.platform}-${process.arch}${isMusl ? '-musl' : ''}`;
  const engine = join(folder, 'tools/ml-ci/duckdb', version, machine);
  await mkdir(engine, { recursive: true });
  await symlink(join(root, 'node_modules'), join(engine, 'node_modules'));
  return join(folder, 'tools');
}
