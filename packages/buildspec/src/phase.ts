import type { Clock, Log } from '@ml-ci/core';
import type { PhaseName, PhaseResult } from './result.ts';
import type { Phase } from './schema.ts';
import type { BuildShell } from './shell.ts';

/** What a phase runs with. */
export interface PhaseContext {
  readonly shell: BuildShell;
  readonly log: Log;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Whether everything before this phase succeeded. */
  readonly isSucceeding: boolean;
}

/** Runs the commands of a phase up to the first that fails, then its `finally`; either may fail the phase. */
export async function runPhase(
  name: PhaseName,
  phase: Phase | undefined,
  context: PhaseContext,
): Promise<PhaseResult> {
  const { clock, log, signal } = context;
  if (phase === undefined) return { phase: name, status: 'succeeded', seconds: 0 };
  const startMs = clock.now();
  return log.group(name, async () => {
    const failure = await runCommands(phase.commands ?? [], context);
    // the build is failing from the first command that did
    const isSucceeding = context.isSucceeding && failure === undefined;
    const finallyFailure = await runCommands(phase.finally ?? [], { ...context, isSucceeding });
    const seconds = (clock.now() - startMs) / 1_000;
    if (signal.aborted) return { phase: name, status: 'stopped', seconds };
    const failed = failure ?? finallyFailure;
    if (failed === undefined) return { phase: name, status: 'succeeded', seconds };
    log.annotate({ level: 'error', message: failed.message });
    return { phase: name, status: 'failed', seconds, ...failed };
  });
}

interface Failure {
  readonly exitCode: number;
  readonly message: string;
}

async function runCommands(
  commands: readonly string[],
  { shell, log, signal, isSucceeding }: PhaseContext,
): Promise<Failure | undefined> {
  for (const command of commands) {
    if (signal.aborted) return undefined;
    for (const line of command.trimEnd().split('\n')) log.info(`$ ${line}`);
    const exitCode = await shell.run(command, { CODEBUILD_BUILD_SUCCEEDING: isSucceeding ? '1' : '0' });
    const [first = ''] = command.split('\n');
    if (exitCode !== 0) return { exitCode, message: `"${first}" ended with exit status ${exitCode}` };
  }
  return undefined;
}
