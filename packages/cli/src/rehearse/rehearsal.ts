import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type Aws, type AwsCall, createAws } from '@ml-ci/aws';
import type { ContainerRuntime } from '@ml-ci/containers';
import {
  type Clock,
  type Config,
  createFiles,
  createRedactor,
  type EcrEnvironment,
  type Files,
  type Log,
  localRun,
  type RunServices,
  type ServiceContext,
  StepError,
  type Stream,
  scaledClock,
  silentLog,
  terminalHost,
} from '@ml-ci/core';
import type { FaultSpec, Sandbox } from '@ml-ci/sandbox';
import { createImages, type Images, type Services } from '@ml-ci/steps';
import { chainOf, type Link } from '../release/chain.ts';
import { checkSteps } from '../release/command.ts';
import { flagsOf, type LinkResult, runChain } from '../release/run-chain.ts';
import type { Act, RehearsalReport } from '../report/data.ts';
import { describeRuntime, openRuntime } from '../sandbox/runtime.ts';
import { readStatus } from '../status/read.ts';
import { type EnvironmentStatus, shortDigest } from '../status/state.ts';
import { actOf } from './act.ts';
import { provision, type ServiceFront } from './provision.ts';
import { Recorder } from './recorder.ts';
import { readTraffic, startTraffic, type Traffic } from './traffic.ts';

export interface RehearsalOptions {
  readonly config: Config;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Stream;
  readonly stderr: Stream;
  /** What is said besides the steps. */
  readonly log: Log;
  readonly onLink: (link: Link, state: 'start' | 'unchanged') => void;
  readonly speed?: number | undefined;
  readonly runtime: 'auto' | 'docker' | 'process';
  readonly faults?: readonly FaultSpec[];
}

const afterglowMs = 60_000; // of the sandbox

/** One release in a rehearsal. */
export interface ActOptions {
  readonly title: string;
  readonly tag: string;
  readonly until?: string | undefined;
  /** Inputs of steps that differ from the configuration, by step. */
  readonly overrides?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A sandbox with the infrastructure of one configuration, and traffic on it; releases are tried on it one by one. */
export class Rehearsal {
  readonly endpoint: string;
  readonly speed: number;
  readonly runtime: ContainerRuntime;
  /** `layout:PATH` of a base image with Node, where images run in containers and need one. */
  readonly base: string | undefined;
  readonly #options: RehearsalOptions;
  readonly #parts: Parts;
  readonly #acts: Act[] = [];
  readonly #names = new Map<string, string>();
  readonly #calls: StepCall[] = [];
  readonly #startedAt = new Date().toISOString();

  private constructor(options: RehearsalOptions, parts: Parts) {
    this.#options = options;
    this.#parts = parts;
    this.endpoint = parts.sandbox.endpoint;
    this.speed = parts.sandbox.clock.speed;
    this.runtime = parts.runtime;
    this.base = parts.base;
  }

  /** Starts the sandbox, builds the infrastructure and lets the traffic begin. */
  static async start(options: RehearsalOptions): Promise<Rehearsal> {
    const { config, log } = options;
    const { startSandbox } = await import('@ml-ci/sandbox');
    const speed = options.speed ?? config.document.rehearsal?.speed ?? 60;
    const clock = scaledClock(Date.now(), speed);
    const open = await openRuntime(options.runtime, { env: options.env, log });
    const files = createFiles(config.root, options.env.TMPDIR);
    let sandbox: Sandbox | undefined;
    try {
      const environments = config.environments.filter((environment) => environment.type === 'ecr');
      const accounts = [...new Set(environments.map(({ account }) => account))];
      sandbox = await startSandbox({
        clock,
        log,
        runtime: open.runtime,
        accounts,
        faults: options.faults ?? [],
      });
      const env = environmentOf(sandbox, environments[0]);
      const aws = createAws({
        env,
        clock,
        log,
        mask: createRedactor().add,
        allowEndpoints: [],
        run: 'provision',
      });
      const images = imagesOf({ env, config, clock, log, files, aws, runtime: open.runtime });
      const base = open.runtime.isolates ? await hostBase(files) : undefined;
      const fronts = await provision({
        sandbox,
        base,
        config,
        environments,
        images,
        files,
        env: options.env,
      });
      const traffic = await beginTraffic(config, fronts);
      const names = [...fronts.values()].map(({ placeholder }) => [placeholder, 'the placeholder'] as const);
      const rehearsal = new Rehearsal(options, {
        sandbox,
        base,
        fronts,
        runtime: open.runtime,
        dispose: open.dispose,
        files,
        env,
        aws,
        images,
        traffic,
        clock,
      });
      for (const [digest, name] of names) rehearsal.#names.set(digest, name);
      return rehearsal;
    } catch (error) {
      await sandbox?.stop();
      await open.dispose();
      await files.dispose();
      throw error;
    }
  }

