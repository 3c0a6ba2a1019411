// `build-image` without a daemon: one file of 1 MB changes over 500 MB of other layers; only it is pushed.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleCli } from '../../scripts/bundle.ts';
import { startRegistry } from './lib/registry-process.ts';
import { measure, report } from './measure.ts';

const megabyte = 1_000_000;
const folders = ['a', 'b', 'c', 'd', 'e'];

if (spawnSync('docker-registry', ['--version']).error === undefined) await run();
else {
  console.log('\nLayers: not measured, since docker-registry is not installed');
  process.exitCode = process.env.CI === 'true' ? 1 : 0;
}

async function run(): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'ml-ci-bench-layers-'));
  const registry = await startRegistry(join(root, 'registry'));
  try {
    await bundleCli(join(root, 'cli'));
    for (const folder of folders) {
      await mkdir(join(root, folder));
      await writeFile(join(root, folder, 'weights'), randomBytes(100 * megabyte));
    }
    await mkdir(join(root, 'small'));
    const layers = [...folders, 'small'].map((from) => `    - { from: ${from}, to: /app/${from} }`);
    const environment = `  dev: { registry: ${registry.host}/m }`;
    const image = [
      'image:',
      '  engine: layers',
      '  base: scratch',
      '  layers:',
      ...layers,
      '  command: [node]',
    ];
    await writeFile(
      join(root, 'ml-ci.yml'),
      ['version: 1', 'model: m', 'environments:', environment, ...image, ''].join('\n'),
    );

    const first = await build(root, '1');
    const second = await build(root, '2');
    report('Layers (500 MB in five, then 1 MB more that changed)', [
      {
        name: 'first build pushes',
        value: `${(first.bytes / megabyte).toFixed(1)} MB in ${(first.wallMs / 1_000).toFixed(1)} s`,
        limit: 'all of it',
        holds: first.bytes > 500 * megabyte,
      },
      {
        name: 'after a change of 1 MB',
        value: `${(second.bytes / megabyte).toFixed(2)} MB in ${(second.wallMs / 1_000).toFixed(1)} s`,
        limit: '1.1 MB',
        holds: second.bytes > 0 && second.bytes <= 1.1 * megabyte,
      },
    ]);
  } finally {
    await registry.close();
    await rm(root, { recursive: true, force: true });
  }
}

/** Changes the small file, builds and pushes; the bytes are those that the step says went over the wire. */
async function build(
  root: string,
  tag: string,
): Promise<{ readonly bytes: number; readonly wallMs: number }> {
  await writeFile(join(root, 'small', 'file'), randomBytes(megabyte));
  const { PATH, HOME, TMPDIR } = process.env;
  const { wallMs } = await measure(
    process.execPath,
    [join(root, 'cli/bin.js'), 'build-image', '--tag', tag],
    { cwd: root, env: { PATH, HOME, TMPDIR } },
  );
  const record: { readonly outputs: Readonly<Record<string, unknown>> } = JSON.parse(
    await readFile(join(root, '.ml-ci/runs/build-image.json'), 'utf8'),
  );
  return { bytes: Number(record.outputs['bytes-pushed']), wallMs };
}
