import { dirname } from 'node:path';
import { clockFromEnv } from './clock.ts';
import { allInputs, commonInputs } from './common-inputs.ts';
import type { Config } from './config/schema.ts';
import { CancelledError, StepError } from './error.ts';
import { removeExports } from './exports.ts';
import { createFiles, temporaryPlaces } from './files.ts';
import { betterReason, type Finished, fromError, fromVerdict } from './finished.ts';
import { foreignEndpoint } from './foreign-endpoint.ts';
import type { Host, Outcome } from './host/host.ts';
import { listOf, textOf } from './input.ts';
import { createLog } from './log.ts';
import { readInputs } from './read-inputs.ts';
import { createRedactor, redactDeep } from './redact.ts';
import type { ExecuteOptions } from './services.ts';
import { refuseForeign } from './state-folder.ts';
import { stateNames } from './state-names.ts';
import type { CleanUpContext, CleanUpVerdict, Inputs, RunInfo, Step } from './step.ts';
import { markdownSummary } from './summary.ts';
import { passed } from './verdict.ts';

type AnyStep<S> = Step<Inputs, Step['outputs'], S>;

/**
 * Ends or removes what a run of the step left whose process was killed, as the post step of an action does. Does nothing
 * where every run ended by itself and left nothing on purpose. Never throws.
 */
export async function cleanUp<S>(step: AnyStep<S>, host: Host, options: ExecuteOptions<S>): Promise<Outcome> {
  const clock = options.clock ?? clockFromEnv(host.env);
  const redactor = createRedactor((secret) => host.mask(secret));
  const abort = new AbortController();
  const stop = host.onSignal((signal) => abort.abort(new CancelledError(signal)));
  const startedAt = clock.now();
  let rehearsal: string | undefined;
  let finished: Finished;
  try {
    const place = await find(step, host);
    await refuseForeign(place.root, [`state/${step.name}.json`]);
    const log = createLog((event) => host.emit(redactDeep(event, redactor)));
    const mask = (secret: string) => redactor.add(secret);
    const random = options.random ?? Math.random;
    const tools = { clock, log, mask, random, signal: abort.signal };
    const open = async () => {
      const left = await openLeft(place, host);
      rehearsal = foreignEndpoint(host.env, left.config);
      return left;
    };
    finished = fromVerdict(await cleanUpAll(step, host, place.root, { tools, open, options }));
  } catch (error) {
    finished = fromError(
      abort.signal.aborted && !(error instanceof StepError) ? betterReason(error, abort.signal) : error,
      host.words,
    );
  } finally {
    stop();
  }
  const base = {
    step: `clean-up ${step.name}`,
    ...redactDeep(finished, redactor),
    durationMs: clock.now() - startedAt,
    ...(rehearsal !== undefined && { rehearsal }),
  };
  const outcome = { ...base, summary: redactor.redact(markdownSummary(base, [])) };
  await host.finish(outcome);
  return outcome;
}

interface Place {
  readonly root: string;
  readonly file: string | undefined;
  readonly model: string | undefined;
  readonly allowEndpoints: readonly string[];
}

/** What of the flags or `with:` values matters here; that others are wrong the dead run has said already. */
async function find(step: AnyStep<never>, host: Host): Promise<Place> {
  const { given } = host.given(step, allInputs(step));
  const sources = { given, env: host.env, handover: () => undefined, config: undefined };
  const { values } = readInputs(commonInputs, sources, { environments: [], root: host.cwd });
  host.begin({ step: `clean-up ${step.name}`, json: values.json === true });
  const { findConfig } = await import('./config/load.ts');
  const file = await findConfig({ cwd: host.cwd, file: textOf(values.config) });
  const root = file === undefined ? host.cwd : dirname(file);
  return { root, file, model: textOf(values.model), allowEndpoints: listOf(values.allowEndpoint) };
}

interface Left {
  readonly config: Config | undefined;
  readonly files: ReturnType<typeof createFiles>;
  readonly run: RunInfo;
  readonly allowEndpoints: readonly string[];
}

async function openLeft({ root, file, model, allowEndpoints }: Place, host: Host): Promise<Left> {
  const { loadConfig } = await import('./config/load.ts');
  const config = file === undefined ? undefined : await loadConfig({ cwd: host.cwd, file, model });
  const run = { ...(await host.run()), model: config?.model };
  return { config, run, allowEndpoints, files: createFiles(root, temporaryPlaces(host.env)) };
}

interface Means<S> {
  readonly tools: Pick<CleanUpContext, 'clock' | 'log' | 'mask' | 'random' | 'signal'>;
  readonly open: () => Promise<Left>;
  readonly options: ExecuteOptions<S>;
}

/** Cleans up after each run that died, the newest first; what could not be cleaned up stays known. */
async function cleanUpAll<S>(
  step: AnyStep<S>,
  host: Host,
  root: string,
  { tools, open, options }: Means<S>,
): Promise<CleanUpVerdict> {
  const done: string[] = [];
  for (;;) {
    const state = await host.savedState(step.name, root);
    if (step.cleanUp === undefined || !state.has(stateNames.run)) break;
    const { config, files, run, allowEndpoints } = await open();
    const runId = state.get(stateNames.run) ?? run.id;
    const services = options.services({
      ...tools,
      env: host.env,
      idToken: host.idToken,
      config,
      root,
      run: { ...run, id: runId },
      files,
      allowEndpoints,
    });
    try {
      const onCancel = state.get(stateNames.onCancel) === 'detach' ? 'detach' : 'stop';
      const context = { ...tools, state, runId, onCancel, config, files } as const;
      const verdict = await step.cleanUp({ ...context, ...services.services });
      if (verdict.verdict !== 'passed') return verdict;
      if (state.has(stateNames.folder)) await removeExports(files, step.name);
      done.push(verdict.outputs.done);
    } finally {
      await services.dispose();
      await files.dispose();
    }
    host.forgetState({ step: step.name, root }, 'left');
  }
  return passed({ done: done.length > 0 ? done.join('; ') : `nothing was left by ${step.name}` });
}
