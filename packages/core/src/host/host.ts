import type { Given } from '../arguments.ts';
import type { Problem } from '../error.ts';
import type { Exported } from '../exports.ts';
import type { Forge } from '../forge.ts';
import type { KeptFolders } from '../kept-folders.ts';
import type { Log, LogEvent } from '../log.ts';
import type { Inputs, RunInfo, Step } from '../step.ts';
import type { VerdictName } from '../verdict.ts';
import type { Words } from '../words.ts';
import type { Whose } from './state-file.ts';

/** Asks the platform for a signed token that tells an audience who we are. Each call gives a new one. */
export type IdTokenSource = (audience: string) => Promise<string>;

/** Where raw inputs come from and where events and outputs go: the other half of a step. */
export interface Host {
  readonly name: 'github' | 'codebuild' | 'terminal' | 'memory';
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** True where others than who started the run read what it prints. */
  readonly isShared: boolean;
  /** How its users write inputs. */
  readonly words: Words;
  /** The flags or `with:` values, and what is wrong with them. */
  given(
    step: Step,
    inputs: Inputs,
  ): { readonly given: ReadonlyMap<string, Given>; readonly problems: readonly Problem[] };
  /** Called once, before anything is emitted, when the inputs are known. */
  begin(options: { readonly step: string; readonly json: boolean }): void;
  /** Shows an event; its texts are redacted already. */
  emit(event: LogEvent): void;
  /** Hides a value on the platform. */
  mask(value: string): void;
  run(): Promise<Omit<RunInfo, 'model'>>;
  forge(): Promise<Forge>;
  /** Folders that the platform itself keeps for later runs; only GitHub does, for its actions. */
  keptFolders?(log: Log): KeptFolders;
  /** Hears of SIGINT and SIGTERM; returns how to stop listening. */
  onSignal(listener: (signal: 'SIGINT' | 'SIGTERM') => void): () => void;
  /** Keeps a small fact, never a secret, for the case that this process dies. It is written when this returns. */
  saveState(place: StatePlace, name: string, value: string): void;
  /** What a run of the step saved that died; empty where none did. `root` is the folder of `ml-ci.yml`, else `cwd`. */
  savedState(step: string, root?: string): Promise<ReadonlyMap<string, string>>;
  /** The run ended by itself (`own`), or what it left is cleaned up (`left`, `earlier`): there is nothing to do for it any more. */
  forgetState(place: StatePlace, whose: Whose): void;
  /** The run ended by itself and left something on purpose: what it saved is for the clean-up at the end of the later steps. */
  keepState(place: StatePlace): void;
  /** What earlier runs of the step kept, in this job, build or project, and what those saved that died; the newest first. */
  earlierStates(place: StatePlace): readonly ReadonlyMap<string, string>[];
  /** Gives variables to the later steps; where a platform has no way to, they are lines of `.ml-ci/outputs.env`. */
  exportVariables?(exported: Exported): Promise<void>;
  /** OIDC tokens of the run; only GitHub gives them, to a job that may have them: to its actions and to its commands. */
  readonly idToken?: IdTokenSource | undefined;
  /** How many bytes of Markdown the platform still shows; no limit where a host does not say. */
  summaryRoom?(): Promise<number>;
  /** Hands the outcome to the platform: outputs, summary, JSON, error annotation. */
  finish(outcome: Outcome): Promise<void>;
}

/** Whose state: a step, and the folder that `.ml-ci/` is in. */
export interface StatePlace {
  readonly step: string;
  readonly root: string;
}

/** How a step ended. */
export interface Outcome {
  readonly step: string;
  readonly verdict: VerdictName;
  readonly reason?: string;
  /** By kebab-case name. */
  readonly outputs: Readonly<Record<string, string | number | boolean>>;
  readonly error?: OutcomeError;
  readonly exports?: ExportedNames;
  readonly rehearsal?: string;
  readonly exitCode: number;
  readonly durationMs: number;
  /** Markdown for the platform's summary page. */
  readonly summary: string;
  readonly plan?: readonly PlannedChange[];
}

/** Variables that the later steps find, by name. */
export interface ExportedNames {
  readonly names: readonly string[];
  /** What a shell must source to have them; undefined where the platform hands them on. */
  readonly file?: string;
}

export interface OutcomeError {
  readonly code: string;
  readonly message: string;
  readonly fix?: string;
  readonly problems?: readonly OutcomeProblem[];
  readonly stack?: string;
}

/** A mistake of the user, in the words of the surface. */
export interface OutcomeProblem {
  readonly name: string;
  readonly message: string;
  readonly place?: string;
  readonly fix?: string;
}

/** A change that `--plan` would have made, and the API call that makes it. */
export interface PlannedChange {
  readonly change: string;
  readonly call: string;
}
