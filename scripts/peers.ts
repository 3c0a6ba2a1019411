/** Runs the tests with clients and suites that nobody here wrote: `npm run test:peers`. What they need is kept in `.cache/peers`. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const cache = join(root, '.cache/peers');
const python = join(cache, 'python');
const packages = ['boto3==1.44.5'];

process.exitCode = main();

function main(): number {
  const missing = ['go', 'python3'].filter(
    (name) => !succeeds(name, [name === 'go' ? 'version' : '--version']),
  );
  if (missing.length > 0) return refuse(missing.join(' and '));
  if (!installPython()) return refuse(`a Python environment with ${packages.join(', ')}`);
  const env = { ...process.env, PATH: [join(python, 'bin'), process.env.PATH].join(delimiter) };
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const args = [vitest, 'run', '-c', join(root, 'vitest.peers.config.ts'), ...process.argv.slice(2)];
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env }).status ?? 1;
}

/** A virtual environment of the exact packages, made once. */
function installPython(): boolean {
  const stamp = join(python, packages.join('+'));
  if (existsSync(stamp)) return true;
  mkdirSync(cache, { recursive: true });
  const isMade =
    succeeds('python3', ['-m', 'venv', '--clear', python]) &&
    succeeds(join(python, 'bin/pip'), ['install', '--quiet', ...packages]);
  if (isMade) mkdirSync(stamp);
  return isMade;
}

function succeeds(command: string, args: readonly string[]): boolean {
  return spawnSync(command, [...args], { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
}

/** Outside CI a missing tool skips the ring and says so; in CI it fails. */
function refuse(missing: string): number {
  const isCi = process.env.CI === 'true';
  console.error(`test:peers ${isCi ? 'failed' : 'skipped'}: this machine lacks ${missing}`);
  return isCi ? 1 : 0;
}
