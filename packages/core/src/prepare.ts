import type { Given } from './arguments.ts';
import type { Clock } from './clock.ts';
import { allInputs, commonInputs } from './common-inputs.ts';
import type { Config } from './config/schema.ts';
import { type Problem, StepError } from './error.ts';
import { createFiles, temporaryPlaces } from './files.ts';
import { foreignEndpoint } from './foreign-endpoint.ts';
import type { Host } from './host/host.ts';
import { textOf } from './input.ts';
import { type LaterSteps, laterStepsOf } from './later-steps.ts';
import type { Log } from './log.ts';
import { plural } from './plural.ts';
import { type ReadInputs, readInputs, unknownVariables } from './read-inputs.ts';
import { readHandover } from './record.ts';
import type { Redactor } from './redact.ts';
import { refuseForeign } from './state-folder.ts';
import { type Inputs, kebab, type RunInfo, type Step } from './step.ts';
import { toolCacheFolder } from './tool-cache.ts';

/** What was given to a step itself, and the values of the inputs that every step has: enough to know how to go on. */
export interface Flags {
  readonly inputs: Inputs;
  readonly given: ReadonlyMap<string, Given>;
  readonly problems: readonly Problem[];
  readonly values: ReadInputs['values'];
}

/** Everything that a run needs before its step begins. */
export interface Prepared {
  readonly config: Config | undefined;
  readonly files: ReturnType<typeof createFiles>;
  readonly info: RunInfo;
  readonly inputs: Inputs;
  readonly read: ReadInputs;
  readonly values: ReadInputs['values'];
  readonly later: LaterSteps;
}

/** What of a run is there before it is prepared. */
export interface Tools {
  readonly clock: Clock;
  readonly log: Log;
  readonly redactor: Redactor;
}

const otherVariables = ['ML_CI_CLOCK', 'ML_CI_RUN_ID'];

/** Reads what needs no file. */
export function readFlags(step: Step<Inputs, Step['outputs'], never>, host: Host): Flags {
  const inputs = allInputs(step);
  const { given, problems } = host.given(step, inputs);
  const { values } = readInputs(
    commonInputs,
    { given, env: host.env, handover: () => undefined, config: undefined },
    { environments: [], root: host.cwd },
  );
  return { inputs, given, problems, values };
}

/** Reads everything that `run` needs; throws one INPUT_INVALID with every mistake. */
export async function prepare(
  step: string,
  host: Host,
  { inputs, given, problems, values }: Flags,
  { clock, log, redactor }: Tools,
): Promise<Prepared> {
  const { loadConfig } = await import('./config/load.ts');
  const config = await loadOrReport(step, problems, () =>
    loadConfig({ cwd: host.cwd, file: textOf(values.config), model: textOf(values.model) }),
  );
  const root = config?.root ?? host.cwd;
  const files = createFiles(root, temporaryPlaces(host.env), toolCacheFolder(host.env));
  // each may ask git, and neither needs the other
  const [run] = await Promise.all([host.run(), refuseForeign(root, stateNamesOf(step))]);
  const info: RunInfo = { ...run, model: config?.model };
  const rehearsal = foreignEndpoint(host.env, config);
  const wanted = Object.values(inputs).flatMap((input) => input.options.handover ?? []);
  const handover = await readHandover(wanted, files, { run: info, rehearsal, clock });
  const read = readInputs(
    inputs,
    { given, env: host.env, handover, config, isShared: host.isShared },
    { environments: config?.environments ?? [], root },
  );
  for (const line of unknownVariables(host.env, inputs, otherVariables)) log.warn(line);
  const mistakes = [...problems, ...read.problems];
  if (mistakes.length > 0) throw invalidInputs(step, mistakes);
  maskAndTell(inputs, read, { log, redactor });
  const later = laterStepsOf(host, { step, root }, files, (secret) => redactor.add(secret));
  return { config, files, info, inputs, read, values: read.values, later };
}

/** What a run reads or replaces under `.ml-ci/`. It is looked at before the step does anything. */
function stateNamesOf(step: string): readonly string[] {
  return ['outputs.env', `runs/${step}.json`, `runs/${step}.tables.json`, `state/${step}.json`];
}

/** Mistakes in the flags and in the file belong into one report. */
async function loadOrReport(
  step: string,
  problems: readonly Problem[],
  load: () => Promise<Config | undefined>,
): Promise<Config | undefined> {
  try {
    return await load();
  } catch (error) {
    if (!(error instanceof StepError) || problems.length === 0) throw error;
    const fileProblems =
      error.problems.length > 0 ? error.problems : [{ name: 'config', message: error.message }];
    throw invalidInputs(step, [...problems, ...fileProblems]);
  }
}

function maskAndTell(
  inputs: Inputs,
  { origins }: ReadInputs,
  { log, redactor }: Pick<Tools, 'log' | 'redactor'>,
): void {
  for (const [property, { raw, place }] of origins) {
    const input = inputs[property];
    if (input?.options.secret) redactor.add(raw);
    else if (place.endsWith(' of this run')) log.info(`${kebab(property)} ${raw} (from ${place})`);
  }
}

function invalidInputs(step: string, problems: readonly Problem[]): StepError {
  return new StepError('INPUT_INVALID', {
    message: `${plural(problems.length, 'mistake')} in the inputs of ${step}`,
    fix: ({ help }) => help(step),
    problems,
  });
}
