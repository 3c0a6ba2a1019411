import { CancelledError, describeError, type Problem, StepError } from './error.ts';
import type { ExportedNames, Outcome, OutcomeError, OutcomeProblem } from './host/host.ts';
import { kebab } from './step.ts';
import type { Verdict, VerdictName } from './verdict.ts';
import { commandLine, say, type Words } from './words.ts';

/** How a run ended, before it is shown. */
export interface Finished {
  readonly verdict: VerdictName;
  readonly reason?: string;
  readonly outputs: Readonly<Record<string, string | number | boolean>>;
  readonly error?: OutcomeError;
  readonly exports?: ExportedNames;
  readonly exitCode: number;
}

const verdictExit = { passed: 0, waiting: 0, failed: 1, inconclusive: 1 } as const;

/** What an answer of a step means for its caller. */
export function fromVerdict(verdict: Verdict<object>): Finished {
  return {
    verdict: verdict.verdict,
    outputs: toOutputs(verdict.outputs),
    exitCode: verdictExit[verdict.verdict],
    ...(verdict.verdict !== 'passed' && { reason: verdict.reason }),
  };
}

/** What a thrown error means, in the words of a surface: the only place that knows. */
export function fromError(error: unknown, words: Words): Finished {
  const outputs = {};
  if (error instanceof CancelledError) {
    const message = error.left === undefined ? error.message : `${error.message}: ${error.left}`;
    return {
      verdict: 'error',
      outputs,
      exitCode: error.signal === 'SIGINT' ? 130 : 143,
      error: { code: 'CANCELLED', message },
    };
  }
  if (error instanceof StepError) {
    const { code, fix, problems } = error;
    const details = {
      code,
      message: describeError(error),
      ...(fix !== undefined && { fix: say(fix, words) }),
      ...(problems.length > 0 && { problems: problems.map((problem) => said(problem, words)) }),
    };
    return { verdict: 'error', outputs, exitCode: error.kind === 'input' ? 2 : 3, error: details };
  }
  const stack = error instanceof Error ? error.stack : undefined;
  const fix = 'this is a bug in ml-ci: please report it with the lines above';
  return {
    verdict: 'error',
    outputs,
    exitCode: 70,
    error: { code: 'BUG', message: describeError(error), fix, ...(stack !== undefined && { stack }) },
  };
}

function said({ name, message, place, fix }: Problem, words: Words): OutcomeProblem {
  return {
    name,
    message,
    ...(place !== undefined && { place: say(place, words) }),
    ...(fix !== undefined && { fix: say(fix, words) }),
  };
}

/** When the run was aborted, what a library threw (an AbortError) says less than the reason of the abort. */
export function betterReason(error: unknown, signal: AbortSignal): unknown {
  return error instanceof CancelledError ? error : signal.reason;
}

function toOutputs(outputs: object): Record<string, string | number | boolean> {
  const named: Record<string, string | number | boolean> = {};
  for (const [property, value] of Object.entries(outputs)) {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      named[kebab(property)] = value;
  }
  return named;
}

/** The outcome of something that is no step and ended with a mistake of the user. */
export function toOutcome(name: string, error: OutcomeError): Outcome {
  return { step: name, verdict: 'error', outputs: {}, exitCode: 2, durationMs: 0, summary: '', error };
}

/** The outcome of a command, which is no step, that threw. */
export function outcomeOfError(name: string, error: unknown): Outcome {
  return { step: name, ...fromError(error, commandLine), durationMs: 0, summary: '' };
}
