import { z } from 'zod';
import { read, wire } from '../compute/input.ts';
import { pageOf } from '../compute/page.ts';
import type { SandboxContext } from '../context.ts';
import { type Operation, ServiceError } from '../service.ts';
import { type Deployer, requireActive } from './deployer.ts';
import { describeDeployment, describeTarget, targetIdOf } from './describe.ts';
import { alarmsOf, alarmsSchema, rollbackOf, rollbackSchema } from './group-input.ts';
import type { Deployment } from './model.ts';
import type { CodeDeployRegion } from './region.ts';
import { registerRevision, revisionSchema } from './revision-input.ts';

const code = 'InvalidInputException';
const id = { deploymentId: wire.text };
const statusSchema = z.enum([
  'Created',
  'Queued',
  'InProgress',
  'Baking',
  'Succeeded',
  'Failed',
  'Stopped',
  'Ready',
]);
const schemas = {
  create: z.object({
    applicationName: wire.text,
    deploymentGroupName: wire.text.optional(),
    revision: revisionSchema.optional(),
    deploymentConfigName: wire.text.optional(),
    description: wire.text.max(256).optional(),
    autoRollbackConfiguration: rollbackSchema.optional(),
    overrideAlarmConfiguration: alarmsSchema.optional(),
    deploymentMode: z.literal('STANDARD', 'the sandbox serves the mode STANDARD').optional(),
  }),
  deployment: z.object(id),
  batch: z.object({ deploymentIds: z.array(wire.text).min(1).max(25) }),
  list: z.object({
    applicationName: wire.text.optional(),
    deploymentGroupName: wire.text.optional(),
    includeOnlyStatuses: z.array(statusSchema).default([]),
    createTimeRange: z.object({ start: wire.time.nullish(), end: wire.time.nullish() }).optional(),
    nextToken: wire.text.optional(),
  }),
  stop: z.object({ ...id, autoRollbackEnabled: wire.boolean.optional() }),
  resume: z.object({
    ...id,
    deploymentWaitType: z.enum(['READY_WAIT', 'TERMINATION_WAIT']).default('READY_WAIT'),
  }),
  target: z.object({ ...id, targetId: wire.text }),
  targets: z.object({ ...id, targetIds: z.array(wire.text).max(25) }),
};

