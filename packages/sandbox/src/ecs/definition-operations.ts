import type { Clock } from '@ml-ci/core';
import { z } from 'zod';
import { read, wire } from '../compute/input.ts';
import { pageOf } from '../compute/page.ts';
import { type Operation, ServiceError } from '../service.ts';
import { describeCluster } from './describe.ts';
import type { Fleet } from './fleet.ts';
import { type EcsRegion, lastPart } from './region.ts';
import { describeTaskDefinition, problemOf, taskDefinitionSchema } from './task-definition.ts';

const code = 'InvalidParameterException';
const paging = { maxResults: wire.integerIn(1, 100).default(100), nextToken: wire.text.optional() };
const schemas = {
  cluster: z.object({ clusterName: wire.text.regex(/^[A-Za-z0-9_-]{1,255}$/).default('default') }),
  describeClusters: z.object({ clusters: z.array(wire.text).default(['default']) }),
  deleteCluster: z.object({ cluster: wire.text }),
  listClusters: z.object(paging),
  definition: z.object({ taskDefinition: wire.text }),
  listDefinitions: z.object({
    ...paging,
    familyPrefix: wire.text.optional(),
    status: z.enum(['ACTIVE', 'INACTIVE', 'DELETE_IN_PROGRESS']).default('ACTIVE'),
    sort: z.enum(['ASC', 'DESC']).default('ASC'),
  }),
};

/** The operations on clusters and task definitions. */
export function definitionOperations(clock: Clock, fleet: Fleet): Record<string, Operation> {
  return {
    CreateCluster(raw, caller) {
      const { clusterName: name } = read(schemas.cluster, raw, code);
      const region = fleet.of(caller);
      const known = region.clusters.get(name);
      const cluster = known?.status === 'ACTIVE' ? known : newCluster(region, name);
      return { cluster: describeCluster(cluster, region) };
    },
    DescribeClusters(raw, caller) {
      const region = fleet.of(caller);
      const found = read(schemas.describeClusters, raw, code).clusters.map((reference) => ({
        reference,
        cluster: region.clusters.get(lastPart(reference)),
      }));
      return {
        clusters: found.flatMap(({ cluster }) => (cluster ? [describeCluster(cluster, region)] : [])),
        failures: found.flatMap(({ cluster, reference }) =>
          cluster ? [] : [{ arn: reference, reason: 'MISSING' }],
        ),
      };
    },
    ListClusters(raw, caller) {
      const input = read(schemas.listClusters, raw, code);
      const all = [...fleet.of(caller).clusters.values()].filter(({ status }) => status === 'ACTIVE');
      const { items, next } = pageOf(all, input.maxResults, input.nextToken, code);
      return { clusterArns: items.map(({ arn }) => arn), nextToken: next };
    },
    DeleteCluster(raw, caller) {
      const region = fleet.of(caller);
      const cluster = region.cluster(read(schemas.deleteCluster, raw, code).cluster);
      if (region.services.some((service) => service.cluster === cluster && service.status !== 'INACTIVE')) {
        throw new ServiceError(
          'ClusterContainsServicesException',
          'The Cluster cannot be deleted while Services are active.',
        );
      }
      if ([...region.tasks.values()].some((task) => task.cluster === cluster && task.status !== 'STOPPED')) {
        throw new ServiceError(
          'ClusterContainsTasksException',
          'The Cluster cannot be deleted while Tasks are active.',
        );
      }
      cluster.status = 'INACTIVE';
      return { cluster: describeCluster(cluster, region) };
    },
    RegisterTaskDefinition(raw, caller) {
      const input = read(taskDefinitionSchema, raw, 'ClientException');
      const problem = problemOf(input);
      if (problem !== undefined) throw new ServiceError('ClientException', problem);
      const definition = fleet.of(caller).register(input, caller.arn, clock.now());
      return { taskDefinition: describeTaskDefinition(definition), tags: input.tags ?? [] };
    },
    DescribeTaskDefinition(raw, caller) {
      const definition = fleet.of(caller).definition(read(schemas.definition, raw, code).taskDefinition);
      if (!definition) throw new ServiceError('ClientException', 'Unable to describe task definition.');
      return { taskDefinition: describeTaskDefinition(definition), tags: definition.input.tags ?? [] };
    },
    DeregisterTaskDefinition(raw, caller) {
      const { taskDefinition } = read(schemas.definition, raw, code);
      const definition = /:\d+$/.test(taskDefinition)
        ? fleet.of(caller).definition(taskDefinition)
        : undefined;
      if (!definition)
        throw new ServiceError('ClientException', 'The specified task definition does not exist.');
      definition.deregisteredMs ??= clock.now();
      return { taskDefinition: describeTaskDefinition(definition) };
    },
    ListTaskDefinitions(raw, caller) {
      const input = read(schemas.listDefinitions, raw, code);
      const isActive = input.status === 'ACTIVE';
      const all = [...fleet.of(caller).definitions]
        .filter(([family]) => input.familyPrefix === undefined || family === input.familyPrefix)
        .flatMap(([, revisions]) => revisions)
        .filter(({ deregisteredMs }) => (deregisteredMs === undefined) === isActive);
      if (input.sort === 'DESC') all.reverse();
      const { items, next } = pageOf(all, input.maxResults, input.nextToken, code);
      return { taskDefinitionArns: items.map(({ arn }) => arn), nextToken: next };
    },
  };
}

function newCluster(region: EcsRegion, name: string) {
  const cluster = { arn: region.arnOf(`cluster/${name}`), name, status: 'ACTIVE' as const };
  region.clusters.set(name, cluster);
  return cluster;
}
