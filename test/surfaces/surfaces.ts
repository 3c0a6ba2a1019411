import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Kit, readBuild } from './kit.ts';
import { run } from './run.ts';
import type { World } from './world.ts';

/** How a step ended, as its user sees it on a surface. */
export interface Ended {
  readonly exitCode: number;
  /** By kebab-case name. */
  readonly outputs: Readonly<Record<string, string>>;
  /** What the surface printed. */
  readonly text: string;
}

export type Surface = (
  kit: Kit,
  world: World,
  step: string,
  inputs: Readonly<Record<string, string>>,
) => Promise<Ended>;

const text = (values: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));

/** The published package, installed, on a command line. */
const cli: Surface = async (kit, world, step, inputs) => {
  const flags = Object.entries(inputs).map(([name, value]) => `--${name}=${value}`);
  const ended = await run(process.execPath, [kit.command, step, ...flags, '--json'], {
    cwd: world.project.root,
    env: { ...world.env, ...kit.tools, ML_CI_RUN_ID: 'surfaces' },
  });
  const { outputs = {} } = JSON.parse(ended.stdout);
  return { exitCode: ended.exitCode, outputs: text(outputs), text: ended.text };
};

/** `uses: ./actions/<step>` from a checkout without an install, as a runner starts it: main, and post where there is one. */
const action: Surface = async (kit, world, step, inputs) => {
  const files = join(world.project.root, '.runner');
  await mkdir(files);
  const [output, summary, state] = ['output', 'summary', 'state'].map((name) => join(files, name));
  for (const file of [output, summary, state]) await writeFile(String(file), '');
  const env = {
    ...world.env,
    ...kit.tools,
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: world.project.root,
    GITHUB_RUN_ID: '42',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_JOB: 'release',
    GITHUB_REPOSITORY: 'o/r',
    GITHUB_OUTPUT: output,
    GITHUB_STEP_SUMMARY: summary,
    GITHUB_STATE: state,
    RUNNER_TEMP: files,
  };
  const given = Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
  );
  const { main, post } = await kit.action(step);
  const where = { cwd: world.project.root, env: { ...env, ...given } };
  const ended = await run(process.execPath, [main], where);
  const outputs = await fileCommands(String(output));
  if (post !== undefined) {
    const saved = await fileCommands(String(state));
    const states = Object.fromEntries(Object.entries(saved).map(([name, value]) => [`STATE_${name}`, value]));
    const after = await run(process.execPath, [post], { ...where, env: { ...where.env, ...states } });
    if (after.exitCode !== 0) throw new Error(`the post step ended with ${after.exitCode}: ${after.text}`);
  }
  return { exitCode: ended.exitCode, outputs, text: ended.text };
};

/** Entries of GITHUB_OUTPUT or GITHUB_STATE, read as the runner does. */
async function fileCommands(path: string): Promise<Record<string, string>> {
  const content = await readFile(path, 'utf8');
  const entries: Record<string, string> = {};
  const pattern = /^([^=<\n]+)<<(\S+)\n([\s\S]*?)\n?^\2$\n/gm;
  for (const [, name = '', , value = ''] of content.matchAll(pattern)) entries[name] = value;
  return entries;
}

/** The derived buildspec, unmodified, run by `ml-ci run-buildspec`; its npx gets the package from the sandbox. */
const buildspec: Surface = async (kit, world, step, inputs) => {
  const file = join(world.project.root, 'buildspec.yml');
  await cp(kit.buildspec(step), file);
  const variables = Object.entries(inputs).map(
    ([name, value]) => `--env=ML_CI_${name.replaceAll('-', '_').toUpperCase()}=${value}`,
  );
  const npm = await kit.npm(world);
  world.forget(); // what was asked to set npm up is not the step's
  const passed = Object.entries({ ...world.env, ...kit.tools, ...npm }).map(
    ([name, value]) => `--env=${name}=${value}`,
  );
  const ended = await run(
    process.execPath,
    [kit.command, 'run-buildspec', file, '--json', ...passed, ...variables],
    { cwd: world.project.root, env: {} },
  );
  return readBuild(step, ended);
};

export const surfaces: Readonly<Record<'action' | 'buildspec' | 'cli', Surface>> = {
  action,
  buildspec,
  cli,
};
