import { z } from 'zod';
import { read, wire } from '../compute/input.ts';
import { type Operation, ServiceError } from '../service.ts';
import { describeTaskSet } from './describe.ts';
import type { Fleet } from './fleet.ts';
import type { Service, TaskSet } from './model.ts';
import { checkedLoadBalancing, loadBalancersSchema, refusal } from './service-input.ts';

const code = 'InvalidParameterException';
const scaleSchema = z.object({
  value: wire.number.default(100),
  unit: z.literal('PERCENT').default('PERCENT'),
});
const place = { cluster: wire.text, service: wire.text };
const schemas = {
  create: z.object({
    ...place,
    taskDefinition: wire.text,
    externalId: wire.text.optional(),
    loadBalancers: loadBalancersSchema.default([]),
    scale: scaleSchema.optional(),
  }),
  describe: z.object({ ...place, taskSets: z.array(wire.text).optional() }),
  primary: z.object({ ...place, primaryTaskSet: wire.text }),
  update: z.object({ ...place, taskSet: wire.text, scale: scaleSchema }),
  remove: z.object({ ...place, taskSet: wire.text, force: wire.boolean.default(false) }),
};

/** The operations on task sets, for services that another deployment controller steers. */
export function taskSetOperations(fleet: Fleet): Record<string, Operation> {
  return {
    CreateTaskSet(raw, caller) {
      const input = read(schemas.create, raw, code);
      const { region, service } = locate(fleet, input, caller);
      const definition = region.usableDefinition(input.taskDefinition);
      const loadBalancing = checkedLoadBalancing(input.loadBalancers, definition);
      const { externalId, scale } = input;
      const order = { definition, loadBalancing, externalId, scale: scale?.value ?? 100 };
      return {
        taskSet: describeTaskSet(fleet.addTaskSet(region, service, order, 'ACTIVE'), service, region),
      };
    },
    DescribeTaskSets(raw, caller) {
      const input = read(schemas.describe, raw, code);
      const { region, service } = locate(fleet, input, caller);
      const wanted = input.taskSets ?? service.taskSets.map(({ id }) => id);
      const found = wanted.map((reference) => ({ reference, set: findSet(service, reference) }));
      return {
        taskSets: found.flatMap(({ set }) => (set ? [describeTaskSet(set, service, region)] : [])),
        failures: found.flatMap(({ reference, set }) => (set ? [] : [{ arn: reference, reason: 'MISSING' }])),
      };
    },
    UpdateServicePrimaryTaskSet(raw, caller) {
      const input = read(schemas.primary, raw, code);
      const { region, service } = locate(fleet, input, caller);
      const set = requiredSet(service, input.primaryTaskSet);
      fleet.setPrimary(service, set);
      return { taskSet: describeTaskSet(set, service, region) };
    },
    UpdateTaskSet(raw, caller) {
      const input = read(schemas.update, raw, code);
      const { region, service } = locate(fleet, input, caller);
      const set = requiredSet(service, input.taskSet);
      set.scale = input.scale.value;
      return { taskSet: describeTaskSet(set, service, region) };
    },
    DeleteTaskSet(raw, caller) {
      const input = read(schemas.remove, raw, code);
      const { region, service } = locate(fleet, input, caller);
      const set = requiredSet(service, input.taskSet);
      if (!input.force && set.scale > 0)
        throw refusal('The task set must be scaled to 0 before it is deleted, or use force.');
      fleet.removeTaskSet(set);
      return { taskSet: describeTaskSet(set, service, region) };
    },
  };
}

function locate(
  fleet: Fleet,
  input: { cluster: string; service: string },
  caller: Parameters<Fleet['of']>[0],
) {
  const region = fleet.of(caller);
  const service = region.service(region.cluster(input.cluster), input.service);
  if (service.controller === 'ECS') {
    throw refusal('Task sets are only for services with an EXTERNAL or CODE_DEPLOY deployment controller.');
  }
  return { region, service };
}

function findSet(service: Service, reference: string): TaskSet | undefined {
  return service.taskSets.find(({ arn, id }) => arn === reference || id === reference);
}

function requiredSet(service: Service, reference: string): TaskSet {
  const set = findSet(service, reference);
  if (!set) throw new ServiceError('TaskSetNotFoundException', 'The specified task set was not found.');
  return set;
}
