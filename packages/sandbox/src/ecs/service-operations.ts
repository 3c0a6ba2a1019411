import { z } from 'zod';
import { read, wire } from '../compute/input.ts';
import { pageOf } from '../compute/page.ts';
import type { SandboxContext } from '../context.ts';
import { type Caller, type Operation, ServiceError } from '../service.ts';
import { describeService } from './describe.ts';
import type { Fleet } from './fleet.ts';
import type { Service } from './model.ts';
import type { EcsRegion } from './region.ts';
import {
  checkedLoadBalancing,
  createServiceSchema,
  refusal,
  rollingOf,
  updateServiceSchema,
} from './service-input.ts';

const code = 'InvalidParameterException';
const listSchema = z.object({
  cluster: wire.text.optional(),
  maxResults: wire.integerIn(1, 100).default(10),
  nextToken: wire.text.optional(),
});
const describeSchema = z.object({
  cluster: wire.text.optional(),
  services: z.array(wire.text).min(1).max(10),
});
const deleteSchema = z.object({
  cluster: wire.text.optional(),
  service: wire.text,
  force: wire.boolean.default(false),
});

/** The operations on services. */
export function serviceOperations(ctx: SandboxContext, fleet: Fleet): Record<string, Operation> {
  return {
    CreateService(raw, caller) {
      const region = fleet.of(caller);
      return { service: describeService(createService(ctx, fleet, raw, caller), region) };
    },
    UpdateService(raw, caller) {
      const region = fleet.of(caller);
      const input = read(updateServiceSchema, raw, code);
      const service = region.service(region.cluster(input.cluster), input.service);
      updateService(fleet, region, service, input);
      return { service: describeService(service, region) };
    },
    DescribeServices(raw, caller) {
      const region = fleet.of(caller);
      const input = read(describeSchema, raw, code);
      const cluster = region.cluster(input.cluster);
      const found = input.services.map((reference) => ({
        reference,
        service: region.findService(cluster, reference),
      }));
      const missing = found.filter(({ service }) => service === undefined);
      return {
        services: found.flatMap(({ service }) => (service ? [describeService(service, region)] : [])),
        failures: missing.map(({ reference }) => ({
          arn: reference.startsWith('arn:')
            ? reference
            : region.arnOf(`service/${cluster.name}/${reference}`),
          reason: 'MISSING',
        })),
      };
    },
    ListServices(raw, caller) {
      const region = fleet.of(caller);
      const input = read(listSchema, raw, code);
      const cluster = region.cluster(input.cluster);
      const all = region.services.filter(
        (service) => service.cluster === cluster && service.status === 'ACTIVE',
      );
      const { items, next } = pageOf(all, input.maxResults, input.nextToken, code);
      return { serviceArns: items.map(({ arn }) => arn), nextToken: next };
    },
    DeleteService(raw, caller) {
      const region = fleet.of(caller);
      const input = read(deleteSchema, raw, code);
      const service = region.service(region.cluster(input.cluster), input.service);
      if (!input.force && service.desiredCount > 0) {
        throw refusal('The service cannot be stopped while it is scaled above 0.');
      }
      service.status = 'DRAINING';
      service.desiredCount = 0;
      return { service: describeService(service, region) };
    },
  };
}

