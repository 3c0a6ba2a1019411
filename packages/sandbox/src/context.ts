import type { ContainerRuntime } from '@ml-ci/containers';
import type { Clock, Log } from '@ml-ci/core';
import type { CallLog } from './calls.ts';
import type { CredentialStore } from './credentials.ts';
import type { Faults } from './faults.ts';
import type { Iam } from './iam/iam.ts';
import type { Handler, Listener, ListenOptions } from './listener.ts';
import type { Service } from './service.ts';
import type { Stores } from './services.ts';

/** What every service of a sandbox shares. A service is made by `(ctx: SandboxContext) => ServiceModule`. */
export interface SandboxContext {
  /** The main endpoint, `http://127.0.0.1:PORT`; it listens already, and answers once all services are made. */
  readonly endpoint: string;
  /** The time of the sandbox: lifecycles, expiries, periods. It may run faster than the wall. */
  readonly clock: Clock;
  readonly log: Log;
  /** In [0, 1); the only source of chance for behaviour (not for secrets). */
  readonly random: () => number;
  /** Runs images; undefined where the sandbox was started without one. */
  readonly runtime: ContainerRuntime | undefined;
  /** A folder for files, emptied by nobody but the owner of the sandbox. Make your own below it. */
  readonly dataDir: string;
  readonly accounts: readonly string[];
  readonly faults: Faults;
  readonly credentials: CredentialStore;
  readonly calls: CallLog;
  /** Policies and their enforcement: HTTP services and data planes ask it before they act, RPC operations are asked for by the server. */
  readonly iam: Iam;
  /** The states of the other services, by name. Use it when a request comes, not while services are being made. */
  readonly stores: Stores;
  /** Another loopback listener on a random port; closed when the sandbox stops. */
  listen(handler: Handler, options?: ListenOptions): Promise<Listener>;
  /**
   * Runs work that goes on after an answer (a rollout, an evaluation loop). It gets a signal that aborts when the sandbox
   * stops, and `stop` waits for it. What it throws, other than because of the abort, is logged and fails `stop`.
   */
  background(title: string, work: (signal: AbortSignal) => Promise<void>): void;
  /** Variables that make AWS clients, and ours, talk to this sandbox as that account. */
  env(account: string, region: string): Record<string, string>;
}

/** One service as the registry of services holds it. */
export interface ServiceModule<State = unknown> {
  /** Usually one; CodeArtifact or ECR may answer to several signing names. */
  readonly services: readonly Service[];
  /** What tests seed and other services read, as `sandbox.<name>` and `ctx.stores.<name>`. */
  readonly state: State;
  /** Ends what is not covered by `ctx.listen` and `ctx.background`: containers. Called before listeners close. */
  stop?(): Promise<void>;
}

/** Makes a service for one sandbox. */
export type ServiceFactory = (ctx: SandboxContext) => ServiceModule | Promise<ServiceModule>;
