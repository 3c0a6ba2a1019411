/** Runs the tests that need a Docker engine, or programs of Debian (docker-registry, skopeo, chromium, xmllint): `npm run test:engines [-- FILTER]`. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const root = resolve(import.meta.dirname, '..');
const isCi = process.env.CI === 'true';
const args = process.argv.slice(2);
const isInstalling = args.includes('--install') || isCi;
const filters = args.filter((arg) => arg !== '--install');

/** What the tests need, and the Debian package that brings it. */
const needs = [
  {
    name: 'docker',
    debian: 'docker.io',
    isThere: () => hasProgram('docker'),
  },
  { name: 'docker-registry', debian: 'docker-registry', isThere: () => hasProgram('docker-registry') },
  { name: 'skopeo', debian: 'skopeo', isThere: () => hasProgram('skopeo') },
  { name: 'chromium', debian: 'chromium', isThere: () => hasProgram('chromium') },
  { name: 'xmllint', debian: 'libxml2-utils', isThere: () => hasProgram('xmllint') },
  { name: 'busybox (static)', debian: 'busybox-static', isThere: () => existsSync('/bin/busybox') },
] as const;

process.exitCode = await main();

async function main(): Promise<number> {
  let missing = needs.filter((need) => !need.isThere());
  if (missing.length > 0 && isInstalling) {
    install(missing.map(({ debian }) => debian));
    missing = needs.filter((need) => !need.isThere());
  }
  if (missing.length > 0) {
    const packages = missing.map(({ debian }) => debian).join(' ');
    return refuse(`${missing.map(({ name }) => name).join(', ')} (on Debian: apt-get install ${packages})`);
  }
  const engine = await startEngine();
  try {
    if (!answers()) return refuse('a Docker engine that answers (start it, or set DOCKER_HOST)');
    const vitest = join(root, 'node_modules/vitest/vitest.mjs');
    const config = join(root, 'vitest.engines.config.ts');
    const run = spawnSync(process.execPath, [vitest, 'run', '-c', config, ...filters], {
      cwd: root,
      stdio: 'inherit',
    });
    return run.status ?? 1;
  } finally {
    await stopEngine(engine);
  }
}

function refuse(missing: string): number {
  console.error(`test:engines ${isCi ? 'failed' : 'skipped'}: this machine lacks ${missing}`);
  return isCi ? 1 : 0;
}

function hasProgram(name: string): boolean {
  return (process.env.PATH ?? '')
    .split(':')
    .some((folder) => folder !== '' && existsSync(join(folder, name)));
}

/** Only as root on Debian; elsewhere the missing ones are named. */
function install(packages: readonly string[]): void {
  if (process.getuid?.() !== 0 || !hasProgram('apt-get')) return;
  console.error(`installing ${packages.join(' ')}`);
  const options = { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } } as const;
  spawnSync('apt-get', ['update', '-q'], options);
  spawnSync('apt-get', ['install', '-q', '-y', '--no-install-recommends', ...packages], options);
}

function answers(): boolean {
  return (
    spawnSync('docker', ['version', '--format', '{{.Server.Version}}'], { timeout: 10_000 }).status === 0
  );
}

/** The engine that we started because none answered. */
async function startEngine(): Promise<ChildProcess | undefined> {
  if (answers() || process.env.DOCKER_HOST || process.getuid?.() !== 0 || !hasProgram('dockerd'))
    return undefined;
  console.error('no Docker engine answers: starting dockerd for these tests');
  const engine = spawn('dockerd', [], { stdio: 'ignore' });
  engine.on('error', (error) => console.error(`dockerd: ${error.message}`));
  for (let tries = 0; tries < 60 && engine.exitCode === null; tries += 1) {
    if (answers()) return engine;
    await delay(500);
  }
  return engine;
}

async function stopEngine(engine: ChildProcess | undefined): Promise<void> {
  if (engine === undefined || engine.exitCode !== null) return;
  const ended = new Promise((done) => engine.once('exit', done));
  engine.kill('SIGTERM');
  await ended;
}
