import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeTgz, makeWheel } from '../../../sandbox/test/package-files.ts';
import { type Bench, startBench } from './bench.ts';

const bin = join(import.meta.dirname, '../../../cli/bin/ml-ci.js');
const hasPip = spawnSync('python3', ['-m', 'pip', '--version']).status === 0;
const config = `version: 1
model: birds
environments:
  folder: { layout: images }
dependencies: { domain: ml, repository: pinned, owner: "111111111111", region: eu-west-1, lock: requirements.lock }
image: { engine: layers, base: scratch, platforms: [linux/amd64], layers: [{ from: app, to: /app }], command: [/app/x] }
`;
const pip = ['install', '--lock', 'requirements.lock', '--target', 'python'] as const;
const npm = ['install', '--lock', 'package-lock.json'] as const;
const record = '.ml-ci/dependencies.json';
const sbom = '.ml-ci/dependencies.cdx.json';

let bench: Bench;
let runs = 0;
beforeAll(async () => {
  const shapes = await makeTgz('@ml/shapes', '2.0.0');
  const tiny = makeWheel('tiny', '1.0');
  bench = await startBench({ npm: [shapes], pypi: [tiny] });
  const project = { name: 'model', version: '1.0.0', dependencies: { '@ml/shapes': '2.0.0' } };
  const entry = { version: '2.0.0', integrity: shapes.integrity };
  const packages = { '': project, 'node_modules/@ml/shapes': entry };
  await bench.write({
    'ml-ci.yml': config,
    'package.json': JSON.stringify(project),
    'package-lock.json': JSON.stringify({ ...project, lockfileVersion: 3, requires: true, packages }),
    'requirements.lock': `tiny==1.0 --hash=sha256:${tiny.sha256}\n`,
    'app/x': 'x',
  });
});
afterAll(() => bench.close());
beforeEach(() => {
  runs += 1;
});

/** Runs a step as a command of its own, in the run of this test; its outputs. */
async function mlCi(...args: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  const env = { ...bench.env, ML_CI_RUN_ID: `run-${runs}` };
  const ran = promisify(execFile)(process.execPath, [bin, ...args, '--json'], { cwd: bench.project, env });
  const { stdout } = await ran.catch((error: Error & { stdout: string; stderr: string }) => {
    throw new Error(`${error.message}\n${error.stdout}\n${error.stderr}`);
  });
  return JSON.parse(stdout).outputs;
}

const documents = () => Promise.all([record, sbom].map((path) => bench.read(path)));
const digestOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;
const filesIn = (text: string) => JSON.parse(text).locks.map(({ file }: { file: string }) => file);

describe.skipIf(!hasPip)('two locks of one project (skipped where "python3 -m pip" does not run)', () => {
  test('are both in the record, whatever the order, and the image names it', async () => {
    const first = await mlCi(...npm);
    const [alone = ''] = await documents();
    expect(JSON.parse(alone).lock.file).toBe('package-lock.json');
    expect(first['record-digest']).toBe(digestOf(alone));
    const second = await mlCi(...pip);
    const both = await documents();
    expect(filesIn(both[0] ?? '')).toEqual(['package-lock.json', 'requirements.lock']);
    expect(second['record-digest']).toBe(digestOf(both[0] ?? ''));
    expect(both[1]).toContain('pkg:npm/%40ml/shapes@2.0.0');
    expect(both[1]).toContain('pkg:pypi/tiny@1.0');
    expect(await labelsOf(await mlCi('build-image', '--env', 'folder', '--tag', 'a'))).toMatchObject({
      'dev.ml-ci.dependencies': second['record-digest'],
    });
    runs += 1;
    await mlCi(...pip);
    const [pipAlone = ''] = await documents();
    expect(JSON.parse(pipAlone).lock.file).toBe('requirements.lock'); // what another run installed is not in it
    await mlCi(...npm);
    expect(await documents()).toEqual(both);
    await mlCi(...npm);
    expect(await documents()).toEqual(both);
  });

  test('stay in it where one is installed again after it could not be', async () => {
    await mlCi(...npm);
    const text = await bench.read('requirements.lock');
    await bench.write({ 'requirements.lock': 'tiny\n' });
    await expect(mlCi(...pip)).rejects.toThrow('LOCK_UNPINNED');
    await bench.write({ 'requirements.lock': text });
    await mlCi(...pip);
    expect(filesIn(await bench.read(record))).toEqual(['package-lock.json', 'requirements.lock']);
  });

  test('are not taken from a tree that somebody committed', async () => {
    await mlCi(...npm);
    const git = (...args: readonly string[]) => promisify(execFile)('git', args, { cwd: bench.project });
    await git('init', '--quiet');
    try {
      await git('add', '--force', '.ml-ci/runs/install.locks.json');
      await expect(mlCi(...pip)).rejects.toThrow('FILE_UNSAFE');
    } finally {
      await rm(join(bench.project, '.git'), { recursive: true });
    }
  });
});

/** The labels of an image in the folder that was pushed to. */
async function labelsOf({ digest }: Readonly<Record<string, unknown>>): Promise<unknown> {
  const blob = async (name: unknown) =>
    JSON.parse(await bench.read(`images/blobs/${String(name).replace(':', '/')}`));
  const manifest = await blob(digest);
  return (await blob(manifest.config.digest)).config.Labels;
}