function createService(
  ctx: SandboxContext,
  fleet: Fleet,
  raw: Readonly<Record<string, unknown>>,
  caller: Caller,
): Service {
  const input = read(createServiceSchema, raw, code);
  const region = fleet.of(caller);
  const cluster = region.cluster(input.cluster);
  const known = region.findService(cluster, input.serviceName);
  if (known && known.status !== 'INACTIVE') throw refusal('Creation of service was not idempotent.');
  const controller = input.deploymentController?.type ?? 'ECS';
  const service: Service = {
    arn: region.arnOf(`service/${cluster.name}/${input.serviceName}`),
    name: input.serviceName,
    cluster,
    controller,
    createdMs: ctx.clock.now(),
    networkConfiguration: input.networkConfiguration,
    launchType: input.launchType,
    loadBalancing: [],
    status: 'ACTIVE',
    desiredCount: input.desiredCount,
    graceSeconds: input.healthCheckGracePeriodSeconds,
    rolling: rollingOf(input.deploymentConfiguration),
    taskSets: [],
    events: [],
    isSteady: false,
  };
  if (controller === 'CODE_DEPLOY' && input.loadBalancers.length !== 1) {
    throw refusal('A service with the CODE_DEPLOY deployment controller needs exactly one load balancer.');
  }
  if (controller !== 'EXTERNAL') {
    if (input.taskDefinition === undefined) throw refusal('TaskDefinition cannot be blank.');
    const definition = region.usableDefinition(input.taskDefinition);
    service.loadBalancing = checkedLoadBalancing(input.loadBalancers, definition);
    checkTargetGroups(ctx, service, caller);
    fleet.addTaskSet(
      region,
      service,
      { definition, loadBalancing: service.loadBalancing, scale: 100 },
      'PRIMARY',
    );
  }
  region.services.push(service);
  return service;
}

function checkTargetGroups(ctx: SandboxContext, service: Service, caller: Caller): void {
  const balancers = ctx.stores.elb.balancing.of(caller);
  for (const { targetGroupArn } of service.loadBalancing) {
    const group = balancers.groups.get(targetGroupArn);
    if (!group) throw refusal(`The target group ${targetGroupArn} does not exist.`);
    if (balancers.balancersOf(group).length > 0) continue;
    throw refusal(
      `The target group with targetGroupArn ${targetGroupArn} does not have an associated load balancer.`,
    );
  }
}

function updateService(
  fleet: Fleet,
  region: EcsRegion,
  service: Service,
  input: z.output<typeof updateServiceSchema>,
): void {
  const { desiredCount, forceNewDeployment, loadBalancers, taskDefinition } = input;
  if (service.controller !== 'ECS') refuseForeignChange(service, input);
  const newest = service.taskSets.at(-1);
  const definition =
    taskDefinition === undefined ? newest?.definition : region.usableDefinition(taskDefinition);
  if (desiredCount !== undefined) service.desiredCount = desiredCount;
  if (input.healthCheckGracePeriodSeconds !== undefined)
    service.graceSeconds = input.healthCheckGracePeriodSeconds;
  service.rolling = rollingOf(input.deploymentConfiguration, service.rolling);
  service.isSteady = false;
  if (service.controller !== 'ECS' || !definition) return;
  if (loadBalancers) service.loadBalancing = checkedLoadBalancing(loadBalancers, definition);
  if (definition === newest?.definition && !forceNewDeployment && !loadBalancers) return;
  if (newest) newest.status = 'ACTIVE';
  fleet.addTaskSet(
    region,
    service,
    { definition, loadBalancing: service.loadBalancing, scale: 100 },
    'PRIMARY',
  );
}

/** Under another controller only the size and the grace period are ECS's to change. */
function refuseForeignChange({ controller }: Service, input: z.output<typeof updateServiceSchema>): void {
  const what =
    input.taskDefinition !== undefined
      ? 'task definition'
      : input.loadBalancers
        ? 'load balancers'
        : input.networkConfiguration !== undefined
          ? 'network configuration'
          : input.platformVersion !== undefined
            ? 'platform version'
            : input.forceNewDeployment
              ? 'deployment'
              : undefined;
  if (what === undefined) return;
  const hint =
    controller === 'CODE_DEPLOY'
      ? 'Use AWS CodeDeploy to trigger a new deployment.'
      : 'Use the task set APIs to trigger a new deployment.';
  throw new ServiceError(
    code,
    `Unable to update ${what} on services with a ${controller} deployment controller. ${hint}`,
  );
}
