/** Runs the tests with clients and suites that nobody here wrote: `npm run test:peers`. What they need is kept in `.cache/peers`. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const cache = join(root, '.cache/peers');
const bin = join(cache, 'bin');

/** A virtual environment each: MiniStack pins another botocore than boto3. */
const environments: Readonly<Record<string, readonly string[]>> = {
  // the first, since its uv makes the others; PDM does not start with a newer hishel
  'package-tools': ['pip==26.3', 'uv==0.13.9', 'pdm==2.29.4', 'hishel[httpx2]==1.4.0', 'twine==7.0.0'],
  python: ['boto3==1.44.8', 'awscli==1.46.3', 'moto[server]==5.2.5', 'zizmor==1.32.0'],
  ministack: ['ministack==1.5.33'],
  sbom: ['cyclonedx-python-lib[json-validation]==11.12.0'],
  poetry: ['poetry==2.5.1'],
  // Evidently takes what pandas 3 no longer has
  drift: ['evidently==0.7.23', 'pandas==2.3.3'],
  // whose rule files validate-data imports; pandas decides what is null
  pandera: ['pandera[pandas,polars,io]==0.35.0', 'pandas==3.1.1', 'pyarrow==26.0.1'],
  'great-expectations': ['great_expectations==1.24.1', 'pandas==3.1.1', 'pyarrow==26.0.1'],
  soda: ['soda-core==4.28.0', 'soda-duckdb==4.28.0', 'duckdb==2.0.1'],
  sqlglot: ['sqlglot==30.30.0'],
};

/** Package managers of Node, each version in a folder of its own. */
const nodeTools: Readonly<Record<string, string>> = {
  'pnpm-10': 'pnpm@10.34.9',
  'pnpm-11': 'pnpm@11.28.11',
  'pnpm-12': 'pnpm@12.21.0',
  'yarn-1': 'yarn@1.22.22',
  'yarn-4': '@yarnpkg/cli-dist@4.18.1',
};

/** Commands made by Go, by their module and version. */
const goTools = [
  'github.com/google/go-containerregistry/cmd/crane@v0.22.1',
  'github.com/nektos/act@v0.2.89',
  'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12',
];

process.exitCode = main();

function main(): number {
  const missing = ['go', 'python3'].filter(
    (name) => !succeeds(name, [name === 'go' ? 'version' : '--version']),
  );
  if (missing.length > 0) return refuse(missing.join(' and '));
  mkdirSync(join(cache, 'stamps'), { recursive: true });
  for (const [name, packages] of Object.entries(environments)) {
    if (!installPython(name, packages)) return refuse(`a Python environment with ${packages.join(', ')}`);
  }
  for (const tool of goTools) {
    if (!installGo(tool)) return refuse(tool);
  }
  for (const [name, tool] of Object.entries(nodeTools)) {
    if (!installNode(name, tool)) return refuse(tool);
  }
  if (!installMaven()) return refuse('mvn, or what it needs to get a package');
  const others = ['ministack', 'package-tools', 'poetry'].map((name) => join(cache, name, 'bin'));
  const path = [join(cache, 'python/bin'), bin, ...others, process.env.PATH];
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const args = [vitest, 'run', '-c', join(root, 'vitest.peers.config.ts'), ...process.argv.slice(2)];
  const env = { ...process.env, PATH: path.join(delimiter) };
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env }).status ?? 1;
}

/** A virtual environment of the exact packages. uv makes it where it is there, which is some ten times as fast as pip. */
function installPython(name: string, packages: readonly string[]): boolean {
  const folder = join(cache, name);
  const uv = join(cache, 'package-tools/bin/uv');
  const python = ['--python', join(folder, 'bin/python')];
  return once([name, ...packages], () =>
    existsSync(uv) && name !== 'package-tools'
      ? succeeds(uv, ['venv', '--quiet', '--clear', '--seed', '--python', 'python3', folder]) &&
        succeeds(uv, ['pip', 'install', '--quiet', ...python, ...packages])
      : succeeds('python3', ['-m', 'venv', '--clear', folder]) &&
        succeeds(join(folder, 'bin/pip'), ['install', '--quiet', ...packages]),
  );
}

/** A plugin of Maven and a package, with all they need: the sandbox serves them to Maven in a test. */
function installMaven(): boolean {
  if (!succeeds('mvn', ['--version'])) return process.env.CI !== 'true'; // its tests say that they were skipped
  const plugin = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:get';
  const artifact = 'org.apache.commons:commons-lang3:3.14.0';
  const args = ['-q', '-B', `-Dmaven.repo.local=${join(cache, 'maven')}`, plugin, `-Dartifact=${artifact}`];
  return once(['maven', plugin, artifact], () => succeeds('mvn', args));
}

function installGo(tool: string): boolean {
  return once([tool], () => succeeds('go', ['install', tool], { GOBIN: bin }));
}

function installNode(name: string, tool: string): boolean {
  const folder = join(cache, name);
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
  return once([name, tool], () => {
    mkdirSync(folder, { recursive: true });
    return succeeds('npm', ['install', '--prefix', folder, '--no-save', ...quiet, tool]);
  });
}

/** Does `make` unless a stamp says that it was done for exactly these. */
function once(names: readonly string[], make: () => boolean): boolean {
  const stamp = join(cache, 'stamps', encodeURIComponent(names.join(' ')));
  if (existsSync(stamp)) return true;
  if (!make()) return false;
  writeFileSync(stamp, '');
  return true;
}

function succeeds(command: string, args: readonly string[], env: Record<string, string> = {}): boolean {
  const options = { stdio: ['ignore', 'ignore', 'inherit'] as const, env: { ...process.env, ...env } };
  return spawnSync(command, args, { ...options, stdio: [...options.stdio] }).status === 0;
}

/** Outside CI a missing tool skips the ring and says so; in CI it fails. */
function refuse(missing: string): number {
  const isCi = process.env.CI === 'true';
  console.error(`test:peers ${isCi ? 'failed' : 'skipped'}: this machine lacks ${missing}`);
  return isCi ? 1 : 0;
}
