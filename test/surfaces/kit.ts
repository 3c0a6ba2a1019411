import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { domainToken, repositoryEndpoint } from '@ml-ci/aws';
import { parseYaml } from '@ml-ci/core/yaml';
import type { Sandbox } from '@ml-ci/sandbox';
import { type CommandResult, run } from './run.ts';
import { sessionOf } from './session.ts';
import type { Ended } from './surfaces.ts';
import { dev, type World } from './world.ts';

const root = join(import.meta.dirname, '../..');

/** What users get, made once: the published package installed alone, and a checkout of the actions without an install. */
export interface Kit {
  /** `ml-ci` of the installed package. */
  readonly command: string;
  /** Variables that keep what is fetched once (the data engine) from being fetched for each run. */
  readonly tools: Readonly<Record<string, string>>;
  /** The scripts of an action, as its action.yml names them. */
  action(step: string): Promise<{ readonly main: string; readonly post: string | undefined }>;
  /** The folder with the tarball of the package. */
  readonly packages: string;
  /** A checkout of the repository as far as actions need it. */
  readonly checkout: string;
  /** The path of the derived buildspec. */
  buildspec(step: string): string;
  /** Variables that make npm, and so npx, install from the sandbox, which serves the package. */
  npm(world: World): Promise<Readonly<Record<string, string>>>;
  close(): Promise<void>;
}

/** Packs and installs the package, and copies the actions out of the repository. */
export async function makeKit(): Promise<Kit> {
  const folder = await mkdtemp(join(tmpdir(), 'ml-ci-kit-'));
  const packages = join(folder, 'packages');
  const home = join(folder, 'installed');
  const checkout = join(folder, 'checkout');
  await Promise.all([packages, home, join(folder, 'npm-cache')].map((path) => mkdir(path)));
  await cp(join(root, 'actions'), join(checkout, 'actions'), { recursive: true });
  await must('npm', ['pack', '--pack-destination', packages], join(root, 'packages/cli'));
  const { version } = JSON.parse(await readFile(join(root, 'packages/cli/package.json'), 'utf8'));
  const tarball = join(packages, `ml-ci-${version}.tgz`);
  await must('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], home);
  const command = join(home, 'node_modules/ml-ci/bin/ml-ci.js');
  const tools = { XDG_CACHE_HOME: join(root, '.cache/tools'), RUNNER_TOOL_CACHE: join(root, '.cache/tools') };
  await fetchEngine(command, tools, folder);
  return {
    command,
    tools,
    async action(step) {
      const folderOfAction = join(checkout, 'actions', step);
      const { runs } = parsedAction(await readFile(join(folderOfAction, 'action.yml'), 'utf8'));
      if (runs.using !== 'node24') throw new Error(`${step} runs on ${runs.using}`);
      const post = runs.post === undefined ? undefined : join(folderOfAction, runs.post);
      return { main: join(folderOfAction, runs.main), post };
    },
    buildspec: (step) => join(root, 'buildspecs', `${step}.yml`),
    packages,
    checkout,
    npm: async ({ sandbox, project }) => ({
      ...(await connectNpm(sandbox, join(project.root, '.runner-npmrc'), packages)),
      npm_config_cache: join(folder, 'npm-cache'),
    }),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

/** What the runner reads of an action.yml. */
interface ActionFile {
  readonly runs: { readonly using: string; readonly main: string; readonly post?: string };
}

function parsedAction(text: string): ActionFile {
  const { value, problems } = parseYaml(text, 'action.yml');
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  // written by `npm run generate`; test/generated.test.ts holds its shape
  return value as ActionFile;
}

/** The data engine is fetched with the settings of this machine, once; the runs after it find it in the tool cache. */
async function fetchEngine(command: string, tools: Readonly<Record<string, string>>, folder: string) {
  await writeFile(join(folder, 'checks.yml'), 'version: 1\ncolumns:\n  id: { type: integer }\n');
  await writeFile(join(folder, 'rows.csv'), 'id\n1\n');
  const args = [command, 'validate-data', '--checks', 'checks.yml', '--sources', 'rows.csv'];
  const { exitCode, text } = await run(process.execPath, args, {
    cwd: folder,
    env: { ...process.env, ...tools },
  });
  if (exitCode !== 0) throw new Error(`the data engine was not fetched: ${text}`);
}

async function must(command: string, args: readonly string[], cwd: string): Promise<void> {
  const { HOME } = process.env;
  const { exitCode, text } = await run(command, args, { cwd, env: { HOME } });
  if (exitCode !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${exitCode}: ${text}`);
}

/** Seeds the package into CodeArtifact and writes an npmrc, as a build image that installs from there has one. */
export async function connectNpm(
  sandbox: Sandbox,
  npmrc: string,
  packages: string,
): Promise<Record<string, string>> {
  const at = { owner: dev.account, region: dev.region, domain: 'tools', repository: 'internal' };
  await sandbox.stores.codeartifact.seedNpm(at, packages);
  const session = await sessionOf(sandbox, dev);
  const endpoint = await repositoryEndpoint(session, at, at.repository, 'npm');
  const { token } = await domainToken(session, at, 0);
  const host = endpoint.replace(/^http:/, '');
  await writeFile(npmrc, `registry=${endpoint}\n${host}:_authToken=${token}\n`);
  return { npm_config_userconfig: npmrc };
}

/** What `run-buildspec --json` prints, as far as it is looked at here. */
interface Build {
  readonly phases: readonly { readonly status: string; readonly exitCode?: number }[];
  readonly exportedVariables: readonly { readonly name: string; readonly value: string }[];
}

/** How the build says that its one step ended, and what it exported of it. */
export function readBuild(step: string, { stdout, text }: CommandResult): Ended {
  const build: Build = JSON.parse(stdout);
  const prefix = `ML_CI_${step.replaceAll('-', '_').toUpperCase()}_`;
  const outputs = build.exportedVariables.flatMap(({ name, value }) =>
    value === '' ? [] : [[name.slice(prefix.length).replaceAll('_', '-').toLowerCase(), value] as const],
  );
  const failed = build.phases.find(({ status }) => status === 'failed');
  return {
    exitCode: failed === undefined ? 0 : (failed.exitCode ?? -1),
    outputs: Object.fromEntries(outputs),
    text,
  };
}