/** The operations on deployments and their targets. */
export function deploymentOperations(ctx: SandboxContext, deployer: Deployer): Record<string, Operation> {
  return {
    async CreateDeployment(raw, caller) {
      const input = read(schemas.create, raw, code);
      const region = deployer.of(caller);
      const application = region.application(input.applicationName);
      if (input.deploymentGroupName === undefined) {
        throw new ServiceError('DeploymentGroupNameRequiredException', 'Deployment Group name is missing');
      }
      const group = region.group(application.name, input.deploymentGroupName);
      const configName = input.deploymentConfigName;
      if (configName !== undefined && region.config(configName).platform !== 'ECS') {
        throw new ServiceError(
          'InvalidDeploymentConfigNameException',
          `${configName} is not a configuration for ECS`,
        );
      }
      const { autoRollbackConfiguration, description, overrideAlarmConfiguration } = input;
      const deployment = deployer.start(region, {
        group,
        configName,
        description,
        revision: await registerRevision(region, application, input.revision, ctx.stores.s3, ctx.clock.now()),
        alarms: overrideAlarmConfiguration && alarmsOf(overrideAlarmConfiguration),
        rollback: autoRollbackConfiguration && rollbackOf(autoRollbackConfiguration),
      });
      return { deploymentId: deployment.id };
    },
    GetDeployment(raw, caller) {
      const { deploymentId } = read(schemas.deployment, raw, code);
      return { deploymentInfo: describeDeployment(deployer.of(caller).deployment(deploymentId)) };
    },
    BatchGetDeployments(raw, caller) {
      const region = deployer.of(caller);
      const { deploymentIds } = read(schemas.batch, raw, code);
      return {
        deploymentsInfo: deploymentIds
          .flatMap((one) => region.deployments.get(one) ?? [])
          .map(describeDeployment),
      };
    },
    ListDeployments(raw, caller) {
      const input = read(schemas.list, raw, code);
      const region = deployer.of(caller);
      if (input.applicationName !== undefined) {
        if (input.deploymentGroupName === undefined) region.application(input.applicationName);
        else region.group(input.applicationName, input.deploymentGroupName);
      }
      const all = [...region.deployments.values()]
        .filter((deployment) => isListed(deployment, input))
        .reverse();
      const { items, next } = pageOf(all, 100, input.nextToken, 'InvalidNextTokenException');
      return { deployments: items.map((deployment) => deployment.id), nextToken: next };
    },
    StopDeployment(raw, caller) {
      const input = read(schemas.stop, raw, code);
      const deployment = deployer.of(caller).deployment(input.deploymentId);
      requireActive(deployment);
      deployer.stop(deployment, input.autoRollbackEnabled);
      return { status: 'Pending', statusMessage: 'The deployment is being stopped.' };
    },
    ContinueDeployment(raw, caller) {
      const input = read(schemas.resume, raw, code);
      const deployment = deployer.of(caller).deployment(input.deploymentId);
      requireActive(deployment);
      const isReady =
        input.deploymentWaitType === 'READY_WAIT'
          ? deployment.status === 'Ready'
          : deployment.isWaitingForTermination;
      if (!isReady) {
        throw new ServiceError(
          'DeploymentIsNotInReadyStateException',
          `Deployment ${deployment.id} is not in a ready state`,
        );
      }
      deployment.isContinued = true;
      return {};
    },
    ListDeploymentTargets(raw, caller) {
      const deployment = deployer.of(caller).deployment(read(schemas.deployment, raw, code).deploymentId);
      requireStarted(deployment);
      return { targetIds: [targetIdOf(deployment)] };
    },
    GetDeploymentTarget(raw, caller) {
      const input = read(schemas.target, raw, code);
      return {
        deploymentTarget: describeTargets(deployer.of(caller), input.deploymentId, [input.targetId])[0],
      };
    },
    BatchGetDeploymentTargets(raw, caller) {
      const input = read(schemas.targets, raw, code);
      return { deploymentTargets: describeTargets(deployer.of(caller), input.deploymentId, input.targetIds) };
    },
  };

  function describeTargets(
    region: CodeDeployRegion,
    deploymentId: string,
    targetIds: readonly string[],
  ): object[] {
    const deployment = region.deployment(deploymentId);
    requireStarted(deployment);
    const unknown = targetIds.filter((one) => one !== targetIdOf(deployment));
    if (unknown.length > 0) {
      throw new ServiceError(
        'DeploymentTargetDoesNotExistException',
        `The deployment targets ${unknown.join(', ')} do not exist`,
      );
    }
    return targetIds.map(() => describeTarget(deployment, region, ctx.stores.ecs));
  }
}

function requireStarted({ id: deploymentId, status }: Deployment): void {
  if (status !== 'Created' && status !== 'Queued') return;
  throw new ServiceError('DeploymentNotStartedException', `Deployment ${deploymentId} has not started`);
}

function isListed(deployment: Deployment, input: z.output<typeof schemas.list>): boolean {
  const { applicationName, createTimeRange, deploymentGroupName, includeOnlyStatuses } = input;
  const { createdMs } = deployment;
  return (
    (applicationName === undefined || deployment.application === applicationName) &&
    (deploymentGroupName === undefined || deployment.group.name === deploymentGroupName) &&
    (includeOnlyStatuses.length === 0 || includeOnlyStatuses.includes(deployment.status)) &&
    (!createTimeRange?.start || createdMs >= createTimeRange.start.getTime()) &&
    (!createTimeRange?.end || createdMs <= createTimeRange.end.getTime())
  );
}
