import { type Clock, clockFromEnv } from './clock.ts';
import { commonInputs, onCancelInput } from './common-inputs.ts';
import type { Config } from './config/schema.ts';
import { CancelledError, type Problem, StepError } from './error.ts';
import { createExec } from './exec.ts';
import { createFiles, type Files, temporaryPlaces } from './files.ts';
import { betterReason, type Finished, fromError, fromVerdict } from './finished.ts';
import { foreignEndpoint } from './foreign-endpoint.ts';
import type { ExportedNames, Host, IdTokenSource, Outcome, PlannedChange } from './host/host.ts';
import { listOf, textOf } from './input.ts';
import { type LaterSteps, laterStepsOf } from './later-steps.ts';
import { createLog, type Log, type LogEvent, type Table } from './log.ts';
import { plural } from './plural.ts';
import { type ReadInputs, readInputs, unknownVariables } from './read-inputs.ts';
import { type RunRecord, readHandover, writeRecord } from './record.ts';
import { createRedactor, type Redactor, redactDeep } from './redact.ts';
import { stateNames } from './state-names.ts';
import { type Inputs, kebab, type RunInfo, type Step, type StepContext } from './step.ts';
import { markdownSummary } from './summary.ts';
import { toolCacheFolder } from './tool-cache.ts';

/** What the packages above core add to a run. */
export interface RunServices<S> {
  readonly services: S;
  /** The endpoint that is not AWS's own and that this run acted on, if any. */
  rehearsal(): string | undefined;
  dispose(): Promise<void>;
}

/** What services are made from. */
export interface ServiceContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly config: Config | undefined;
  readonly root: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly random: () => number;
  readonly run: RunInfo;
  readonly files: Files;
  /** Hosts that are neither AWS's nor on this machine, and may be asked all the same. */
  readonly allowEndpoints: readonly string[];
  /** OIDC tokens of the run, where its host has them. */
  readonly idToken?: IdTokenSource | undefined;
  mask(secret: string): void;
}

export interface ExecuteOptions<S> {
  readonly services: (context: ServiceContext) => RunServices<S>;
  readonly clock?: Clock;
  readonly random?: () => number;
}

const otherVariables = ['ML_CI_CLOCK', 'ML_CI_RUN_ID'];

/**
 * Runs a step on a host: reads raw values, reports every mistake at once, masks secrets, runs, writes outputs, record and
 * summary. The only place that turns an error into an exit code. Never throws.
 */
export async function execute<S>(
  step: Step<Inputs, Step['outputs'], S>,
  host: Host,
  options: ExecuteOptions<S>,
): Promise<Outcome> {
  const run = new Run(step, host, options);
  const stop = host.onSignal((signal) => run.cancel(signal));
  try {
    return await run.toTheEnd();
  } finally {
    stop();
  }
}

/** All inputs that a step understands: its own and those that every step has. */
export function allInputs(step: Step<Inputs, Step['outputs'], never>): Inputs {
  return {
    ...step.inputs,
    ...commonInputs,
    ...(step.onCancel && { onCancel: onCancelInput(step.onCancel) }),
  };
}

class Run<S> {
  readonly #step: Step<Inputs, Step['outputs'], S>;
  readonly #host: Host;
  readonly #options: ExecuteOptions<S>;
  readonly #abort = new AbortController();
  readonly #redactor: Redactor;
  readonly #log: Log;
  readonly #tables: Table[] = [];
  readonly #planned: PlannedChange[] = [];
  readonly #clock: Clock;
  #isPlan = false;
  #hasState = false;

  constructor(step: Step<Inputs, Step['outputs'], S>, host: Host, options: ExecuteOptions<S>) {
    this.#step = step;
    this.#host = host;
    this.#options = options;
    this.#clock = options.clock ?? clockFromEnv(host.env);
    this.#redactor = createRedactor((secret) => host.mask(secret));
    this.#log = createLog((event) => this.#emit(event));
  }

  cancel(signal: 'SIGINT' | 'SIGTERM'): void {
    this.#abort.abort(new CancelledError(signal));
  }

