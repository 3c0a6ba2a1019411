// A reinstall of 50 packages whose downloads are kept, against `npm ci` itself with a cache of its own from the same sandbox.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAws, domainToken, repositoryEndpoint } from '@ml-ci/aws';
import { silentLog, wallClock } from '@ml-ci/core';
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
  await ours('origin'); // keeps the archives
  const registry = await npmRegistry();
  const npm = async (...more: string[]) => {
    const cache = ['--cache', join(folder, 'npm-cache'), ...registry];
    const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', ...cache, ...more];
    return (await measure('npm', args, { cwd: project, env })).wallMs;
  };
  await npm(); // fills its cache
  const npmAlone = () => npm('--offline');
  const times = { own: [] as number[], off: [] as number[], origin: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    times.own.push(await npmAlone());
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
        name: 'added to npm ci --offline with a cache of its own',
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

/** How npm alone is led to the repository; the lock has public addresses, and npm puts its registry in their place. */
async function npmRegistry(): Promise<readonly string[]> {
  const { owner, region, domain, repository } = at;
  const aws = createAws({
    env: sandbox.env(owner, region),
    clock: wallClock,
    log: silentLog,
    mask: () => undefined,
    allowEndpoints: [],
    run: 'bench',
  });
  const session = await aws.session({ type: 'ecr', name: 'dev', account: owner, region, repository: '' });
  const endpoint = await repositoryEndpoint(session, { domain, owner }, repository, 'npm', {});
  const { token } = await domainToken(session, { domain, owner }, 0, {});
  const userconfig = join(folder, 'npmrc');
  await writeFile(userconfig, `${endpoint.replace(/^https?:/, '')}:_authToken=${token}\n`, { mode: 0o600 });
  return ['--registry', endpoint, '--userconfig', userconfig];
}
