import { type Clock, clockFromEnv } from './clock.ts';
import { doAll, maskedOutputs, outcomeOf, type RunFacts, recordOf } from './closing.ts';
import { CancelledError, StepError } from './error.ts';
import { createExec } from './exec.ts';
import { betterReason, type Finished, fromError, fromVerdict } from './finished.ts';
import { foreignEndpoint } from './foreign-endpoint.ts';
import type { ExportedNames, Host, Outcome, PlannedChange } from './host/host.ts';
import { listOf } from './input.ts';
import { noKeptFolders } from './kept-folders.ts';
import { createLog, type Log, type LogEvent, type Table } from './log.ts';
import { type Prepared, prepare, readFlags } from './prepare.ts';
import { writeRecord } from './record.ts';
import { createRedactor, type Redactor, redactDeep } from './redact.ts';
import type { ExecuteOptions, RunServices } from './services.ts';
import { stateNames } from './state-names.ts';
import type { Inputs, Step, StepContext } from './step.ts';
import { withTimeout } from './timeout.ts';

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
    let finished: Finished = { verdict: 'error', outputs: {}, exitCode: 70 };
    let prepared: Prepared | undefined;
    let provided: RunServices<S> | undefined;
    let exports: ExportedNames | undefined;
    try {
      prepared = await this.#prepare();
      const { config, files, info, values } = prepared;
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
      const verdict = await this.#withTimeout(context.timeoutMs, () => this.#step.run(context));
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
    const facts = { step: this.#step.name, startedAt, rehearsal };
    const problems = await doAll([
      () => this.#keepRecord(prepared, finished, facts),
      () => provided?.dispose(),
      () => prepared?.files.dispose(),
      async () => {
        if (this.#hasState) await prepared?.later.end(finished.verdict === 'passed');
      },
    ]);
    const last =
      problems.length > 0
        ? fromError(problems[0], this.#host.words)
        : { ...finished, ...(exports && { exports }) };
    return this.#finish(last, facts);
  }

  async #prepare(): Promise<Prepared> {
    const flags = readFlags(this.#step, this.#host);
    this.#host.begin({ step: this.#step.name, json: flags.values.json === true });
    this.#isPlan = flags.values.plan === true;
    const tools = { clock: this.#clock, log: this.#log, redactor: this.#redactor };
    return prepare(this.#step.name, this.#host, flags, tools);
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

  async #context({ config, files, info, values, later }: Prepared): Promise<StepContext<Inputs>> {
    const signal = this.#abort.signal;
    return {
      inputs: values,
      config,
      files,
      exec: createExec({ env: this.#host.env, cwd: files.root, log: this.#log, signal }),
      forge: await this.#host.forge(),
      keptFolders: this.#host.keptFolders?.(this.#log) ?? noKeptFolders,
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

  #withTimeout<T>(timeoutMs: number | undefined, work: () => Promise<T>): Promise<T> {
    return withTimeout({ step: this.#step.name, clock: this.#clock, abort: this.#abort }, timeoutMs, work);
  }

  #emit(event: LogEvent): void {
    if (event.type === 'table') {
      const { type: _, ...table } = event;
      this.#tables.push(table);
    }
    this.#host.emit(redactDeep(event, this.#redactor));
  }

  async #keepRecord(
    prepared: Prepared | undefined,
    finished: Finished,
    facts: Omit<RunFacts, 'endedAt'>,
  ): Promise<void> {
    if (prepared === undefined || this.#isPlan) return;
    const record = recordOf({ ...facts, endedAt: this.#clock.now() }, prepared, finished, this.#redactor);
    await writeRecord(prepared.files, record, redactDeep(this.#tables, this.#redactor));
  }

  async #finish(finished: Finished, facts: Omit<RunFacts, 'endedAt'>): Promise<Outcome> {
    const endedAt = this.#clock.now();
    for (const line of maskedOutputs(finished, this.#redactor)) this.#log.warn(line);
    const shown = {
      tables: this.#tables,
      planned: this.#isPlan ? this.#planned : undefined,
      summaryBytes: (await this.#host.summaryRoom?.()) ?? Number.POSITIVE_INFINITY,
    };
    const outcome = outcomeOf({ ...facts, endedAt }, finished, shown, this.#redactor);
    await this.#host.finish(outcome);
    return outcome;
  }
}
