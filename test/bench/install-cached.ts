// A reinstall of 50 packages whose downloads are kept, against `npm ci` itself with the same cache and the same sandbox.
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wallClock } from '@ml-ci/core';
import { startSandbox } from '@ml-ci/sandbox';
import { makeTgz } from '../../packages/sandbox/test/package-files.ts';
import { bundleCli } from '../../scripts/bundle.ts';
import { measure, median, report } from './measure.ts';

const packages = 50;
const rounds = process.argv.includes('--short') ? 5 : 11;
const limitMs = 300;
const at = { owner: '111111111111', region: 'eu-west-1', domain: 'ml', repository: 'pinned' } as const;

const folder = await mkdtemp(join(tmpdir(), 'ml-ci-bench-install-'));
const sandbox = await startSandbox({ clock: wallClock, accounts: [at.owner] });
try {
  await bundleCli(join(folder, 'cli'));
  const project = join(folder, 'project');
  await makeProject(project);
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
  const added: number[] = [];
  const own: number[] = [];
  const looked: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const npmMs = await npm();
    own.push(npmMs);
    added.push((await ours('off')) - npmMs);
    looked.push((await ours('origin')) - npmMs);
  }
  report(`Cached reinstall of ${packages} packages with npm (the bundle that is published)`, [
    {
      name: 'added to npm ci --offline with the same cache',
      value: `${median(added).toFixed(0)} ms (npm alone ${median(own).toFixed(0)} ms)`,
      limit: `${limitMs} ms`,
      holds: median(added) <= limitMs,
    },
    {
      name: 'added with the lock gate, four calls a package',
      value: `${median(looked).toFixed(0)} ms`,
      limit: `${limitMs + 1_000} ms`,
      holds: median(looked) <= limitMs + 1_000,
    },
  ]);
} finally {
  await sandbox.stop();
  await rm(folder, { recursive: true, force: true });
}

async function cacheOf(): Promise<string> {
  const [name] = await readdir(join(folder, 'home/.cache/ml-ci/packages'));
  if (name === undefined) throw new Error('nothing was kept');
  return name;
}

async function makeProject(project: string): Promise<void> {
  const files = join(folder, 'files');
  for (const path of [files, project, join(folder, 'home')]) await mkdir(path);
  const entries: Record<string, object> = {};
  const dependencies: Record<string, string> = {};
  for (let index = 0; index < packages; index += 1) {
    const name = `package-${index}`;
    const { fileName, bytes, integrity } = await makeTgz(name, '1.0.0', {});
    await writeFile(join(files, fileName), bytes);
    dependencies[name] = '1.0.0';
    const resolved = `https://registry.npmjs.org/${name}/-/${name}-1.0.0.tgz`;
    entries[`node_modules/${name}`] = { version: '1.0.0', resolved, integrity };
  }
  await sandbox.stores.codeartifact.seedNpm(at, files);
  const root = { name: 'model', version: '1.0.0', dependencies };
  await writeFile(join(project, 'package.json'), JSON.stringify(root));
  const lock = { ...root, lockfileVersion: 3, requires: true, packages: { '': root, ...entries } };
  await writeFile(join(project, 'package-lock.json'), JSON.stringify(lock, undefined, 2));
}
