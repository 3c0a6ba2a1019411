import { join } from 'node:path';
import { type Aws, createAws } from '@ml-ci/aws';
import type { ContainerRuntime } from '@ml-ci/containers';
import {
  type Clock,
  type Config,
  createFiles,
  createRedactor,
  type EcrEnvironment,
  type Files,
  type Log,
  scaledClock,
  silentLog,
  temporaryPlaces,
} from '@ml-ci/core';
import type { FaultSpec, Sandbox } from '@ml-ci/sandbox';
import { createImages, type Images } from '@ml-ci/steps';
import { openRuntime } from '../sandbox/runtime.ts';
import { provision, type ServiceFront } from './provision.ts';
import { readTraffic, startTraffic, type Traffic } from './traffic.ts';

/** What a stage is built from. */
export interface StageOptions {
  readonly config: Config;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
  /** Seconds of the sandbox in one of the wall; `rehearsal.speed`, else 60. */
  readonly speed?: number | undefined;
  readonly runtime: 'auto' | 'docker' | 'process';
  readonly faults?: readonly FaultSpec[];
}

/** A sandbox with the infrastructure of one configuration and traffic on it: where releases are rehearsed. */
export interface Stage {
  readonly sandbox: Sandbox;
  readonly runtime: ContainerRuntime;
  readonly clock: Clock;
  readonly files: Files;
  /** The variables of a process that shall talk to the sandbox. */
  readonly env: Readonly<Record<string, string>>;
  readonly aws: Aws;
  readonly images: Images;
  readonly traffic: readonly Traffic[];
  /** `layout:PATH` of a base image with Node, where images run in containers and need one. */
  readonly base: string | undefined;
  readonly fronts: ReadonlyMap<string, ServiceFront>;
  /** Ends traffic, sandbox, containers and temporary files. */
  close(): Promise<void>;
}

/** Starts the sandbox, builds the infrastructure and lets the traffic begin; nothing is left where that fails. */
export async function openStage(options: StageOptions): Promise<Stage> {
  const { config, log } = options;
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const closer of closers.toReversed()) await closer();
  };
  try {
    const files = createFiles(config.root, temporaryPlaces(options.env));
    closers.push(() => files.dispose());
    const { runtime, dispose } = await openRuntime(options.runtime, { env: options.env, log });
    closers.push(dispose);
    const { startSandbox } = await import('@ml-ci/sandbox');
    const clock = scaledClock(Date.now(), options.speed ?? config.document.rehearsal?.speed ?? 60);
    const environments = config.environments.filter((environment) => environment.type === 'ecr');
    const accounts = [...new Set(environments.map(({ account }) => account))];
    const sandbox = await startSandbox({ clock, log, runtime, accounts, faults: options.faults ?? [] });
    closers.push(() => sandbox.stop());
    const env = environmentOf(sandbox, environments[0]);
    const mask = createRedactor().add;
    const aws = createAws({ env, clock, log, mask, allowEndpoints: [], run: 'provision' });
    const images = imagesOf({ env, config, clock, log, files, aws, runtime });
    closers.push(() => images.dispose());
    const base = runtime.isolates ? await hostBase(files) : undefined;
    const fronts = await provision({ sandbox, base, config, environments, images, files, env: options.env });
    const traffic = await beginTraffic(config, fronts);
    closers.push(async () => {
      await Promise.all(traffic.map((each) => each.stop()));
    });
    return { sandbox, runtime, clock, files, env, aws, images, traffic, base, fronts, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A base image with the Node of this machine, made once and kept. */
async function hostBase(files: Files): Promise<string> {
  const { ensureHostBase } = await import('@ml-ci/containers');
  return `layout:${await ensureHostBase(await files.state(join('rehearsal', 'base')))}`;
}

function environmentOf(sandbox: Sandbox, first: EcrEnvironment | undefined): Record<string, string> {
  return sandbox.env(first?.account ?? '111111111111', first?.region ?? 'us-east-1');
}

function imagesOf(given: {
  env: Readonly<Record<string, string>>;
  config: Config;
  clock: Clock;
  log: Log;
  files: Files;
  aws: Aws;
  runtime: ContainerRuntime;
}): ReturnType<typeof createImages> {
  const run = {
    id: 'provision',
    commit: undefined,
    actor: undefined,
    url: undefined,
    model: given.config.model,
  };
  const context = {
    ...given,
    log: silentLog,
    root: given.config.root,
    signal: new AbortController().signal,
    random: Math.random,
    run,
    mask: () => undefined,
  };
  return { ...createImages(context), runtime: async () => given.runtime };
}

/** Each service gets the requests that the configuration names for its environment. */
async function beginTraffic(
  { document, root }: Config,
  fronts: ReadonlyMap<string, ServiceFront>,
): Promise<readonly Traffic[]> {
  const traffic = document.rehearsal?.traffic;
  if (!traffic) return [];
  const { rate, requests } = traffic;
  const started: Traffic[] = [];
  for (const [environment, { url }] of fronts) {
    const path = typeof requests === 'string' ? requests : requests[environment];
    if (path !== undefined)
      started.push(startTraffic({ requests: await readTraffic(join(root, path)), rate, target: url }));
  }
  return started;
}
