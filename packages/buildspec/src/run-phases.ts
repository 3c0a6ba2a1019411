import type { Clock, Log } from '@ml-ci/core';
import { collect } from './collect.ts';
import { type OnFailure, parseOnFailure } from './on-failure.ts';
import { runPhase } from './phase.ts';
import { type BuildResult, type PhaseName, type PhaseResult, phaseNames } from './result.ts';
import type { Buildspec } from './schema.ts';
import type { BuildShell } from './shell.ts';

/** What the phases of a build run with. */
export interface PhasesContext {
  /** A shell as the build starts with; every try has its own. */
  readonly openShell: () => BuildShell;
  readonly log: Log;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** The source folder. */
  readonly cwd: string;
  /** Where artifacts and reports go. */
  readonly folder: string;
  /** Where builds leave their files, seen from a source folder: no artifact is found there. */
  readonly builds: string;
}

type Result = Omit<BuildResult, 'id' | 'folder'>;

/** Runs the phases, again from the first where a failed one asks for it, and collects what they made. */
export async function runPhases(spec: Buildspec, context: PhasesContext): Promise<Result> {
  for (let retries = 0; ; retries += 1) {
    const { result, retry } = await runOnce(spec, context, retries);
    if (retry === undefined || retries >= retry.count) return result;
    context.log.warn(`the build starts again: retry ${retries + 1} of ${retry.count}`);
  }
}

async function runOnce(
  spec: Buildspec,
  context: PhasesContext,
  retries: number,
): Promise<{ readonly result: Result; readonly retry: Retry | undefined }> {
  const shell = context.openShell();
  const onAbort = () => void shell.stop().catch((error: unknown) => context.log.warn(String(error)));
  context.signal.addEventListener('abort', onAbort, { once: true });
  try {
    const { phases, retry } = await commandPhases(spec, shell, context);
    const exportedVariables = exported(spec, shell, context.log);
    const isRetried = retry !== undefined && retries < retry.count;
    const hasFailed = phases.some(({ status }) => status === 'failed');
    const collected =
      isRetried || context.signal.aborted
        ? undefined
        : await collect(spec, { ...context, environment: shell.environment, isSucceeding: !hasFailed });
    const all = collected === undefined ? phases : [...phases, collected.phase];
    const isFailed = all.some(({ status }) => status === 'failed');
    const status = context.signal.aborted ? 'stopped' : isFailed ? 'failed' : 'succeeded';
    const { artifacts = [], reports = [] } = collected ?? {};
    return { result: { status, phases: all, retries, exportedVariables, artifacts, reports }, retry };
  } finally {
    context.signal.removeEventListener('abort', onAbort);
    await shell.stop();
  }
}

type Retry = Extract<OnFailure, { action: 'retry' }>;

/** `install` and `pre_build` end the build when they fail; after `build`, `post_build` runs all the same. */
async function commandPhases(
  spec: Buildspec,
  shell: BuildShell,
  context: PhasesContext,
): Promise<{ readonly phases: readonly PhaseResult[]; readonly retry: Retry | undefined }> {
  const phases: PhaseResult[] = [];
  let isSucceeding = true;
  let isOver = false;
  let retry: Retry | undefined;
  for (const name of phaseNames) {
    if (isOver || context.signal.aborted) {
      phases.push({ phase: name, status: 'skipped', seconds: 0 });
      continue;
    }
    const result = await runPhase(name, spec.phases?.[name], { ...context, shell, isSucceeding });
    phases.push(result);
    if (result.status !== 'failed') continue;
    isSucceeding = false;
    const onFailure = onFailureOf(spec, name);
    retry = onFailure?.action === 'retry' && matches(onFailure, result) ? onFailure : undefined;
    isOver = retry !== undefined || endsBuild(name, onFailure);
  }
  return { phases, retry };
}

function endsBuild(name: PhaseName, onFailure: OnFailure | undefined): boolean {
  if (onFailure?.action === 'abort') return true;
  if (onFailure?.action === 'continue') return false;
  return name === 'install' || name === 'pre_build';
}

function matches({ pattern }: Retry, { message = '' }: PhaseResult): boolean {
  return pattern.test(message);
}

function onFailureOf(spec: Buildspec, name: PhaseName): OnFailure | undefined {
  const text = spec.phases?.[name]?.['on-failure'];
  const read = text === undefined ? undefined : parseOnFailure(text);
  if (typeof read === 'string') throw new TypeError(`on-failure "${text}" ${read}`); // the schema has refused it
  return read;
}

function exported(spec: Buildspec, { environment }: BuildShell, log: Log): Result['exportedVariables'] {
  return (spec.env?.['exported-variables'] ?? []).flatMap((name) => {
    const value = environment[name];
    if (value !== undefined) return [{ name, value }];
    log.warn(`exported-variables: "${name}" is not in the environment of the shell; export it in a command`);
    return [];
  });
}
