import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type AwsCall, createAws } from '@ml-ci/aws';
import {
  localRun,
  type RunServices,
  type ServiceContext,
  StepError,
  type Stream,
  terminalHost,
} from '@ml-ci/core';
import { createImages, type Services } from '@ml-ci/steps';
import { chainOf, type Link } from '../release/chain.ts';
import { checkSteps } from '../release/command.ts';
import { flagsOf, type LinkResult, runChain } from '../release/run-chain.ts';
import type { Act, RehearsalReport } from '../report/data.ts';
import { describeRuntime } from '../sandbox/runtime.ts';
import { readStatus } from '../status/read.ts';
import { type EnvironmentStatus, shortDigest } from '../status/state.ts';
import { actOf } from './act.ts';
import { Recorder } from './recorder.ts';
import { openStage, type Stage, type StageOptions } from './stage.ts';

export interface RehearsalOptions extends StageOptions {
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly onLink: (link: Link, state: 'start' | 'unchanged') => void;
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
  readonly #options: RehearsalOptions;
  readonly #stage: Stage;
  readonly #acts: Act[] = [];
  readonly #names = new Map<string, string>();
  readonly #calls: StepCall[] = [];
  readonly #startedAt = new Date().toISOString();

  private constructor(options: RehearsalOptions, stage: Stage) {
    this.#options = options;
    this.#stage = stage;
    this.endpoint = stage.sandbox.endpoint;
    for (const { placeholder } of stage.fronts.values()) this.#names.set(placeholder, 'the placeholder');
  }

  /** Opens the stage: sandbox, infrastructure and traffic. */
  static async start(options: RehearsalOptions): Promise<Rehearsal> {
    return new Rehearsal(options, await openStage(options));
  }

  /** The variables of a process that shall talk to this sandbox. */
  get env(): Readonly<Record<string, string>> {
    return this.#stage.env;
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
        clock: this.#stage.clock,
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
      await this.#stage.clock.sleep(afterglowMs);
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
      config.environments.map((environment) => readStatus(environment, config, this.#stage)),
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
      speed: this.#stage.clock.speed,
      engine: this.engine,
      acts: this.#acts,
      environments,
    };
    const path = await this.#stage.files.state(join('rehearsal', 'report.html'));
    await this.#stage.files.write(path, reportPage(report));
    return path;
  }

  /** The digest that a tag of this rehearsal stands for, once it was built. */
  digestOf(tag: string): string | undefined {
    return [...this.#names].find(([, name]) => name === tag)?.[0];
  }

  /** What ran the images, in a sentence. */
  get engine(): string {
    return describeRuntime(this.#stage.runtime);
  }

  /** Requests that were sent so far, and those that got no answer. */
  get requests(): { readonly sent: number; readonly unanswered: number } {
    const { traffic } = this.#stage;
    return {
      sent: traffic.reduce((sum, { sent }) => sum + sent, 0),
      unanswered: traffic.reduce((sum, { unanswered }) => sum + unanswered, 0),
    };
  }

  /** Ends traffic, sandbox, containers and temporary files. */
  stop(): Promise<void> {
    return this.#stage.close();
  }

  async #recorderOf(stage: string): Promise<Recorder | undefined> {
    const { config } = this.#options;
    const deploy = config.document.deploy?.[stage];
    const environment = config.environments.find(({ name }) => name === stage);
    const front = this.#stage.fronts.get(stage);
    if (!deploy || !front || environment?.type !== 'ecr') return undefined;
    const session = await this.#stage.aws.session(environment);
    return new Recorder({
      sandbox: this.#stage.sandbox,
      session,
      deploy,
      listenerArn: front.listenerArn,
      nameOf: (digest) => this.#names.get(digest) ?? shortDigest(digest),
    });
  }

  #host(link: Link, runId: string) {
    const { config, stdout, stderr, env } = this.#options;
    return terminalHost({
      argv: flagsOf(link, config),
      env: { ...withoutAws(env), ...this.#stage.env, ML_CI_RUN_ID: runId },
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
    const { base } = this.#stage;
    if (base === undefined || !isFromScratch || !runsNode) return {};
    this.#options.log.info('the image is from scratch: in Docker it is built on the Node of this machine');
    return { 'build-image': { base } };
  }

  /** Every call to AWS that the steps made, in order. */
  get calls(): readonly StepCall[] {
    return this.#calls;
  }

  #services(step: string, context: ServiceContext): RunServices<Services> {
    const { env, clock, log, signal, run, mask } = context;
    const aws = createAws({ env, clock, log, mask, signal, allowEndpoints: [], run: run.id });
    const images = createImages({ ...context, aws });
    const runtime = async () => this.#stage.runtime;
    return {
      services: { aws, images: { ...images, runtime } },
      rehearsal: () => this.endpoint,
      dispose: async () => {
        await images.dispose();
        this.#calls.push(...aws.calls.map((call) => ({ ...call, step })));
      },
    };
  }
}

/** A call to AWS, and the step that made it. */
export interface StepCall extends AwsCall {
  readonly step: string;
}

/** No credential or setting of the real AWS may reach a step of a rehearsal. */
function withoutAws(env: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !name.startsWith('AWS_') && !name.startsWith('ML_CI_')),
  );
}
