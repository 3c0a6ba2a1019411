import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type AwsCall, createAws } from '@ml-ci/aws';
import { execute, type MemoryHost, memoryHost, type Outcome } from '@ml-ci/core';
import { type Sandbox, type SandboxOptions, startSandbox } from '@ml-ci/sandbox';
import type { PackageFile } from '../../../sandbox/test/package-files.ts';
import { install } from '../../src/dependencies/install/index.ts';
import { createImages } from '../../src/images.ts';

const at = { owner: '111111111111', region: 'eu-west-1', domain: 'ml', repository: 'pinned' } as const;

/** A project, a home and a sandbox with packages. */
export interface Bench {
  readonly sandbox: Sandbox;
  readonly folder: string;
  readonly project: string;
  /** The variables of a process that uses the sandbox. */
  readonly env: Readonly<Record<string, string>>;
  write(files: Readonly<Record<string, string | Uint8Array>>): Promise<void>;
  read(path: string): Promise<string>;
  exists(path: string): Promise<boolean>;
  /** Runs `install`; `onHost` gets the host before the step starts. */
  install(inputs: Readonly<Record<string, string>>, onHost?: (host: MemoryHost) => void): Promise<Ran>;
  /** What the children of the tools were given: argv and environment, one text each. */
  children(): Promise<string[]>;
  /** Files of the project, the home and the temporary folder whose content has the text. */
  filesWith(text: string): Promise<string[]>;
  /** Paths of the project, the home and the temporary folder, from the folder of all three. */
  paths(): Promise<string[]>;
  close(): Promise<void>;
}

interface Ran {
  readonly outcome: Outcome;
  readonly host: MemoryHost;
  readonly calls: readonly AwsCall[];
  /** What CodeArtifact gave out; empty where it was not asked. */
  readonly token: string;
}

/** Commands of a test beside npm and Python. */
export interface BenchTools {
  readonly commands?: readonly string[];
  /** Folders that they are in, before all others. */
  readonly path?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts a sandbox with these packages, and a project that installs from it. */
export async function startBench(
  packages: { readonly npm?: readonly PackageFile[]; readonly pypi?: readonly PackageFile[] },
  options: SandboxOptions = {},
  tools: BenchTools = {},
): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), 'ml-ci-install-test-'));
  const project = join(folder, 'project');
  const tmp = join(folder, 'tmp');
  for (const name of ['project', 'home', 'tmp', 'bin', 'npm', 'pypi']) await mkdir(join(folder, name));
  const sandbox = await startSandbox(options);
  for (const [kind, files] of Object.entries(packages)) {
    for (const { fileName, bytes } of files ?? []) await writeFile(join(folder, kind, fileName), bytes);
  }
  await sandbox.stores.codeartifact.seedNpm(at, join(folder, 'npm'));
  await sandbox.stores.codeartifact.seedPypi(at, join(folder, 'pypi'));
  const record = join(folder, 'children');
  const commands = ['npm', 'python3', ...(tools.commands ?? [])];
  for (const tool of commands) await shim(join(folder, 'bin'), tool, record);
  const env = {
    ...sandbox.env(at.owner, at.region),
    PATH: [join(folder, 'bin'), ...(tools.path ?? []), process.env.PATH].join(':'),
    HOME: join(folder, 'home'),
    TMPDIR: tmp,
    // What a runner has, and no child may see.
    GITHUB_TOKEN: 'ghs_forbidden',
    ACTIONS_RUNTIME_TOKEN: 'forbidden',
    PIP_EXTRA_INDEX_URL: 'http://127.0.0.1:9/simple',
    npm_config_registry: 'http://127.0.0.1:9/',
    ...tools.env,
  };
  const bench: Bench = {
    sandbox,
    folder,
    project,
    env,
    async write(files) {
      for (const [path, content] of Object.entries(files)) {
        await mkdir(dirname(join(project, path)), { recursive: true });
        await writeFile(join(project, path), content);
      }
    },
    read: (path) => readFile(join(project, path), 'utf8'),
    exists: (path) =>
      readFile(join(project, path)).then(
        () => true,
        (error: NodeJS.ErrnoException) => error.code === 'EISDIR',
      ),
    async install(inputs, onHost) {
      const standard = { owner: at.owner, region: at.region, domain: at.domain, repository: at.repository };
      const host = memoryHost({ cwd: project, env, inputs: { ...standard, ...inputs } });
      onHost?.(host);
      let calls: readonly AwsCall[] = [];
      const outcome = await execute(install, host, {
        clock: sandbox.clock,
        services(context) {
          const aws = createAws({ ...context, allowEndpoints: [], run: context.run.id });
          calls = aws.calls;
          const images = createImages({ ...context, aws });
          return { services: { aws, images }, rehearsal: () => undefined, dispose: () => images.dispose() };
        },
      });
      // Tokens of CodeArtifact are by far the longest secrets of a run.
      const token = host.masked.find((secret) => /^ey[\w.-]{500,}$/.test(secret)) ?? '';
      return { outcome, host, calls, token };
    },
    async children() {
      const text = await readFile(record, 'utf8').catch(() => '');
      return text.split('=== child\n').filter((part) => part !== '');
    },
    async filesWith(text) {
      const found: string[] = [];
      for (const path of await bench.paths()) {
        const content = await readFile(join(folder, path)).catch(ignoreNoFile);
        if (content?.includes(text)) found.push(path);
      }
      return found;
    },
    async paths() {
      const roots = ['project', 'home', 'tmp'].map(async (root) => {
        const names = await readdir(join(folder, root), { recursive: true });
        return names.map((name) => join(root, name));
      });
      return (await Promise.all(roots)).flat();
    },
    async close() {
      await sandbox.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return bench;
}

/** A program in front of the real one that writes down what it was given. */
async function shim(bin: string, tool: string, record: string): Promise<void> {
  const path = join(bin, tool);
  const script = `#!/bin/sh
{ echo "=== child"; echo "${tool} $*"; env; } >> "${record}"
PATH="\${PATH#${bin}:}"
export PATH
exec ${tool} "$@"
`;
  await writeFile(path, script);
  await chmod(path, 0o755);
}

/** A folder, or a link to what was not installed. */
function ignoreNoFile(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'EISDIR' || error.code === 'ENOENT') return undefined;
  throw error;
}
