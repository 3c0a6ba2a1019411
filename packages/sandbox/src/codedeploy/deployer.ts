import { Scoped } from '../compute/scope.ts';
import type { SandboxContext } from '../context.ts';
import { type Caller, ServiceError } from '../service.ts';
import { printAppSpec } from './app-spec.ts';
import { rollbackConfigName } from './configs.ts';
import { Interruption } from './ending.ts';
import { newEvents } from './lifecycle.ts';
import type {
  AlarmConfiguration,
  Deployment,
  DeploymentGroup,
  Revision,
  RollbackConfiguration,
} from './model.ts';
import { isActive } from './model.ts';
import { CodeDeployRegion } from './region.ts';
import { runRollback } from './rollback.ts';
import { Rollout, type RolloutWorld } from './rollout.ts';
import { type CodeDeploySwitches, defaultCodeDeploySwitches } from './switches.ts';

/** What CreateDeployment asks for. */
export interface DeploymentOrder {
  readonly group: DeploymentGroup;
  readonly revision: Revision;
  readonly configName: string | undefined;
  readonly description: string | undefined;
  readonly alarms: AlarmConfiguration | undefined;
  readonly rollback: RollbackConfiguration | undefined;
}

/** Starts, stops and rolls back deployments. */
export class Deployer {
  /** Tests change what is not documented, and how long things take. */
  switches: CodeDeploySwitches = defaultCodeDeploySwitches;
  readonly #ctx: SandboxContext;
  readonly #regions: Scoped<CodeDeployRegion>;

  constructor(ctx: SandboxContext) {
    this.#ctx = ctx;
    this.#regions = new Scoped((scope) => new CodeDeployRegion(scope, ctx.random));
  }

  of(where: Pick<Caller, 'account' | 'region'>): CodeDeployRegion {
    return this.#regions.of(where);
  }

  start(region: CodeDeployRegion, order: DeploymentOrder): Deployment {
    const { group } = order;
    const running = region.activeIn(group);
    if (running) {
      const which = this.switches.namesActiveDeployment ? ` '${running.id}'` : '';
      throw new ServiceError(
        'DeploymentLimitExceededException',
        `The Deployment Group '${group.name}' already has an active Deployment${which}`,
      );
    }
    const configName = order.configName ?? group.configName;
    const deployment = this.#make(region, group, order.revision, configName, 'user', {
      description: order.description,
      alarms: order.alarms ?? group.alarms,
      rollback: order.rollback ?? group.rollback,
    });
    group.lastAttempted = deployment;
    this.#ctx.background(`deployment ${deployment.id}`, (signal) =>
      new Rollout(this.#worldOf(region), region, deployment).run(signal),
    );
    return deployment;
  }

  stop(deployment: Deployment, rollsBack: boolean | undefined): void {
    deployment.interruption.abort(new Interruption({ kind: 'request', rollsBack }));
  }

  #rollBack(region: CodeDeployRegion, failed: Deployment): string {
    const { group } = failed;
    const application = region.application(failed.application);
    const revision =
      failed.previousRevision ??
      region.revise(application, this.#originalAppSpec(region, failed), this.#ctx.clock.now());
    const deployment = this.#make(region, group, revision, rollbackConfigName, 'codeDeployRollback', {
      description: undefined,
      alarms: { isEnabled: false, ignorePollAlarmFailure: false, names: [] },
      rollback: { isEnabled: false, events: [] },
    });
    group.lastAttempted = deployment;
    deployment.blueId = failed.blueId;
    deployment.greenId = failed.greenId;
    deployment.rollbackInfo = {
      rollbackTriggeringDeploymentId: failed.id,
      rollbackMessage: `Deployment ${deployment.id} is triggered to roll back deployment ${failed.id}.`,
    };
    this.#ctx.background(`rollback ${deployment.id}`, (signal) =>
      runRollback(this.#worldOf(region), region, deployment, failed, signal),
    );
    return deployment.id;
  }

  /** A service that CodeDeploy has never deployed to goes back to what it was created with. */
  #originalAppSpec(region: CodeDeployRegion, { blueGreen, revision }: Deployment): string {
    const ecs = this.#ctx.stores.ecs.of(region.scope);
    const cluster = ecs.clusters.get(blueGreen.cluster);
    const service = cluster && ecs.findService(cluster, blueGreen.service);
    const primary = service?.taskSets.find(({ status }) => status === 'PRIMARY');
    return printAppSpec({
      ...revision.appSpec,
      taskDefinition: primary?.definition.arn ?? revision.appSpec.taskDefinition,
    });
  }

  #make(
    region: CodeDeployRegion,
    group: DeploymentGroup,
    revision: Revision,
    configName: string,
    creator: Deployment['creator'],
    rest: Pick<Deployment, 'description' | 'alarms' | 'rollback'>,
  ): Deployment {
    const createdMs = this.#ctx.clock.now();
    const deployment: Deployment = {
      ...rest,
      id: region.newDeploymentId(),
      application: group.application,
      group,
      config: region.config(configName),
      revision,
      previousRevision: group.lastSuccessful?.revision,
      creator,
      createdMs,
      blueGreen: group.blueGreen,
      events: newEvents(),
      status: 'Created',
      startMs: undefined,
      completeMs: undefined,
      error: undefined,
      rollbackInfo: undefined,
      blueId: undefined,
      greenId: undefined,
      greenPercent: 0,
      isWaitingForTermination: false,
      updatedMs: createdMs,
      interruption: new AbortController(),
      isContinued: false,
    };
    region.deployments.set(deployment.id, deployment);
    return deployment;
  }

  #worldOf(region: CodeDeployRegion): RolloutWorld {
    const { cloudwatch, ecs, elb } = this.#ctx.stores;
    return {
      clock: this.#ctx.clock,
      switches: this.switches,
      fleet: ecs,
      balancing: elb.balancing,
      cloudwatch: cloudwatch.of(region.scope),
      rollBack: (deployment) => this.#rollBack(region, deployment),
    };
  }
}

/** Throws where a deployment is over already. */
export function requireActive(deployment: Deployment): void {
  if (isActive(deployment)) return;
  throw new ServiceError(
    'DeploymentAlreadyCompletedException',
    `Deployment ${deployment.id} has already completed`,
  );
}
