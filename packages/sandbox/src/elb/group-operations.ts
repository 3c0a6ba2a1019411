import { read } from '../compute/input.ts';
import { pageOf } from '../compute/page.ts';
import { type Operation, ServiceError } from '../service.ts';
import { changed } from './attributes.ts';
import type { Balancing } from './balancing.ts';
import { describeGroup, describeTarget } from './describe.ts';
import { defaultHealthCheck, healthCheckOf } from './input.ts';
import type { TargetGroup } from './model.ts';
import { code, schemas } from './schemas.ts';
import { selected } from './selection.ts';

const defaultGroupAttributes = [
  ['deregistration_delay.timeout_seconds', '300'],
  ['load_balancing.algorithm.type', 'round_robin'],
  ['slow_start.duration_seconds', '0'],
  ['stickiness.enabled', 'false'],
] as const;

/** The operations on target groups and their targets. */
export function groupOperations(balancing: Balancing): Record<string, Operation> {
  return {
    CreateTargetGroup(raw, caller) {
      const input = read(schemas.createGroup, raw, code);
      const region = balancing.of(caller);
      if ([...region.groups.values()].some(({ name }) => name === input.Name)) {
        throw new ServiceError(
          'DuplicateTargetGroupName',
          `a target group with the name "${input.Name}" exists`,
        );
      }
      const arn = region.newArn(`targetgroup/${input.Name}`);
      const group: TargetGroup = {
        arn,
        dimension: arn.slice(arn.indexOf('targetgroup/')),
        name: input.Name,
        port: input.Port,
        vpcId: input.VpcId,
        healthCheck: healthCheckOf(input, defaultHealthCheck),
        attributes: new Map(defaultGroupAttributes),
        targets: new Map(),
        turn: -1,
      };
      region.groups.set(arn, group);
      return { TargetGroups: [describeGroup(group, region)] };
    },
    DescribeTargetGroups(raw, caller) {
      const input = read(schemas.describeGroups, raw, code);
      const region = balancing.of(caller);
      const all = selected(
        [...region.groups.values()],
        input.TargetGroupArns,
        input.Names,
        'TargetGroupNotFound',
      );
      const balancer =
        input.LoadBalancerArn === undefined ? undefined : region.balancer(input.LoadBalancerArn);
      const wanted = balancer ? all.filter((group) => region.balancersOf(group).includes(balancer)) : all;
      const { items, next } = pageOf(wanted, input.PageSize, input.Marker, code);
      return { TargetGroups: items.map((item) => describeGroup(item, region)), NextMarker: next };
    },
    ModifyTargetGroup(raw, caller) {
      const input = read(schemas.modifyGroup, raw, code);
      const region = balancing.of(caller);
      const group = region.group(input.TargetGroupArn);
      group.healthCheck = healthCheckOf(input, group.healthCheck);
      return { TargetGroups: [describeGroup(group, region)] };
    },
    ModifyTargetGroupAttributes(raw, caller) {
      const input = read(schemas.groupAttributes, raw, code);
      return {
        Attributes: changed(balancing.of(caller).group(input.TargetGroupArn).attributes, input.Attributes),
      };
    },
    DescribeTargetGroupAttributes(raw, caller) {
      const input = read(schemas.groupAttributes, raw, code);
      return { Attributes: changed(balancing.of(caller).group(input.TargetGroupArn).attributes, []) };
    },
    DeleteTargetGroup(raw, caller) {
      const region = balancing.of(caller);
      const group = region.groups.get(read(schemas.group, raw, code).TargetGroupArn);
      if (!group) return {};
      if (region.balancersOf(group).length > 0) {
        throw new ServiceError(
          'ResourceInUse',
          `target group "${group.arn}" is currently in use by a listener or a rule`,
        );
      }
      for (const target of group.targets.values()) target.gone.abort();
      region.groups.delete(group.arn);
      return {};
    },
    RegisterTargets(raw, caller) {
      const input = read(schemas.targets, raw, code);
      const group = balancing.of(caller).group(input.TargetGroupArn);
      for (const { Id, Port } of input.Targets) balancing.register(caller, group, Id, Port ?? group.port);
      return {};
    },
    DeregisterTargets(raw, caller) {
      const input = read(schemas.targets, raw, code);
      const group = balancing.of(caller).group(input.TargetGroupArn);
      for (const { Id, Port } of input.Targets) balancing.drain(group, Id, Port ?? group.port);
      return {};
    },
    DescribeTargetHealth(raw, caller) {
      const input = read(schemas.targets, raw, code);
      const group = balancing.of(caller).group(input.TargetGroupArn);
      const wanted = new Set(input.Targets.map(({ Id, Port }) => `${Id}:${Port ?? group.port}`));
      const targets = [...group.targets].filter(([key]) => wanted.size === 0 || wanted.has(key));
      return { TargetHealthDescriptions: targets.map(([, target]) => describeTarget(target)) };
    },
  };
}
