// A reinstall of 50 packages whose downloads are kept, against `npm ci` itself with the same cache and the same sandbox.
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wallClock } from '@ml-ci/core';
import { startSandbox } from '@ml-ci/sandbox';
import { bundleCli } from '../../scripts/bundle.ts';
import { at, makeNpmProject } from './lib/npm-project.ts';
import { measure, report } from './measure.ts';

const packages = 50;
const isShort = process.argv.includes('--short');
const rounds = isShort ? 5 : 11;
/** 300 ms is the aim; the short form runs beside whatever else a machine does, and catches what would double it. */
const limitMs = isShort ? 600 : 300;

const folder = await mkdtemp(join(tmpdir(), 'ml-ci-bench-install-'));
const sandbox = await startSandbox({ clock: wallClock, accounts: [at.owner] });
try {
  await bundleCli(join(folder, 'cli'));
  await mkdir(join(folder, 'home'));
  const project = await makeNpmProject(sandbox, folder, packages);
  const { PATH } = process.env;
  const env = { PATH, HOME: join(folder, 'home'), ...sandbox.env(at.owner, at.region) };
  const where = Object.entries(at).flatMap(([name, value]) => [`--${name}`, value]);
  const ours = async (verify: string) => {
    const args = ['install', '--lock', 'package-lock.json', '--verify', verify, ...where];
    return (await measure(process.execPath, [join(folder, 'cli/bin.js'), ...args], { cwd: project, env }))
      .wallMs;
  };
  await ours('origin'); // fills the cache
  const cache = join(folder, 'home/.cache/ml-ci/packages', await cacheOf());
  const npm = async () => {
    const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--offline', '--cache', cache];
    return (await measure('npm', args, { cwd: project, env })).wallMs;
  };
  await npm();
  const times = { own: [] as number[], off: [] as number[], origin: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    times.own.push(await npm());
    times.off.push(await ours('off'));
    times.origin.push(await ours('origin'));
  }
  // the quickest of each: what a busy machine adds to one of them is no work of ours
  const [own, off, origin] = [times.own, times.off, times.origin].map((all) => Math.min(...all));
  const added = (off ?? Number.NaN) - (own ?? Number.NaN);
  const looked = (origin ?? Number.NaN) - (own ?? Number.NaN);
  report(
    `Cached reinstall of ${packages} packages with npm (the bundle that is published), quickest of ${rounds}`,
    [
      {
        name: 'added to npm ci --offline with the same cache',
        value: `${added.toFixed(0)} ms (npm alone ${own?.toFixed(0)} ms)`,
        limit: `${limitMs} ms`,
        holds: added <= limitMs,
      },
      {
        name: 'added with the lock gate, four calls a package',
        value: `${looked.toFixed(0)} ms`,
        limit: `${limitMs + 1_000} ms`,
        holds: looked <= limitMs + 1_000,
      },
    ],
  );
} finally {
  await sandbox.stop();
  await rm(folder, { recursive: true, force: true });
}

async function cacheOf(): Promise<string> {
  const [name] = await readdir(join(folder, 'home/.cache/ml-ci/packages'));
  if (name === undefined) throw new Error('nothing was kept');
  return name;
}