  async toTheEnd(): Promise<Outcome> {
    const startedAt = this.#clock.now();
    let files: ReturnType<typeof createFiles> | undefined;
    let finished: Finished = { verdict: 'error', outputs: {}, exitCode: 70 };
    let prepared: Prepared | undefined;
    let provided: RunServices<S> | undefined;
    let exports: ExportedNames | undefined;
    try {
      prepared = await this.#prepare();
      files = prepared.files;
      const { config, info, values } = prepared;
      provided = this.#options.services({
        env: this.#host.env,
        config,
        root: files.root,
        clock: this.#clock,
        log: this.#log,
        signal: this.#abort.signal,
        random: this.#random,
        run: info,
        files,
        allowEndpoints: listOf(values.allowEndpoint),
        idToken: this.#host.idToken,
        mask: (secret) => this.#redactor.add(secret),
      });
      const context = { ...(await this.#context(prepared)), ...provided.services };
      this.#begin(prepared);
      const verdict = await this.#withTimeout(values.timeout, () => this.#step.run(context));
      exports = verdict.verdict === 'passed' && !this.#isPlan ? await prepared.later.give() : undefined;
      finished = fromVerdict(verdict);
    } catch (error) {
      finished = fromError(
        this.#abort.signal.aborted && !(error instanceof StepError)
          ? betterReason(error, this.#abort.signal)
          : error,
        this.#host.words,
      );
    }
    // what the run is pointed at, as the next step will see it too; else what a session found
    const rehearsal = foreignEndpoint(this.#host.env, prepared?.config) ?? provided?.rehearsal();
    const problems = await this.#close(prepared, finished, { startedAt, rehearsal }, [
      () => provided?.dispose(),
      () => files?.dispose(),
      async () => {
        if (this.#hasState) await prepared?.later.end(finished.verdict === 'passed');
      },
    ]);
    const last =
      problems.length > 0
        ? fromError(problems[0], this.#host.words)
        : { ...finished, ...(exports && { exports }) };
    return this.#finish(last, startedAt, rehearsal);
  }

  /** Reads everything that `run` needs; throws one INPUT_INVALID with every mistake. */
  async #prepare(): Promise<Prepared> {
    const inputs = allInputs(this.#step);
    const { given, problems } = this.#host.given(this.#step, inputs);
    const direct = readInputs(
      commonInputs,
      { given, env: this.#host.env, handover: () => undefined, config: undefined },
      { environments: [], root: this.#host.cwd },
    );
    this.#host.begin({ step: this.#step.name, json: direct.values.json === true });
    this.#isPlan = direct.values.plan === true;
    const { loadConfig } = await import('./config/load.ts');
    const config = await this.#loadOrReport(
      () =>
        loadConfig({
          cwd: this.#host.cwd,
          file: textOf(direct.values.config),
          model: textOf(direct.values.model),
        }),
      problems,
    );
    const files = createFiles(
      config?.root ?? this.#host.cwd,
      temporaryPlaces(this.#host.env),
      toolCacheFolder(this.#host.env),
    );
    const info: RunInfo = { ...(await this.#host.run()), model: config?.model };
    const rehearsal = foreignEndpoint(this.#host.env, config);
    const wanted = Object.values(inputs).flatMap((input) => input.options.handover ?? []);
    const handover = await readHandover(wanted, files, { run: info, rehearsal, clock: this.#clock });
    const read = readInputs(
      inputs,
      { given, env: this.#host.env, handover, config, isShared: this.#host.isShared },
      { environments: config?.environments ?? [], root: files.root },
    );
    for (const line of unknownVariables(this.#host.env, inputs, otherVariables)) this.#log.warn(line);
    const mistakes = [...problems, ...read.problems];
    if (mistakes.length > 0) throw invalidInputs(this.#step.name, mistakes);
    this.#maskAndTell(inputs, read);
    const place = { step: this.#step.name, root: files.root };
    const later = laterStepsOf(this.#host, place, files, (secret) => this.#redactor.add(secret));
    return { config, files, info, inputs, read, values: read.values, later };
  }

  /** From here on the process may leave something behind when it is killed. */
  #begin({ files, info, values }: Prepared): void {
    if (this.#step.cleanUp === undefined || this.#isPlan) return;
    this.#save(files.root, stateNames.run, info.id);
    if (values.onCancel === 'detach') this.#save(files.root, stateNames.onCancel, 'detach');
  }

  #save(root: string, name: string, value: string): void {
    this.#host.saveState({ step: this.#step.name, root }, name, value);
    this.#hasState = true;
  }

  async #loadOrReport(
    load: () => Promise<Config | undefined>,
    problems: readonly Problem[],
  ): Promise<Config | undefined> {
    try {
      return await load();
    } catch (error) {
      if (!(error instanceof StepError) || problems.length === 0) throw error;
      const fileProblems =
        error.problems.length > 0 ? error.problems : [{ name: 'config', message: error.message }];
      throw invalidInputs(this.#step.name, [...problems, ...fileProblems]);
    }
  }

  #maskAndTell(inputs: Inputs, { origins }: ReadInputs): void {
    for (const [property, { raw, place }] of origins) {
      const input = inputs[property];
      if (input?.options.secret) this.#redactor.add(raw);
      else if (place.endsWith(' of this run')) this.#log.info(`${kebab(property)} ${raw} (from ${place})`);
    }
  }

  async #context({ config, files, info, values, later }: Prepared): Promise<StepContext<Inputs>> {
    const signal = this.#abort.signal;
    return {
      inputs: values,
      config,
      files,
      exec: createExec({ env: this.#host.env, cwd: files.root, log: this.#log, signal }),
      forge: await this.#host.forge(),
      log: this.#log,
      clock: this.#clock,
      random: this.#random,
      signal,
      onCancel: values.onCancel === 'detach' ? 'detach' : 'stop',
      plan: { active: this.#isPlan, would: (change, call) => this.#planned.push({ change, call }) },
      mask: (secret) => this.#redactor.add(secret),
      state: { save: (name, value) => this.#save(files.root, name, value) },
      exports: later.exports,
      lasting: later.lasting,
      timeoutMs: typeof values.timeout === 'number' ? values.timeout : undefined,
      run: info,
    };
  }

  get #random(): () => number {
    return this.#options.random ?? Math.random;
  }

  /** Aborts `work` after `timeout` milliseconds; it may still clean up, and its own end is awaited. */
  async #withTimeout<T>(timeout: unknown, work: () => Promise<T>): Promise<T> {
    if (typeof timeout !== 'number') return work();
    const done = new AbortController();
    const timer = this.#clock.sleep(timeout, done.signal).then(
      () =>
        this.#abort.abort(
          new StepError('TIMEOUT', {
            message: `"${this.#step.name}" did not end in time`,
            fix: ({ input }) => `give a longer ${input('timeout')}, or look at what it waits for`,
          }),
        ),
      () => undefined, // the work ended first
    );
    try {
      return await work();
    } finally {
      done.abort();
      await timer;
    }
  }

  #emit(event: LogEvent): void {
    if (event.type === 'table') {
      const { type: _, ...table } = event;
      this.#tables.push(table);
    }
    this.#host.emit(redactDeep(event, this.#redactor));
  }

  async #close(
    prepared: Prepared | undefined,
    finished: Finished,
    { startedAt, rehearsal }: { readonly startedAt: number; readonly rehearsal: string | undefined },
    disposals: readonly (() => Promise<void> | undefined)[],
  ): Promise<unknown[]> {
    const tasks: (() => Promise<void> | undefined)[] = [...disposals];
    if (prepared && !this.#isPlan) {
      tasks.unshift(() =>
        writeRecord(
          prepared.files,
          this.#record(prepared, finished, startedAt, rehearsal),
          redactDeep(this.#tables, this.#redactor),
        ),
      );
    }
    const problems: unknown[] = [];
    for (const task of tasks) {
      try {
        await task();
      } catch (error) {
        problems.push(error);
      }
    }
    return problems;
  }

  #record(
    prepared: Prepared,
    finished: Finished,
    startedAt: number,
    rehearsal: string | undefined,
  ): RunRecord {
    const inputs: Record<string, string> = {};
    for (const [property, { raw }] of prepared.read.origins) {
      if (!prepared.inputs[property]?.options.secret) inputs[kebab(property)] = this.#redactor.redact(raw);
    }
    return {
      step: this.#step.name,
      verdict: finished.verdict,
      ...(finished.reason !== undefined && { reason: this.#redactor.redact(finished.reason) }),
      outputs: redactDeep(finished.outputs, this.#redactor),
      inputs,
      ...(finished.error && {
        error: { code: finished.error.code, message: this.#redactor.redact(finished.error.message) },
      }),
      run: prepared.info,
      startedAt: new Date(startedAt).toISOString(),
      finishedAt: new Date(this.#clock.now()).toISOString(),
      ...(rehearsal !== undefined && { rehearsal }),
    };
  }

  async #finish(finished: Finished, startedAt: number, rehearsal: string | undefined): Promise<Outcome> {
    const base = {
      step: this.#step.name,
      ...redactDeep(finished, this.#redactor),
      durationMs: this.#clock.now() - startedAt,
      ...(rehearsal !== undefined && { rehearsal }),
      ...(this.#isPlan && { plan: this.#planned }),
    };
    this.#warnOfMasked(finished);
    const outcome = { ...base, summary: await this.#summary(base) };
    await this.#host.finish(outcome);
    return outcome;
  }

  async #summary(base: Omit<Outcome, 'summary'>): Promise<string> {
    const maxBytes = (await this.#host.summaryRoom?.()) ?? Number.POSITIVE_INFINITY;
    const rest = this.#isPlan
      ? 'see the log'
      : `see the log, or \`.ml-ci/runs/${this.#step.name}.tables.json\``;
    const tables = redactDeep(this.#tables, this.#redactor);
    return this.#redactor.redact(markdownSummary(base, tables, { maxBytes, rest }));
  }

  /** GitHub drops a job output that holds a masked text, with a warning that few see; here it is said in time. */
  #warnOfMasked({ outputs }: Finished): void {
    const isMasked = ([, value]: [string, unknown]) => this.#redactor.contains(String(value));
    const entries = Object.entries(outputs);
    const clear = entries.filter((entry) => !isMasked(entry)).map(([name]) => name);
    for (const [name] of entries.filter(isMasked)) {
      const instead = clear.length > 0 ? `use ${clear.join(', ')} instead, or ` : '';
      this.#log.warn(
        `the output "${name}" holds a text that is masked: it is written as ***, and a job cannot hand it on; ${instead}do not mask what is part of a name`,
      );
    }
  }
}

interface Prepared {
  readonly config: Config | undefined;
  readonly files: ReturnType<typeof createFiles>;
  readonly info: RunInfo;
  readonly inputs: Inputs;
  readonly read: ReadInputs;
  readonly values: Readonly<Record<string, unknown>>;
  readonly later: LaterSteps;
}

function invalidInputs(step: string, problems: readonly Problem[]): StepError {
  return new StepError('INPUT_INVALID', {
    message: `${plural(problems.length, 'mistake')} in the inputs of ${step}`,
    fix: ({ help }) => help(step),
    problems,
  });
}
