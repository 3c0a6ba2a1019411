// `promote` of 900 MB in four layers between two registries against `skopeo copy` and `crane copy`, its memory, and a promotion by mounts.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleCli } from '../../scripts/bundle.ts';
import { pushRandomImage } from './lib/random-image.ts';
import { type RegistryProcess, startRegistry } from './lib/registry-process.ts';
import { findTool } from './lib/tools.ts';
import { type Figure, measure, median, type ProcessRun, pairs, report, seconds } from './measure.ts';

const isShort = process.argv.includes('--short');
const rounds = isShort ? 3 : 5;
const megabyte = 1_000_000;
const [smallBytes, largeBytes] = isShort
  ? [1_000 * megabyte, 3_000 * megabyte]
  : [1_000 * megabyte, 10_000 * megabyte];
const memoryLimit = 200 * megabyte;
const mountRuns = 5;

const missing = ['docker-registry', 'skopeo', 'crane'].filter((name) => findTool(name) === undefined);
if (missing.length > 0) {
  console.log(`\nPromotion: not measured, since ${missing.join(' and ')} is not installed`);
  process.exitCode = process.env.CI === 'true' ? 1 : 0;
} else {
  await run();
}

async function run(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'ml-ci-bench-promote-'));
  const registries: RegistryProcess[] = [];
  try {
    const source = await startRegistry(join(folder, 'source'));
    registries.push(source);
    const destination = await startRegistry(join(folder, 'destination'));
    registries.push(destination);
    await bundleCli(join(folder, 'cli'));
    await writeFile(join(folder, 'ml-ci.yml'), configuration(source.host, destination.host));
    const bench: Bench = { folder, source, destination };
    report('Promotion (the bundle that is published)', [
      ...(await againstPeers(bench)),
      ...(await byMounts(bench)),
      await flatness(bench),
    ]);
  } finally {
    await Promise.all(registries.map((registry) => registry.close()));
    await rm(folder, { recursive: true, force: true });
  }
}

interface Bench {
  readonly folder: string;
  readonly source: RegistryProcess;
  readonly destination: RegistryProcess;
}

function configuration(source: string, destination: string): string {
  const near = Array.from(
    { length: mountRuns + 1 },
    (_, i) => `  near${i}: { registry: ${source}/near${i}/m }`,
  );
  const far = [`  dev: { registry: ${source}/dev/m }`, `  prod: { registry: ${destination}/prod/m }`];
  return ['version: 1', 'model: m', 'environments:', ...far, ...near, ''].join('\n');
}

function promote({ folder }: Bench, tag: string, to: string): Promise<ProcessRun> {
  const args = ['promote', '--from', 'dev', '--to', to, '--tag', tag];
  return measure(process.execPath, [join(folder, 'cli', 'bin.js'), ...args], {
    cwd: folder,
    env: quietEnv(),
  });
}

/** Without what a CI service sets: the benchmark is of a terminal. */
function quietEnv(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env;
  return { PATH, HOME, TMPDIR };
}

/** Our promotion and each peer's copy in pairs, into an empty registry each time. */
async function againstPeers(bench: Bench): Promise<readonly Figure[]> {
  const { source, destination } = bench;
  await pushRandomImage(source.host, 'dev/m', {
    tag: 'nine',
    layers: 4,
    bytes: 900 * megabyte,
    folder: bench.folder,
  });
  const [from, to] = [`${source.host}/dev/m:nine`, `${destination.host}/prod/m:nine`];
  const peaks: number[] = [];
  const ours = async () => {
    await destination.empty();
    const { wallMs, peakBytes } = await promote(bench, 'nine', 'prod');
    peaks.push(peakBytes);
    return wallMs;
  };
  const theirs = (name: string, args: readonly string[]) => async () => {
    await destination.empty();
    return (await measure(findTool(name) ?? name, args)).wallMs;
  };
  const skopeoFlags = ['copy', '--src-tls-verify=false', '--dest-tls-verify=false'];
  const skopeo = await pairs(
    rounds,
    ours,
    theirs('skopeo', [...skopeoFlags, `docker://${from}`, `docker://${to}`]),
  );
  const crane = await pairs(rounds, ours, theirs('crane', ['copy', '--insecure', from, to]));
  const peak = Math.max(...peaks);
  return [
    // three pairs beside whatever else a machine does swing by a tenth
    against('skopeo copy', skopeo, isShort ? 1.2 : 1),
    // crane is faster here; this holds that the distance does not grow
    against('crane copy', crane, 1.5),
    {
      name: 'memory at its peak',
      value: `${(peak / megabyte).toFixed(0)} MB`,
      limit: '200 MB',
      holds: peak > 0 && peak <= memoryLimit,
    },
  ];
}

function against(
  peer: string,
  { a, b, ratio }: { readonly a: number; readonly b: number; readonly ratio: number },
  limit: number,
) {
  return {
    name: `promote, 900 MB in four layers, against ${peer}`,
    value: `${ratio.toFixed(2)} × (${seconds(a)} : ${seconds(b)})`,
    limit: `${limit.toFixed(1)} × ${peer}`,
    holds: ratio <= limit,
  };
}

async function byMounts(bench: Bench): Promise<readonly Figure[]> {
  await promote(bench, 'nine', `near${mountRuns}`);
  const times: number[] = [];
  for (let i = 0; i < mountRuns; i += 1) times.push((await promote(bench, 'nine', `near${i}`)).wallMs);
  const middle = median(times);
  return [
    {
      name: 'promote within one registry',
      value: `${middle.toFixed(0)} ms from start to end`,
      limit: '1 s',
      holds: middle < 1_000,
    },
  ];
}

/** The same memory however large the image: medians, since the collector of garbage has moods. */
async function flatness(bench: Bench): Promise<Figure> {
  const peakOf = async (tag: string, bytes: number): Promise<number> => {
    await pushRandomImage(bench.source.host, 'dev/m', { tag, layers: 4, bytes, folder: bench.folder });
    const peaks: number[] = [];
    for (let i = 0; i < 3; i += 1) {
      await bench.destination.empty();
      peaks.push((await promote(bench, tag, 'prod')).peakBytes);
    }
    return median(peaks);
  };
  const small = await peakOf('small', smallBytes);
  const large = await peakOf('large', largeBytes);
  const difference = Math.abs(large - small);
  return {
    name: `memory, ${smallBytes / 1e9} GB and ${largeBytes / 1e9} GB`,
    value: `${(small / megabyte).toFixed(0)} MB : ${(large / megabyte).toFixed(0)} MB`,
    limit: '200 MB, and the same ± 20 MB',
    holds: small > 0 && difference <= 20 * megabyte && large <= memoryLimit,
  };
}
