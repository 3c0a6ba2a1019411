import { z } from 'zod';
import { read, wire } from '../compute/input.ts';
import { pageOf } from '../compute/page.ts';
import type { SandboxContext } from '../context.ts';
import { type Operation, ServiceError } from '../service.ts';
import type { Deployer } from './deployer.ts';
import { describeGroup } from './describe.ts';
import { alarmsOf, blueGreenOf, groupMembers, rollbackOf } from './group-input.ts';
import type { BlueGreen, DeploymentGroup } from './model.ts';
import { locate, shiftTraffic } from './place.ts';
import type { CodeDeployRegion } from './region.ts';

const code = 'InvalidInputException';
const named = { applicationName: wire.text, deploymentGroupName: wire.text.min(1) };
const schemas = {
  create: z.object({ ...named, ...groupMembers, serviceRoleArn: wire.text.optional() }),
  update: z.object({
    ...groupMembers,
    applicationName: wire.text,
    currentDeploymentGroupName: wire.text,
    newDeploymentGroupName: z.undefined('the sandbox does not rename groups').optional(),
    serviceRoleArn: wire.text.optional(),
  }),
  group: z.object(named),
  list: z.object({ applicationName: wire.text, nextToken: wire.text.optional() }),
  batch: z.object({ applicationName: wire.text, deploymentGroupNames: z.array(wire.text).max(100) }),
};

/** The operations on deployment groups. */
export function groupOperations(ctx: SandboxContext, deployer: Deployer): Record<string, Operation> {
  return {
    CreateDeploymentGroup(raw, caller) {
      const region = deployer.of(caller);
      const input = read(schemas.create, raw, code);
      const application = region.application(input.applicationName);
      if (application.groups.has(input.deploymentGroupName)) {
        throw new ServiceError(
          'DeploymentGroupAlreadyExistsException',
          `Deployment group name already exists: ${input.deploymentGroupName}`,
        );
      }
      if (!input.serviceRoleArn) throw new ServiceError('RoleRequiredException', 'A role is required');
      const group: DeploymentGroup = {
        id: region.newUuid(),
        application: application.name,
        name: input.deploymentGroupName,
        configName: region.config(input.deploymentConfigName ?? 'CodeDeployDefault.ECSAllAtOnce').name,
        serviceRoleArn: input.serviceRoleArn,
        alarms: alarmsOf(input.alarmConfiguration),
        rollback: rollbackOf(input.autoRollbackConfiguration),
        blueGreen: blueGreenOf(input),
        described: describedOf(input),
        lastSuccessful: undefined,
        lastAttempted: undefined,
      };
      checkService(region, group.blueGreen, undefined);
      takeOverListener(ctx, region, group.blueGreen);
      application.groups.set(group.name, group);
      return { deploymentGroupId: group.id };
    },
    GetDeploymentGroup(raw, caller) {
      const input = read(schemas.group, raw, code);
      return {
        deploymentGroupInfo: describeGroup(
          deployer.of(caller).group(input.applicationName, input.deploymentGroupName),
        ),
      };
    },
    BatchGetDeploymentGroups(raw, caller) {
      const input = read(schemas.batch, raw, code);
      const { groups } = deployer.of(caller).application(input.applicationName);
      const found = input.deploymentGroupNames.flatMap((name) => groups.get(name) ?? []);
      return { deploymentGroupsInfo: found.map(describeGroup) };
    },
    ListDeploymentGroups(raw, caller) {
      const input = read(schemas.list, raw, code);
      const { groups, name } = deployer.of(caller).application(input.applicationName);
      const { items, next } = pageOf([...groups.keys()], 100, input.nextToken, 'InvalidNextTokenException');
      return { applicationName: name, deploymentGroups: items, nextToken: next };
    },
    UpdateDeploymentGroup(raw, caller) {
      const region = deployer.of(caller);
      const input = read(schemas.update, raw, code);
      const group = region.group(input.applicationName, input.currentDeploymentGroupName);
      const merged = { ...group.described, ...describedOf(input) };
      const blueGreen = blueGreenOf(read(z.object(groupMembers), merged, code));
      checkService(region, blueGreen, group);
      if (input.deploymentConfigName !== undefined)
        group.configName = region.config(input.deploymentConfigName).name;
      if (input.alarmConfiguration) group.alarms = alarmsOf(input.alarmConfiguration);
      if (input.autoRollbackConfiguration) group.rollback = rollbackOf(input.autoRollbackConfiguration);
      if (input.serviceRoleArn) group.serviceRoleArn = input.serviceRoleArn;
      group.blueGreen = blueGreen;
      group.described = merged;
      return { hooksNotCleanedUp: [] };
    },
    DeleteDeploymentGroup(raw, caller) {
      const input = read(schemas.group, raw, code);
      const { groups } = deployer.of(caller).application(input.applicationName);
      groups.delete(input.deploymentGroupName);
      return { hooksNotCleanedUp: [] };
    },
  };

  function checkService(
    region: CodeDeployRegion,
    blueGreen: BlueGreen,
    own: DeploymentGroup | undefined,
  ): void {
    const place = locate(
      { fleet: ctx.stores.ecs, balancing: ctx.stores.elb.balancing },
      region.scope,
      blueGreen,
    );
    if ('code' in place) {
      const isService = place.code === 'INVALID_ECS_SERVICE';
      throw new ServiceError(
        isService ? 'InvalidECSServiceException' : 'InvalidLoadBalancerInfoException',
        place.message,
      );
    }
    const groups = [...region.applications.values()].flatMap((application) => [
      ...application.groups.values(),
    ]);
    const other = groups.find(
      (group) =>
        group !== own &&
        group.blueGreen.service === blueGreen.service &&
        group.blueGreen.cluster === blueGreen.cluster,
    );
    if (!other) return;
    throw new ServiceError(
      'ECSServiceMappingLimitExceededException',
      `The ECS service ${blueGreen.service} is already associated with the deployment group ${other.name}`,
    );
  }
}

/** As soon as there is a group, the production listener names both target groups, the original with all the weight. */
function takeOverListener(ctx: SandboxContext, region: CodeDeployRegion, blueGreen: BlueGreen): void {
  const steered = { fleet: ctx.stores.ecs, balancing: ctx.stores.elb.balancing };
  const place = locate(steered, region.scope, blueGreen);
  if (!('code' in place)) shiftTraffic(steered, place, blueGreen.prodListenerArn, 0);
}

function describedOf(input: z.output<z.ZodObject<typeof groupMembers>>): Record<string, unknown> {
  const { blueGreenDeploymentConfiguration, deploymentStyle, ecsServices, loadBalancerInfo } = input;
  const members = { blueGreenDeploymentConfiguration, deploymentStyle, ecsServices, loadBalancerInfo };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
