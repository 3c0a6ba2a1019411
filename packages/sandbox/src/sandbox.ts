import type { ContainerRuntime } from '@ml-ci/containers';
import { type Clock, type Log, silentLog, wallClock } from '@ml-ci/core';
import { createCallLog, type RecordedCall } from './calls.ts';
import { createInvoke } from './compute/invoke.ts';
import { type EcsServiceDescription, type SeededEcsService, seedEcsService } from './compute/seed.ts';
import type { SandboxContext, ServiceFactory } from './context.ts';
import { type CredentialStore, createCredentials } from './credentials.ts';
import { openDataFolder } from './data-folder.ts';
import { environmentOf } from './environment.ts';
import type { FaultSpec } from './fault-spec.ts';
import { createFaults } from './faults.ts';
import { createIam } from './iam/iam.ts';
import { createLifetime, type Lifetime } from './lifetime.ts';
import { seededRandom } from './random.ts';
import { createRouter } from './server.ts';
import type { Service } from './service.ts';
import { factories, type Stores } from './services.ts';

/** How a sandbox is started. */
export interface SandboxOptions {
  readonly clock?: Clock;
  /** A fixed port of the main endpoint; random where unset. */
  readonly port?: number;
  /** Accounts that get a key at the start; others get theirs when first asked for. */
  readonly accounts?: readonly string[];
  /** Where content is kept; a temporary folder, removed at the end, where unset. */
  readonly dataDir?: string;
  readonly runtime?: ContainerRuntime;
  readonly log?: Log;
  readonly faults?: readonly FaultSpec[];
  /** Of the chance in faults and routing. */
  readonly seed?: number;
  /** Further services, for tests. */
  readonly services?: Readonly<Record<string, ServiceFactory>>;
}

/** A running sandbox. */
export interface Sandbox {
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string;
  readonly clock: Clock;
  readonly credentials: CredentialStore;
  /** The state of each service, for seeding and for looking at what a step did. */
  readonly stores: Stores;
  /** Verified calls so far. */
  readonly calls: readonly RecordedCall[];
  /** Variables that make AWS clients, and ours, talk to this sandbox as that account. */
  env(account: string, region: string): Record<string, string>;
  /** Makes a service behind a load balancer that CodeDeploy deploys to; resolves when its first version serves. */
  seedEcsService(description: EcsServiceDescription): Promise<SeededEcsService>;
  /** Ends everything; throws where background work had failed. */
  stop(): Promise<void>;
}

/** Starts a sandbox on loopback. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const lifetime = createLifetime(options.log ?? silentLog);
  try {
    return await open(options, lifetime);
  } catch (error) {
    await lifetime.stop();
    throw error;
  }
}

async function open(options: SandboxOptions, lifetime: Lifetime): Promise<Sandbox> {
  const clock = options.clock ?? wallClock;
  const random = seededRandom(options.seed ?? 1);
  const services: Service[] = [];
  const calls = createCallLog();
  const credentials = createCredentials();
  const faults = createFaults(options.faults ?? [], random);
  const folder = await openDataFolder(options.dataDir);
  lifetime.onStopped(folder.remove);
  const stores: Record<string, unknown> = {};
  // Every factory of `factories` has put its state here before a request is answered.
  const iam = createIam(() => stores as Stores);
  const router = createRouter({ services, credentials, clock, faults, calls, iam });
  const main = await lifetime.listen(router, options.port === undefined ? {} : { port: options.port });
  const ctx: SandboxContext = {
    endpoint: main.url,
    clock,
    log: options.log ?? silentLog,
    random,
    runtime: options.runtime,
    dataDir: folder.path,
    accounts: options.accounts ?? ['111111111111'],
    faults,
    credentials,
    calls,
    iam,
    // Every factory of `factories` has put its state here before a request is answered.
    stores: stores as Stores,
    listen: lifetime.listen,
    background: lifetime.background,
    env: (account, region) => environmentOf(main.url, credentials, clock, account, region),
  };
  for (const account of ctx.accounts) credentials.ofAccount(account);
  for (const [name, factory] of Object.entries<ServiceFactory>({ ...factories, ...options.services })) {
    const module = await factory(ctx);
    lifetime.onStop(async () => await module.stop?.());
    stores[name] = module.state;
    services.push(...module.services);
  }
  const seeding = { invoke: createInvoke(services, credentials), stores: ctx.stores, clock };
  return {
    endpoint: main.url,
    clock,
    credentials,
    stores: ctx.stores,
    calls: calls.list,
    env: ctx.env,
    seedEcsService: (description) => seedEcsService(seeding, description),
    stop: lifetime.stop,
  };
}
