import type { Clock } from '@ml-ci/core';
import type { CloudWatchRegion } from '../cloudwatch/region.ts';
import type { TaskSet } from '../ecs/model.ts';
import { ServiceError } from '../service.ts';
import { judgeAlarms } from './alarm-judgement.ts';
import { shiftsOf } from './configs.ts';
import { endingOf, Interruption } from './ending.ts';
import { runEvent, skipRest } from './lifecycle.ts';
import type { Deployment, DeploymentError, DeploymentStatus, LifecycleEventName } from './model.ts';
import { locate, type Place, type Steered, shiftTraffic } from './place.ts';
import type { CodeDeployRegion } from './region.ts';
import type { CodeDeploySwitches } from './switches.ts';

/** What a deployment acts on. */
export interface RolloutWorld extends Steered {
  readonly clock: Clock;
  readonly switches: CodeDeploySwitches;
  /** The alarms of the account and region. */
  readonly cloudwatch: CloudWatchRegion;
  /** Starts a deployment that takes this one back, and returns its id. */
  rollBack(deployment: Deployment): string;
}

const pollMs = 1_000;

/** A deployment from Created to its end: a green task set, traffic by and by, the wait, and the end of blue. */
export class Rollout {
  readonly #world: RolloutWorld;
  readonly #region: CodeDeployRegion;
  readonly #deployment: Deployment;
  #place: Place | undefined;
  #isRedAtStart = false;

  constructor(world: RolloutWorld, region: CodeDeployRegion, deployment: Deployment) {
    this.#world = world;
    this.#region = region;
    this.#deployment = deployment;
  }

  async run(sandbox: AbortSignal): Promise<void> {
    const { clock, switches } = this.#world;
    const deployment = this.#deployment;
    const over = new AbortController();
    const signal = AbortSignal.any([sandbox, deployment.interruption.signal]);
    try {
      await clock.sleep(switches.queueMs, signal);
      this.#set('InProgress');
      deployment.startMs = clock.now();
      this.#isRedAtStart = this.#judge().stops;
      const watching = this.#watchAlarms(AbortSignal.any([signal, over.signal]));
      try {
        await this.#go(signal);
      } finally {
        over.abort();
        await watching;
      }
      this.#finish('Succeeded');
      deployment.group.lastSuccessful = deployment;
    } catch (error) {
      if (sandbox.aborted) throw sandbox.reason;
      if (!(error instanceof Interruption)) throw error;
      this.#end(error);
    }
  }