  /** The variables of a process that shall talk to this sandbox. */
  get env(): Readonly<Record<string, string>> {
    return this.#parts.env;
  }

  /** Runs the chain of the configuration once, while the recorder watches the last stage. */
  async release({
    title,
    tag,
    until,
    overrides,
  }: ActOptions): Promise<{ readonly results: readonly LinkResult[]; readonly act: Act }> {
    const { config } = this.#options;
    const last = until ?? config.document.release?.until;
    if (last === undefined)
      throw new StepError('CONFIG_INVALID', {
        message: 'ml-ci.yml has no release.until',
        fix: 'add it, or give --until',
      });
    const links = checkSteps(
      chainOf(config.document, { tag, until: last, overrides: { ...this.#baseOverride(), ...overrides } }),
    );
    const recorder = await this.#recorderOf(last);
    recorder?.start();
    const runId = `rehearsal-${randomUUID().slice(0, 8)}`;
    let results: readonly LinkResult[] = [];
    try {
      results = await runChain({
        config,
        links,
        from: 0,
        progress: {
          runId,
          commit: (await localRun(this.#options.env, config.root)).commit,
          tag,
          rehearsal: this.endpoint,
          done: {},
        },
        clock: this.#parts.clock,
        services: (link) => (context) => this.#services(link.step, context),
        host: (link) => this.#host(link, runId),
        onLink: (link, state) => {
          this.#options.onLink(link, state);
        },
        onOutcome: (_link, outcome) => {
          const { digest } = outcome.outputs;
          if (typeof digest === 'string') this.#names.set(digest, tag);
        },
      });
      // what users meet after the end belongs to the picture: errors that stop, an alarm that gets quiet
      await this.#parts.clock.sleep(afterglowMs);
    } finally {
      const samples = await recorder?.stop();
      const act = actOf(title, tag, results, samples && { environment: last, samples }, config);
      this.#acts.push(act);
    }
    const act = this.#acts.at(-1);
    if (!act) throw new Error('the act that was just added is missing');
    return { results, act };
  }

  /** How every environment stands, as `ml-ci status` tells it. */
  statuses(): Promise<readonly EnvironmentStatus[]> {
    const { config } = this.#options;
    return Promise.all(
      config.environments.map((environment) => readStatus(environment, config, this.#parts)),
    );
  }

  /** Writes the page and returns its path. */
  async writeReport(environments: readonly EnvironmentStatus[]): Promise<string> {
    const { config } = this.#options;
    const { reportPage } = await import('../report/page.ts');
    const report: RehearsalReport = {
      model: config.model,
      startedAt: this.#startedAt,
      endpoint: this.endpoint,
      speed: this.speed,
      engine: this.engine,
      acts: this.#acts,
      environments,
    };
    const path = await this.#parts.files.state(join('rehearsal', 'report.html'));
    await this.#parts.files.write(path, reportPage(report));
    return path;
  }

  /** The digest that a tag of this rehearsal stands for, once it was built. */
  digestOf(tag: string): string | undefined {
    return [...this.#names].find(([, name]) => name === tag)?.[0];
  }

  /** What ran the images, in a sentence. */
  get engine(): string {
    return describeRuntime(this.runtime);
  }

  /** Requests that were sent so far, and those that got no answer. */
  get requests(): { readonly sent: number; readonly unanswered: number } {
    const { traffic } = this.#parts;
    return {
      sent: traffic.reduce((sum, { sent }) => sum + sent, 0),
      unanswered: traffic.reduce((sum, { unanswered }) => sum + unanswered, 0),
    };
  }

  /** Ends traffic, sandbox, containers and temporary files. */
  async stop(): Promise<void> {
    const { traffic, sandbox, dispose, files } = this.#parts;
    await Promise.all(traffic.map((each) => each.stop()));
    await sandbox.stop();
    await dispose();
    await files.dispose();
  }

  async #recorderOf(stage: string): Promise<Recorder | undefined> {
    const { config } = this.#options;
    const deploy = config.document.deploy?.[stage];
    const environment = config.environments.find(({ name }) => name === stage);
    const front = this.#parts.fronts.get(stage);
    if (!deploy || !front || environment?.type !== 'ecr') return undefined;
    const session = await this.#parts.aws.session(environment);
    return new Recorder({
      sandbox: this.#parts.sandbox,
      session,
      deploy,
      listenerArn: front.listenerArn,
      nameOf: (digest) => this.#names.get(digest) ?? shortDigest(digest),
    });
  }

  #host(link: Link, runId: string) {
    const { config, stdout, stderr, env } = this.#options;
    const flags = [
      ...flagsOf(link),
      `--config=${config.file}`,
      ...(config.document.models ? [`--model=${config.model}`] : []),
    ];
    return terminalHost({
      argv: flags,
      env: { ...withoutAws(env), ...this.#parts.env, ML_CI_RUN_ID: runId },
      cwd: config.root,
      stdout,
      stderr,
    });
  }

  /**
   * An image from scratch has no Node. As a process it takes that of this machine; in a container it must bring one, and
   * where the real base cannot be pulled, a rehearsal gives it that of this machine.
   */
  #baseOverride(): Record<string, Record<string, string>> {
    const { image } = this.#options.config.document;
    const isFromScratch = image?.engine === 'layers' && (image.base ?? 'scratch') === 'scratch';
    const runsNode = (image?.entrypoint ?? image?.command)?.[0] === 'node';
    if (this.base === undefined || !isFromScratch || !runsNode) return {};
    this.#options.log.info('the image is from scratch: in Docker it is built on the Node of this machine');
    return { 'build-image': { base: this.base } };
  }

  /** Every call to AWS that the steps made, in order. */
  get calls(): readonly StepCall[] {
    return this.#calls;
  }

  #services(step: string, context: ServiceContext): RunServices<Services> {
    const { env, clock, log, signal, run, mask } = context;
    const aws = createAws({ env, clock, log, mask, signal, allowEndpoints: [], run: run.id });
    const images = createImages({ ...context, aws });
    const runtime = async () => this.#parts.runtime;
    return {
      services: { aws, images: { ...images, runtime } },
      rehearsal: () => this.endpoint,
      dispose: async () => {
        this.#calls.push(...aws.calls.map((call) => ({ ...call, step })));
      },
    };
  }
}

/** A call to AWS, and the step that made it. */
export interface StepCall extends AwsCall {
  readonly step: string;
}

interface Parts {
  readonly sandbox: Sandbox;
  readonly runtime: ContainerRuntime;
  readonly files: Files & { dispose(): Promise<void> };
  readonly env: Readonly<Record<string, string>>;
  readonly aws: Aws;
  readonly images: Images;
  readonly traffic: readonly Traffic[];
  readonly base: string | undefined;
  readonly fronts: ReadonlyMap<string, ServiceFront>;
  readonly clock: Clock;
  dispose(): Promise<void>;
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
}): Images {
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

/** No credential or setting of the real AWS may reach a step of a rehearsal. */
function withoutAws(env: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !name.startsWith('AWS_') && !name.startsWith('ML_CI_')),
  );
}
