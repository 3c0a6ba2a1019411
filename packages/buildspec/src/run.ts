import { mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  type Clock,
  createLog,
  createRedactor,
  type LogEvent,
  type Redactor,
  StepError,
  stateFolder,
} from '@ml-ci/core';
import { codebuildVariables } from './codebuild-variables.ts';
import { buildEnvironment } from './environment.ts';
import { ignoredInBuild } from './ignored.ts';
import { withOwnSource } from './own-source.ts';
import { redactEvent } from './redact-event.ts';
import type { BuildResult } from './result.ts';
import { runPhases } from './run-phases.ts';
import type { Buildspec } from './schema.ts';
import { BuildShell } from './shell.ts';

/** How a buildspec is run. */
export interface BuildOptions {
  /** The source folder: where the commands start, and below which the build leaves its files. */
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
  /** Whether the commands run in a copy of the source folder, which is removed when the build ends. */
  readonly hasOwnSource?: boolean;
}

/** Runs a buildspec on this machine, in one shell, without a container. A failed build is a result, not an error. */
export async function runBuildspec(spec: Buildspec, options: BuildOptions): Promise<BuildResult> {
  const { env, clock, signal, batchIdentifier, hasOwnSource = false } = options;
  const program = shellOf(spec);
  const uuid = crypto.randomUUID();
  const id = `local:${uuid}`;
  const state = stateFolder(options.cwd);
  const folder = join(state, 'codebuild', uuid);
  const cwd = hasOwnSource ? join(folder, 'source') : options.cwd;
  const codebuild = await codebuildVariables({
    id,
    checkout: options.cwd,
    sourceFolder: cwd,
    startedAtMs: Math.round(clock.now()),
    batchIdentifier,
  });
  const { variables = {}, secrets = {} } = options;
  const environment = buildEnvironment(spec, { env, variables, secrets, codebuild });
  const redactor = createRedactor();
  for (const secret of environment.secrets) redactor.add(secret);
  const log = createLog((event) => options.emit(redactEvent(event, redactor)));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // a batch says it once for all its builds
  if (batchIdentifier === undefined) for (const line of ignoredInBuild(spec)) log.warn(line);
  const shell = {
    program,
    cwd,
    env: environment.variables,
    folder: join(folder, 'shell'), // holds the variables of the build, secrets too: removed at the end
    onLine: (line: string) => log.output('build', line),
  };
  const openShell = () => new BuildShell(shell);
  const builds = join(basename(state), 'codebuild');
  const phases = () => runPhases(spec, { openShell, log, clock, signal, cwd, folder, builds });
  try {
    const result = hasOwnSource
      ? await withOwnSource({ from: options.cwd, to: cwd, state, log, signal }, phases)
      : await phases();
    return { id, folder, ...withoutSecrets(result, redactor) };
  } finally {
    await rm(shell.folder, { recursive: true, force: true });
  }
}

type Result = Omit<BuildResult, 'id' | 'folder'>;

function withoutSecrets(result: Result, redactor: Redactor): Result {
  const exportedVariables = result.exportedVariables.map(({ name, value }) => ({
    name,
    value: redactor.redact(value),
  }));
  const phases = result.phases.map((phase) =>
    phase.message === undefined ? phase : { ...phase, message: redactor.redact(phase.message) },
  );
  return { ...result, phases, exportedVariables };
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
