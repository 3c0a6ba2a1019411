// The lock gate of `install` on 300 packages, against a sandbox that answers after 20 ms, beside a loop of the AWS CLI.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wallClock } from '@ml-ci/core';
import { parseFaults, startSandbox } from '@ml-ci/sandbox';
import { makeTgz } from '../../packages/sandbox/test/package-files.ts';
import { bundleCli } from '../../scripts/bundle.ts';
import { findTool } from './lib/tools.ts';
import { type Figure, measure, median, report } from './measure.ts';

const packages = 300;
const latencyMs = 20;
const concurrency = 16;
const networkMs = (packages / concurrency) * latencyMs;
const limitMs = 3_000;
const rounds = 5;
/** The AWS CLI takes a second a call; so many are made, and the rest is reckoned. */
const asked = 8;
const at = { owner: '111111111111', region: 'eu-west-1', domain: 'ml', repository: 'pinned' } as const;

const folder = await mkdtemp(join(tmpdir(), 'ml-ci-bench-gate-'));
const faults = parseFaults([`codeartifact:latency:${latencyMs}ms`]);
const sandbox = await startSandbox({ clock: wallClock, accounts: [at.owner], faults });
try {
  await bundleCli(join(folder, 'cli'));
  await makeProject();
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, ...sandbox.env(at.owner, at.region) };
  const install = async (verify: string) => {
    const args = ['install', '--plan', '--manager', 'npm', '--lock', 'package-lock.json', '--verify', verify];
    const where = Object.entries(at).flatMap(([name, value]) => [`--${name}`, value]);
    const options = { cwd: join(folder, 'project'), env };
    return (await measure(process.execPath, [join(folder, 'cli/bin.js'), ...args, ...where], options)).wallMs;
  };
  await install('origin');
  const times: number[] = [];
  const without: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    times.push(await install('origin'));
    without.push(await install('off'));
  }
  const gateMs = median(times.map((ms, index) => ms - (without[index] ?? 0)));
  const figures: Figure[] = [
    {
      name: `${packages} packages, over the network time of ${packages} calls, ${concurrency} at once`,
      value: `${seconds(gateMs - networkMs)} (${seconds(gateMs)} − ${seconds(networkMs)})`,
      limit: seconds(limitMs),
      holds: gateMs - networkMs <= limitMs,
    },
  ];
  const cli = findTool('aws');
  if (cli !== undefined) {
    const loopMs = (await loop(cli, env)) * (packages / asked);
    figures.push({
      name: 'the same, against a shell loop of aws codeartifact',
      value: `${(gateMs / loopMs).toFixed(3)} × (${seconds(gateMs)} : ${seconds(loopMs)}, ${asked} calls × ${packages / asked})`,
      limit: '1.0 × the loop',
      holds: gateMs <= loopMs,
    });
  }
  report('Lock gate (the bundle that is published)', figures);
} finally {
  await sandbox.stop();
  await rm(folder, { recursive: true, force: true });
}

/** A lock of packages that were published to the repository, about which most is asked: four calls each. */
async function makeProject(): Promise<void> {
  const [files, project] = [join(folder, 'files'), join(folder, 'project')];
  await mkdir(files);
  await mkdir(project);
  const entries: Record<string, object> = {};
  const dependencies: Record<string, string> = {};
  for (let index = 0; index < packages; index += 1) {
    const name = `package-${index}`;
    const { fileName, bytes, integrity } = await makeTgz(name, '1.0.0', {});
    await writeFile(join(files, fileName), bytes);
    dependencies[name] = '1.0.0';
    entries[`node_modules/${name}`] = { version: '1.0.0', integrity };
  }
  await sandbox.stores.codeartifact.seedNpm(at, files);
  const root = { name: 'model', version: '1.0.0', dependencies };
  await writeFile(join(project, 'package.json'), JSON.stringify(root));
  const lock = { ...root, lockfileVersion: 3, requires: true, packages: { '': root, ...entries } };
  await writeFile(join(project, 'package-lock.json'), JSON.stringify(lock, undefined, 2));
}

/** Asks for the files of a few packages one after the other, as scripts do. */
async function loop(cli: string, env: NodeJS.ProcessEnv): Promise<number> {
  let wallMs = 0;
  for (let index = 0; index < asked; index += 1) {
    const where = ['--domain', at.domain, '--repository', at.repository, '--format', 'npm'];
    const args = ['codeartifact', 'list-package-version-assets', ...where, '--package', `package-${index}`];
    wallMs += (await measure(cli, [...args, '--package-version', '1.0.0'], { env })).wallMs;
  }
  return wallMs;
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(2)} s`;
}
