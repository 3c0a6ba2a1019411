import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Clock,
  createLog,
  createRedactor,
  type Log,
  type LogEvent,
  StepError,
  stateFolder,
} from '@ml-ci/core';
import { codebuildVariables } from './codebuild-variables.ts';
import { buildEnvironment } from './environment.ts';
import { redactEvent } from './redact-event.ts';
import type { BuildResult } from './result.ts';
import { runPhases } from './run-phases.ts';
import type { Buildspec } from './schema.ts';
import { BuildShell } from './shell.ts';

/** How a buildspec is run. */
export interface BuildOptions {
  /** The source folder: where the commands start. */
  readonly cwd: string;
  /** The caller's environment; nothing of AWS, ACTIONS, GITHUB or ML_CI in it reaches the commands. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Variables that win over those of the buildspec. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Values of parameter-store and secrets-manager, by the name of the variable; never printed. */
  readonly secrets?: Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly emit: (event: LogEvent) => void;
  /** Ends the shell and all that it started. */
  readonly signal: AbortSignal;
  readonly batchIdentifier?: string;
}

/** Runs a buildspec on this machine, in one shell, without a container. A failed build is a result, not an error. */
export async function runBuildspec(spec: Buildspec, options: BuildOptions): Promise<BuildResult> {
  const { cwd, env, clock, batchIdentifier } = options;
  const program = shellOf(spec);
  const uuid = crypto.randomUUID();
  const id = `local:${uuid}`;
  const codebuild = await codebuildVariables({
    id,
    sourceFolder: cwd,
    startedAtMs: Math.round(clock.now()),
    batchIdentifier,
  });
  const { variables = {}, secrets = {} } = options;
  const environment = buildEnvironment(spec, { env, variables, secrets, codebuild });
  const redactor = createRedactor();
  for (const secret of environment.secrets) redactor.add(secret);
  const log = createLog((event) => options.emit(redactEvent(event, redactor)));
  const folder = join(await stateFolder(cwd), 'codebuild', uuid);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  acknowledge(spec, log);
  // holds the variables of the build, secrets too: removed at the end
  const shellFolder = join(folder, 'shell');
  const openShell = () =>
    new BuildShell({
      program,
      cwd,
      env: environment.variables,
      folder: shellFolder,
      onLine: (line) => log.output('build', line),
    });
  try {
    const context = { openShell, log, clock, signal: options.signal, cwd, folder };
    const result = await runPhases(spec, context);
    const exportedVariables = result.exportedVariables.map(({ name, value }) => ({
      name,
      value: redactor.redact(value),
    }));
    const phases = result.phases.map((phase) =>
      phase.message === undefined ? phase : { ...phase, message: redactor.redact(phase.message) },
    );
    return { id, folder, ...result, phases, exportedVariables };
  } finally {
    await rm(shellFolder, { recursive: true, force: true });
  }
}

function shellOf(spec: Buildspec): string {
  const shell = spec.env?.shell ?? 'sh';
  if (shell === 'powershell.exe' || shell === 'cmd.exe')
    throw new StepError('BUILDSPEC_UNSUPPORTED', {
      message: `env.shell "${shell}" is a shell of Windows`,
      fix: 'run this buildspec in CodeBuild, or give it env.shell: bash',
    });
  return shell;
}

/** Says what the buildspec asks for and this machine does not do. */
function acknowledge(spec: Buildspec, log: Log): void {
  for (const path of spec.cache?.paths ?? []) log.info(`cache: "${path}" stays where it is on this machine`);
  const runtimes = Object.entries(spec.phases?.install?.['runtime-versions'] ?? {});
  for (const [name, version] of runtimes)
    log.info(`runtime-versions: ${name} ${version} is not installed; the one on PATH is used`);
  const user = spec['run-as'];
  if (user !== undefined) log.warn(`run-as: "${user}" is not taken on; the commands run as you`);
  for (const [name, phase] of Object.entries(spec.phases ?? {})) {
    const other = phase?.['run-as'];
    if (other !== undefined)
      log.warn(`run-as of ${name}: "${other}" is not taken on; the commands run as you`);
  }
}
