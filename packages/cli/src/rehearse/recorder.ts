import { describeAlarms, describeService, describeTaskDefinition, type Session } from '@ml-ci/aws';
import type { DeployEcsDocument } from '@ml-ci/core';
import type { Sandbox } from '@ml-ci/sandbox';
import type { Arm, Sample } from '../report/data.ts';

const everyMs = 200; // of the wall

/** Samples what users of one environment meet: weights and alarms as AWS tells them, requests as the balancer counts them. */
export class Recorder {
  readonly #sandbox: Sandbox;
  readonly #session: Session;
  readonly #deploy: DeployEcsDocument;
  readonly #listenerArn: string;
  readonly #nameOf: (digest: string) => string;
  readonly #digests = new Map<string, string>();
  readonly #counted = new Map<string, { readonly requests: number; readonly errors: number }>();
  #samples: Sample[] = [];
  #timer: NodeJS.Timeout | undefined;
  #tick: Promise<void> = Promise.resolve();

  constructor(options: {
    readonly sandbox: Sandbox;
    readonly session: Session;
    readonly deploy: DeployEcsDocument;
    /** The listener that users reach. */
    readonly listenerArn: string;
    readonly nameOf: (digest: string) => string;
  }) {
    this.#sandbox = options.sandbox;
    this.#session = options.session;
    this.#deploy = options.deploy;
    this.#listenerArn = options.listenerArn;
    this.#nameOf = options.nameOf;
  }

  start(): void {
    this.#samples = [];
    const next = () => {
      this.#tick = this.#sample().finally(() => {
        if (this.#timer !== undefined) this.#timer = setTimeout(next, everyMs);
      });
    };
    this.#timer = setTimeout(next, 0);
  }

  /** Stops, and gives what was seen since `start`. */
  async stop(): Promise<readonly Sample[]> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#tick;
    return this.#samples;
  }

  async #sample(): Promise<void> {
    const [service, alarms] = await Promise.all([
      describeService(this.#session, this.#deploy),
      describeAlarms(this.#session, this.#deploy.alarms ?? []),
    ]);
    const arms: Arm[] = [];
    for (const { taskDefinition, targetGroups } of service?.taskSets ?? []) {
      const release = this.#nameOf(await this.#digestOf(taskDefinition));
      for (const group of targetGroups) arms.push({ release, ...this.#groupNow(group) });
    }
    this.#samples.push({
      atMs: this.#sandbox.clock.now(),
      arms,
      alarms: Object.fromEntries(alarms.map(({ name, state }) => [name, state])),
    });
  }

  /** The weight of a target group on the listener that users reach, and its requests since it was last asked. */
  #groupNow(arn: string): Pick<Arm, 'weight' | 'requests' | 'errors'> {
    const region = this.#sandbox.stores.elb.balancing.of(this.#session);
    const { action, balancer } = region.listener(this.#listenerArn);
    const groups = action.type === 'forward' ? action.groups : [];
    const total = groups.reduce((sum, { weight }) => sum + weight, 0);
    const own = groups.find((group) => group.arn === arn)?.weight ?? 0;
    const { dimension } = region.group(arn);
    const seconds = region
      .meterOf(balancer)
      .timeline()
      .filter(({ group }) => group === dimension);
    const requests = seconds.reduce((sum, second) => sum + second.requests, 0);
    const errors = seconds.reduce((sum, second) => sum + second.errors, 0);
    const before = this.#counted.get(arn) ?? { requests, errors };
    this.#counted.set(arn, { requests, errors });
    return {
      weight: total === 0 ? 0 : Math.round((100 * own) / total),
      requests: requests - before.requests,
      errors: errors - before.errors,
    };
  }

  async #digestOf(taskDefinition: string): Promise<string> {
    const known = this.#digests.get(taskDefinition);
    if (known !== undefined) return known;
    const { input } = await describeTaskDefinition(this.#session, taskDefinition);
    const image =
      input.containerDefinitions?.find(({ name }) => name === this.#deploy.container)?.image ?? '';
    const digest = image.split('@')[1] ?? image;
    this.#digests.set(taskDefinition, digest);
    return digest;
  }
}
