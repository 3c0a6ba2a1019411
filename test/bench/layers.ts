// `build-image` without a daemon: one file of 1 MB changes over 500 MB of other layers; only it is pushed. The same with docker.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleCli } from '../../scripts/bundle.ts';
import { startRegistry } from './lib/registry-process.ts';
import { findTool } from './lib/tools.ts';
import { measure, pairs, report, seconds } from './measure.ts';

const megabyte = 1_000_000;
const folders = ['a', 'b', 'c', 'd', 'e'];
const rounds = process.argv.includes('--short') ? 2 : 5;
const made: string[] = [];
let builds = 0;

const hasEngine = spawnSync('docker', ['info']).status === 0;
const missing = [
  ...(findTool('docker-registry') === undefined ? ['docker-registry'] : []),
  ...(hasEngine ? [] : ['a Docker engine']),
];
if (missing.length === 0) await run();
else {
  console.log(`\nLayers: not measured, since ${missing.join(' and ')} is not there`);
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

    const copies = [...folders, 'small'].map((folder) => `COPY ${folder} /app/${folder}`);
    await writeFile(join(root, 'Dockerfile'), ['FROM scratch', ...copies, 'CMD ["node"]', ''].join('\n'));
    const ignored = ['*', ...[...folders, 'small'].map((folder) => `!${folder}`), ''].join('\n');
    await writeFile(join(root, '.dockerignore'), ignored);

    const first = await build(root, '1');
    const second = await build(root, '2');
    const changed = await pairs(
      rounds,
      async () => (await build(root, `ours-${++builds}`)).wallMs,
      () => buildWithDocker(root, `${registry.host}/docker`),
    );
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
      {
        name: 'after a change of 1 MB, against docker build and push',
        value: `${changed.ratio.toFixed(2)} × (${seconds(changed.a)} : ${seconds(changed.b)})`,
        limit: '1.0 × docker (classic builder)',
        holds: changed.ratio <= 1,
      },
    ]);
  } finally {
    if (made.length > 0) spawnSync('docker', ['rmi', '--force', ...made]);
    await registry.close();
    await rm(root, { recursive: true, force: true });
  }
}

/**
 * The same files with the engine's classic builder, which is what Debian's client has: one COPY a layer, five of them from its
 * cache. The images are removed afterwards, as many as this run made.
 */
async function buildWithDocker(root: string, repository: string): Promise<number> {
  await change(root);
  const image = `${repository}:${++builds}`;
  made.push(image);
  const env = { ...process.env, DOCKER_BUILDKIT: '0' };
  const built = await measure('docker', ['build', '-q', '-t', image, '.'], { cwd: root, env });
  const pushed = await measure('docker', ['push', '-q', image], { cwd: root, env });
  return built.wallMs + pushed.wallMs;
}

function change(root: string): Promise<void> {
  return writeFile(join(root, 'small', 'file'), randomBytes(megabyte));
}

/** Changes the small file, builds and pushes; the bytes are those that the step says went over the wire. */
async function build(
  root: string,
  tag: string,
): Promise<{ readonly bytes: number; readonly wallMs: number }> {
  await change(root);
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