  async #go(signal: AbortSignal): Promise<void> {
    const { blueGreen, config, revision } = this.#deployment;
    const place = this.#locate();
    await this.#event('BeforeInstall', signal);
    const green = await this.#eventWith('Install', signal, () => this.#install(place, signal));
    await this.#event('AfterInstall', signal);
    await this.#eventWith('AllowTestTraffic', signal, async () => {
      const arn = blueGreen.testListenerArn;
      const groups = [{ arn: place.greenGroup.arn, weight: 1 }];
      if (arn !== undefined)
        this.#world.balancing.route(place.elb.listener(arn), { type: 'forward', groups });
    });
    await this.#event('AfterAllowTestTraffic', signal);
    await this.#waitUntilReady(signal);
    await this.#event('BeforeAllowTraffic', signal);
    await this.#eventWith('AllowTraffic', signal, async () => {
      let shiftedMs = 0;
      for (const { afterMs, greenPercent } of shiftsOf(config.routing ?? { type: 'AllAtOnce' })) {
        await this.#world.clock.sleep(afterMs - shiftedMs, signal);
        shiftedMs = afterMs;
        this.#shift(place, greenPercent);
      }
      this.#world.fleet.setPrimary(place.service, green);
    });
    await this.#event('AfterAllowTraffic', signal);
    await this.#endBlue(place, signal);
    revision.lastUsedMs = this.#world.clock.now();
  }

  #locate(): Place {
    const place = locate(this.#world, this.#region.scope, this.#deployment.blueGreen);
    if ('code' in place) throw new Interruption({ kind: 'failure', error: place });
    this.#place = place;
    this.#deployment.blueId = place.blue.id;
    return place;
  }

  /** Starts the green task set, and waits until all of it is healthy. */
  async #install(place: Place, signal: AbortSignal): Promise<TaskSet> {
    const { clock, fleet, switches } = this.#world;
    const startMs = clock.now();
    // what an earlier deployment left behind, because it was stopped without a rollback
    for (const set of place.service.taskSets) {
      if (set !== place.blue && set.status === 'ACTIVE') fleet.removeTaskSet(set);
    }
    this.#shift(place, 0);
    const green = this.#addGreen(place);
    // an alarm that was red at the start is looked at again, and stops the deployment here or not at all
    while (!green.isStable || this.#isRedAtStart) {
      if (clock.now() > startMs + switches.installTimeoutMs) throw timedOut(switches.installTimeoutMs);
      await clock.sleep(pollMs, signal);
    }
    return green;
  }

  #addGreen(place: Place): TaskSet {
    const { id, revision } = this.#deployment;
    const { containerName, containerPort, taskDefinition } = revision.appSpec;
    try {
      const green = this.#world.fleet.addTaskSet(
        place.ecs,
        place.service,
        {
          definition: place.ecs.usableDefinition(taskDefinition),
          loadBalancing: [{ targetGroupArn: place.greenGroup.arn, containerName, containerPort }],
          externalId: id,
          startedBy: 'CODE_DEPLOY',
          scale: 100,
        },
        'ACTIVE',
      );
      this.#deployment.greenId = green.id;
      return green;
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      const message = `The ECS service cannot be updated due to an unexpected exception: ${error.message} (Service: AmazonECS; Status Code: 400; Error Code: ${error.code})`;
      throw new Interruption({ kind: 'failure', error: { code: 'ECS_UPDATE_ERROR', message } });
    }
  }

  /** With `STOP_DEPLOYMENT` traffic waits for ContinueDeployment, and the deployment is stopped where it does not come. */
  async #waitUntilReady(signal: AbortSignal): Promise<void> {
    const { readyWaitMinutes } = this.#deployment.blueGreen;
    if (readyWaitMinutes === undefined) return;
    const untilMs = this.#world.clock.now() + readyWaitMinutes * 60_000;
    this.#set('Ready');
    while (!this.#deployment.isContinued) {
      if (this.#world.clock.now() >= untilMs) throw new Interruption({ kind: 'ready-timeout' });
      await this.#world.clock.sleep(pollMs, signal);
    }
    this.#deployment.isContinued = false;
    this.#set('InProgress');
  }

  /** All traffic is shifted; blue stays for a while, so that going back stays quick. Alarms are watched to the end. */
  async #endBlue(place: Place, signal: AbortSignal): Promise<void> {
    const { clock, fleet } = this.#world;
    const deployment = this.#deployment;
    if (!deployment.blueGreen.terminatesBlue) return;
    deployment.isWaitingForTermination = true;
    const untilMs = clock.now() + deployment.blueGreen.terminationWaitMinutes * 60_000;
    while (clock.now() < untilMs && !deployment.isContinued) await clock.sleep(pollMs, signal);
    fleet.removeTaskSet(place.blue);
  }

  #shift(place: Place, greenPercent: number): void {
    shiftTraffic(this.#world, place, this.#deployment.blueGreen.prodListenerArn, greenPercent);
    this.#deployment.greenPercent = greenPercent;
    this.#deployment.updatedMs = this.#world.clock.now();
  }

  async #watchAlarms(signal: AbortSignal): Promise<void> {
    const { clock, switches } = this.#world;
    try {
      if (this.#isRedAtStart) await clock.sleep(switches.redAtStartMs, signal);
      for (;;) {
        const judged = this.#judge();
        if (judged.stops) {
          this.#deployment.interruption.abort(new Interruption({ kind: 'alarm', names: judged.names }));
          return;
        }
        this.#isRedAtStart = false;
        await clock.sleep(switches.alarmPollMs, signal);
      }
    } catch (error) {
      // the deployment ended in another way
      if (!signal.aborted) throw error;
    }
  }

  #judge() {
    const { cloudwatch, switches } = this.#world;
    return judgeAlarms(this.#deployment.alarms, (name) => cloudwatch.alarms.get(name)?.state.value, switches);
  }

  #end({ why }: Interruption): void {
    const ending = endingOf(why, this.#deployment.rollback);
    skipRest(this.#deployment, this.#world.clock.now());
    this.#deployment.error = ending.error;
    // the old version gets all traffic back before anything else; the rollback then takes the new one away
    if (ending.rollsBack && this.#place) this.#shift(this.#place, 0);
    this.#finish(ending.status);
    if (!ending.rollsBack) return;
    const rollbackDeploymentId = this.#world.rollBack(this.#deployment);
    this.#deployment.rollbackInfo = {
      rollbackDeploymentId,
      rollbackMessage: `Deployment ${this.#deployment.id} terminated. Automatic rollback is triggered with a DeploymentId ${rollbackDeploymentId}.`,
    };
  }

  async #event(name: LifecycleEventName, signal: AbortSignal): Promise<void> {
    await this.#eventWith(name, signal, async () => undefined);
  }

  #eventWith<T>(name: LifecycleEventName, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const { clock, switches } = this.#world;
    return runEvent(this.#deployment, name, { clock, lengthMs: switches.eventMs, signal }, work);
  }

  #finish(status: DeploymentStatus): void {
    this.#deployment.isWaitingForTermination = false;
    this.#deployment.completeMs = this.#world.clock.now();
    this.#set(status);
  }

  #set(status: DeploymentStatus): void {
    this.#deployment.status = status;
    this.#deployment.updatedMs = this.#world.clock.now();
  }
}

function timedOut(afterMs: number): Interruption {
  const message = `The deployment timed out while waiting for the replacement task set to become healthy. This time out period is ${Math.round(afterMs / 60_000)} minutes.`;
  const error: DeploymentError = { code: 'TIMEOUT', message };
  return new Interruption({ kind: 'failure', error });
}
