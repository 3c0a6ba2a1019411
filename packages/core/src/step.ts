import type { Clock } from './clock.ts';
import type { Config } from './config/schema.ts';
import type { Exec } from './exec.ts';
import type { Exports } from './exports.ts';
import type { Files } from './files.ts';
import type { Forge } from './forge.ts';
import type { Input } from './input.ts';
import type { KeptFolders } from './kept-folders.ts';
import type { Lasting } from './lasting.ts';
import type { Log } from './log.ts';
import type { Permission } from './permission.ts';
import type { Verdict } from './verdict.ts';

/** The inputs of a step by property name; a user writes them in kebab-case. */
// biome-ignore lint/suspicious/noExplicitAny: `any` lets the value types of the members be inferred
export type Inputs = Readonly<Record<string, Input<any>>>;

/** One output: what it is, and the type of its value (text unless said). */
export interface Output {
  readonly summary: string;
  readonly type?: 'string' | 'integer' | 'boolean';
  /** True where a passing run may leave it out. */
  readonly optional?: true;
}

export type Outputs = Readonly<Record<string, Output>>;

/** The typed values of a step's inputs. */
export type InputValues<I extends Inputs> = {
  readonly [K in keyof I]: I[K] extends Input<infer V> ? V : never;
};

type OutputValue<O extends Output> = O extends { readonly type: 'integer' }
  ? number
  : O extends { readonly type: 'boolean' }
    ? boolean
    : string;

/** The typed values of a step's outputs: a forgotten one does not compile. Of a step that is not known, any. */
export type OutputValues<O extends Outputs> = string extends keyof O
  ? Readonly<Record<string, string | number | boolean | undefined>>
  : {
      readonly [K in keyof O as O[K] extends { readonly optional: true } ? never : K]: OutputValue<O[K]>;
    } & {
      readonly [K in keyof O as O[K] extends { readonly optional: true } ? K : never]?: OutputValue<O[K]>;
    };

/** Everything `run` may touch. It reads no environment variable, prints nothing and knows no wall clock of its own. */
export interface StepContext<I extends Inputs> {
  readonly inputs: InputValues<I>;
  /** The parsed `ml-ci.yml`, or undefined where there is none. */
  readonly config: Config | undefined;
  readonly files: Files;
  readonly exec: Exec;
  readonly forge: Forge;
  /** What the platform keeps for later runs, where the machine itself is new each time. */
  readonly keptFolders: KeptFolders;
  readonly log: Log;
  readonly clock: Clock;
  /** A number from 0 up to 1, for jitter and names. */
  readonly random: () => number;
  /** Aborted by SIGINT, SIGTERM and `--timeout`, with the reason to throw. */
  readonly signal: AbortSignal;
  /** `stop` or `detach`: what to do with the remote thing when `signal` aborts. */
  readonly onCancel: 'stop' | 'detach';
  /** `--plan`: nothing may be changed; `plan.would` collects what would be. */
  readonly plan: Plan;
  /** Keeps `value` out of every log, summary and record from now on. */
  mask(value: string): void;
  /** Small facts that the post step of an action needs when this process is gone. */
  readonly state: State;
  /** Variables for the steps after this one. */
  readonly exports: Exports;
  /** What is left for the steps after this one, until `cleanUp`. */
  readonly lasting: Lasting;
  /** What `--timeout` says, in milliseconds. */
  readonly timeoutMs: number | undefined;
  readonly run: RunInfo;
}

/** Who and what this run is, for records, descriptions and idempotency tokens. */
export interface RunInfo {
  /** The same for every step of one run: GITHUB_RUN_ID-attempt-job, CODEBUILD_BUILD_ID, or a local id. */
  readonly id: string;
  readonly commit: string | undefined;
  readonly actor: string | undefined;
  readonly url: string | undefined;
  /** The branch, tag or pull request, where the platform tells it. */
  readonly ref?: string | undefined;
  /** What began the run, in the platform's words: `push`, `PULL_REQUEST_CREATED`. */
  readonly event?: string | undefined;
  /** The model of `ml-ci.yml` that the run is about. */
  readonly model: string | undefined;
}

/** Notes for `--plan`. */
export interface Plan {
  readonly active: boolean;
  /** In order: what would be changed and by which API call. */
  would(change: string, call: string): void;
}

/** `GITHUB_STATE` on GitHub, a file elsewhere. Never holds a secret. */
export interface State {
  save(name: string, value: string): void;
}

/** What a step needs to clean up after a run of its own whose process is gone. */
export interface CleanUpContext {
  /** What the dead run saved with `state.save`. */
  readonly state: ReadonlyMap<string, string>;
  /** The id of the dead run. */
  readonly runId: string;
  /** What the dead run was told to do with the remote thing. */
  readonly onCancel: 'stop' | 'detach';
  readonly config: Config | undefined;
  readonly files: Files;
  readonly log: Log;
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal: AbortSignal;
  mask(value: string): void;
}

/** What a clean-up answers: in words, what it did or found. */
export type CleanUpVerdict = Verdict<{ readonly done: string }>;

/** A step: one value from which every surface is made. `S` is what the packages above core add to the context. */
export interface Step<I extends Inputs = Inputs, O extends Outputs = Outputs, S = unknown> {
  readonly name: string;
  readonly summary: string;
  readonly inputs: I;
  readonly outputs: O;
  readonly permissions: readonly Permission[];
  /** Set where the step waits for something remote: it then has `--on-cancel`, with this default. */
  readonly onCancel?: 'stop' | 'detach';
  run(context: StepContext<I> & S): Promise<Verdict<OutputValues<O>>>;
  /** Set where a run leaves something for the steps after it: then `cleanUp` is for the end of all of them. */
  readonly outlives?: true;
  /** Set where a killed process may leave something behind: ends or removes it. Running it twice does no harm. */
  cleanUp?(context: CleanUpContext & S): Promise<CleanUpVerdict>;
}

/** Makes a step. The types of `run` come from the definition. */
export function defineStep<const I extends Inputs, const O extends Outputs, S = unknown>(
  step: Step<I, O, S>,
): Step<I, O, S> {
  return step;
}

/** `modelUri` -> `model-uri`, the name on every surface. */
export function kebab(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
