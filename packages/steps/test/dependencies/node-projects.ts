import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeTgz, type PackageFile } from '../../../sandbox/test/package-files.ts';
import { type Bench, startBench } from './bench.ts';
import {
  commandsOf,
  type Decoy,
  type Files,
  type NodeTool,
  proxiedBy,
  startDecoy,
  writeLock,
} from './node-tools.ts';

export const nodeTools: readonly NodeTool[] = ['pnpm-10', 'pnpm-11', 'pnpm-12', 'yarn-1', 'yarn-4'];

/** A project with a workspace, for one tool, beside a sandbox that has its packages and a registry that nobody may ask. */
export interface NodeProject {
  readonly tool: NodeTool;
  readonly bench: Bench;
  readonly decoy: Decoy;
  readonly manager: 'pnpm' | 'yarn';
  readonly lockName: 'pnpm-lock.yaml' | 'yarn.lock';
  /** Every file, the lock among them. */
  readonly files: Files;
  readonly packages: Readonly<Record<'shapes' | 'builder' | 'sneaky' | 'tool' | 'plugin', PackageFile>>;
  /** Lets the tool write the lock of other files. */
  lockOf(files: Files): Promise<string>;
  /** Puts all back as it was, without what an install made. */
  reset(files?: Files): Promise<void>;
  close(): Promise<void>;
}

/** What each asks for: `@ml/shapes`, which asks for `builder`; `sneaky`; and a workspace, which asks for `tool`. */
const manifest = {
  name: 'model',
  version: '1.0.0',
  private: true,
  workspaces: ['packages/*'],
  dependencies: { '@ml/shapes': '2.0.0', sneaky: '1.0.0' },
};
const part = { name: 'part', version: '0.0.1', bin: 'cli.js', dependencies: { tool: '1.0.0' } };

/** Hooks that pnpm runs where a project has them for a configuration, and that leave a trace. */
const eager = `require('fs').writeFileSync('pwned', '');\nmodule.exports = { hooks: {} };\n`;

export async function startProject(
  tool: NodeTool,
  options: Parameters<typeof startBench>[1] = {},
): Promise<NodeProject> {
  const packages = {
    shapes: await makeTgz('@ml/shapes', '2.0.0', { dependencies: { builder: '^1.0.0' } }),
    builder: await makeTgz('builder', '1.0.0', { scripts: { install: 'env > built.txt' } }),
    sneaky: await makeTgz('sneaky', '1.0.0', { scripts: { postinstall: 'touch ran.txt' } }),
    tool: await makeTgz('tool', '1.0.0', { bin: 'index.js' }),
    plugin: await makeTgz('pnpm-plugin-eager', '1.0.0', {}, { 'pnpmfile.cjs': eager }),
  };
  const decoy = await startDecoy();
  const manager = tool.startsWith('pnpm') ? 'pnpm' : 'yarn';
  const lockName = manager === 'pnpm' ? 'pnpm-lock.yaml' : 'yarn.lock';
  const tools = { commands: [manager], path: [commandsOf(tool)], env: proxiedBy(decoy) };
  const bench = await startBench({ npm: Object.values(packages) }, options, tools);
  const sources = {
    'package.json': JSON.stringify(manifest),
    'packages/part/package.json': JSON.stringify(part),
    'packages/part/cli.js': '#!/usr/bin/env node\n',
    ...configurations[tool],
  };
  const lockOf = (files: Files) => writeLock(bench, tool, files);
  // A token that ends at once makes no lock; the test then brings one.
  const files = options.faults ? sources : { ...sources, [lockName]: await lockOf(sources) };
  return {
    tool,
    bench,
    decoy,
    manager,
    lockName,
    files,
    packages,
    lockOf,
    async reset(wanted = files) {
      await rm(bench.project, { recursive: true, force: true });
      await bench.write(wanted);
      decoy.asked.length = 0;
    },
    async close() {
      decoy.close();
      await bench.close();
    },
  };
}

/** Packages of a test are younger than a tool that is careful takes. */
const pnpmWorkspace = { 'pnpm-workspace.yaml': 'packages: [packages/*]\nminimumReleaseAge: 0\n' };
const configurations: Readonly<Record<NodeTool, Files>> = {
  'pnpm-10': pnpmWorkspace,
  'pnpm-11': pnpmWorkspace,
  'pnpm-12': pnpmWorkspace,
  'yarn-1': {},
  'yarn-4': { '.yarnrc.yml': 'nodeLinker: node-modules\n' },
};

/** The files of the user that lead elsewhere, by their path in the home. */
export function unwantedHome({ url }: Decoy): Files {
  const npmrc = `registry=${url}\n@ml:registry=${url}\n${url.replace('http:', '')}:_authToken=other\nignore-scripts=false\n`;
  return {
    '.npmrc': npmrc,
    '.yarnrc': `registry "${url}"\n"@ml:registry" "${url}"\n--install.production true\n`,
    '.yarnrc.yml': `npmRegistryServer: "${url}"\nnpmScopes: { ml: { npmRegistryServer: "${url}" } }\nenableScripts: true\nunsafeHttpWhitelist: ["*"]\n`,
    '.config/pnpm/rc': npmrc,
    '.config/pnpm/config.yaml': `registries: { default: "${url}", "@ml": "${url}" }\n`,
  };
}

export const homeOf = ({ folder }: Bench) => join(folder, 'home');
