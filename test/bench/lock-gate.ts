// The lock gate of `install` on 300 packages, against a sandbox that answers after 20 ms, beside a loop of the AWS CLI.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wallClock } from '@ml-ci/core';
import { parseFaults, startSandbox } from '@ml-ci/sandbox';
import { bundleCli } from '../../scripts/bundle.ts';
import { at, makeNpmProject } from './lib/npm-project.ts';
import { findTool } from './lib/tools.ts';
import { type Figure, measure, median, report, seconds } from './measure.ts';

const packages = 300;
const latencyMs = 20;
const concurrency = 16;
const networkMs = (packages / concurrency) * latencyMs;
/** 3 s is the limit; the short form runs beside whatever else a machine does. */
const limitMs = process.argv.includes('--short') ? 4_500 : 3_000;
const rounds = 5;
/** The AWS CLI takes a second a call; so many are made, and the rest is reckoned. */
const asked = 8;

const folder = await mkdtemp(join(tmpdir(), 'ml-ci-bench-gate-'));
const faults = parseFaults([`codeartifact:latency:${latencyMs}ms`]);
const sandbox = await startSandbox({ clock: wallClock, accounts: [at.owner], faults });
try {
  await bundleCli(join(folder, 'cli'));
  // packages of the repository itself, about which most is asked: four calls each
  const project = await makeNpmProject(sandbox, folder, packages);
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, ...sandbox.env(at.owner, at.region) };
  const install = async (verify: string) => {
    const args = ['install', '--plan', '--manager', 'npm', '--lock', 'package-lock.json', '--verify', verify];
    const where = Object.entries(at).flatMap(([name, value]) => [`--${name}`, value]);
    const command = [join(folder, 'cli/bin.js'), ...args, ...where];
    return (await measure(process.execPath, command, { cwd: project, env })).wallMs;
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
