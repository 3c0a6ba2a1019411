import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContainerRuntime } from '@ml-ci/containers';
import { type Clock, clockToEnv, type Log, silentLog, wallClock } from '@ml-ci/core';
import { createBackground } from './background.ts';
import { type CallLog, createCallLog, type RecordedCall } from './calls.ts';
import { createInvoke } from './compute/invoke.ts';
import { type EcsServiceDescription, type SeededEcsService, seedEcsService } from './compute/seed.ts';
import type { SandboxContext, ServiceFactory, ServiceModule } from './context.ts';
import { type CredentialStore, createCredentials } from './credentials.ts';
import type { FaultSpec } from './fault-spec.ts';
import { createFaults } from './faults.ts';
import { type Handler, type Listener, listenOnLoopback } from './listener.ts';
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
  const log = options.log ?? silentLog;
  const clock = options.clock ?? wallClock;
  const services: Service[] = [];
  const random = seededRandom(options.seed ?? 1);
  const base = {
    clock,
    log,
    random,
    services,
    credentials: createCredentials(),
    calls: createCallLog(),
    faults: createFaults(options.faults ?? [], random),
  };
  const main = await listenOnLoopback(
    createRouter(base),
    log,
    options.port === undefined ? {} : { port: options.port },
  );
  const folder = await dataFolder(options.dataDir);
  const listeners: Listener[] = [main];
  const background = createBackground(log);
  const stores: Record<string, unknown> = {};
  const ctx: SandboxContext = {
    ...base,
    endpoint: main.url,
    runtime: options.runtime,
    dataDir: folder.path,
    accounts: options.accounts ?? ['111111111111'],
    // Every factory of `factories` has put its state here before a request is answered.
    stores: stores as Stores,
    background: background.run,
    env: (account, region) => environment(main.url, base.credentials, clock, account, region),
    async listen(handler: Handler, listenOptions) {
      const listener = await listenOnLoopback(handler, log, listenOptions);
      listeners.push(listener);
      return listener;
    },
  };
  const modules: ServiceModule[] = [];
  const stop = async () => {
    background.abort();
    for (const module of modules.toReversed()) await module.stop?.();
    await Promise.all(listeners.map((listener) => listener.close()));
    try {
      await background.settled();
    } finally {
      await folder.remove();
    }
  };
  try {
    for (const account of ctx.accounts) ctx.credentials.ofAccount(account);
    for (const [name, factory] of Object.entries<ServiceFactory>({ ...factories, ...options.services })) {
      const module = await factory(ctx);
      modules.push(module);
      stores[name] = module.state;
      services.push(...module.services);
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    endpoint: main.url,
    clock,
    credentials: ctx.credentials,
    stores: ctx.stores,
    calls: callsOf(ctx.calls),
    env: ctx.env,
    seedEcsService: (description) =>
      seedEcsService(
        { invoke: createInvoke(services, ctx.credentials), stores: ctx.stores, clock },
        description,
      ),
    stop,
  };
}

function callsOf(calls: CallLog): readonly RecordedCall[] {
  return calls.list;
}

async function dataFolder(dataDir: string | undefined) {
  if (dataDir === undefined) {
    const path = await mkdtemp(join(tmpdir(), 'ml-ci-sandbox-'));
    return { path, remove: () => rm(path, { recursive: true, force: true }) };
  }
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  return { path: dataDir, remove: async () => undefined };
}

function environment(
  endpoint: string,
  credentials: CredentialStore,
  clock: Clock,
  account: string,
  region: string,
): Record<string, string> {
  const key = credentials.ofAccount(account);
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: key.accessKeyId,
    AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    // Profiles and the metadata service of the host must not be mixed in.
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    ML_CI_CLOCK: clockToEnv(clock),
  };
}
