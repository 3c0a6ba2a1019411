import type { Clock } from './clock.ts';
import type { Config } from './config/schema.ts';
import type { Files } from './files.ts';
import type { IdTokenSource } from './host/host.ts';
import type { Log } from './log.ts';
import type { RunInfo } from './step.ts';

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
