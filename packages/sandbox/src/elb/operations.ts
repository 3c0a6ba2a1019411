import { z } from 'zod';
import { read, wire } from '../compute/input.ts';
import { pageOf } from '../compute/page.ts';
import { type Operation, ServiceError } from '../service.ts';
import type { Balancing } from './balancing.ts';
import {
  describeBalancer,
  describeGroup,
  describeListener,
  describeRule,
  describeTarget,
} from './describe.ts';
import {
  actionOf,
  actionSchema,
  defaultHealthCheck,
  healthCheckMembers,
  healthCheckOf,
  invalid,
} from './input.ts';
import type { Action, TargetGroup } from './model.ts';
import type { ElbRegion } from './region.ts';

const code = 'ValidationError';
const defaultGroupAttributes = [
  ['deregistration_delay.timeout_seconds', '300'],
  ['load_balancing.algorithm.type', 'round_robin'],
  ['slow_start.duration_seconds', '0'],
  ['stickiness.enabled', 'false'],
] as const;
const paging = { Marker: wire.text.optional(), PageSize: wire.integerIn(1, 400).default(400) };
const names = wire.list(wire.text).optional();
const nameSchema = wire.text.regex(
  /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?$/,
  'must be up to 32 letters, digits and hyphens',
);
const httpSchema = z.literal('HTTP', 'the sandbox serves HTTP').default('HTTP');
const targetSchema = z.object({ Id: wire.text, Port: wire.integerIn(1, 65_535).optional() });
const attributesSchema = wire.list(z.object({ Key: wire.text, Value: wire.text.default('') }));

const schemas = {
  createBalancer: z.object({
    Name: nameSchema,
    Subnets: wire.list(wire.text).default([]),
    SecurityGroups: wire.list(wire.text).default([]),
    Scheme: z.enum(['internet-facing', 'internal']).default('internet-facing'),
    Type: z.literal('application', 'the sandbox serves application load balancers').default('application'),
  }),
  describeBalancers: z.object({ LoadBalancerArns: names, Names: names, ...paging }),
  balancer: z.object({ LoadBalancerArn: wire.text }),
  createGroup: z.object({
    ...healthCheckMembers,
    Name: nameSchema,
    Protocol: httpSchema,
    Port: wire.integerIn(1, 65_535).default(80),
    VpcId: wire.text.optional(),
    TargetType: z.literal('ip', 'the sandbox serves targets by address').default('ip'),
  }),
  describeGroups: z.object({
    LoadBalancerArn: wire.text.optional(),
    TargetGroupArns: names,
    Names: names,
    ...paging,
  }),
  modifyGroup: z.object({ ...healthCheckMembers, TargetGroupArn: wire.text }),
  group: z.object({ TargetGroupArn: wire.text }),
  targets: z.object({ TargetGroupArn: wire.text, Targets: wire.list(targetSchema).default([]) }),
  createListener: z.object({
    LoadBalancerArn: wire.text,
    Port: wire.integerIn(1, 65_535),
    Protocol: httpSchema,
    DefaultActions: wire.list(actionSchema),
  }),
  modifyListener: z.object({
    ListenerArn: wire.text,
    Port: z.undefined('the sandbox does not move listeners').optional(),
    DefaultActions: wire.list(actionSchema),
  }),
  describeListeners: z.object({ LoadBalancerArn: wire.text.optional(), ListenerArns: names, ...paging }),
  describeRules: z.object({ ListenerArn: wire.text.optional(), RuleArns: names }),
  listener: z.object({ ListenerArn: wire.text }),
  groupAttributes: z.object({ TargetGroupArn: wire.text, Attributes: attributesSchema.default([]) }),
  balancerAttributes: z.object({ LoadBalancerArn: wire.text, Attributes: attributesSchema.default([]) }),
};

/** The operations of Elastic Load Balancing v2. */
export function elbOperations(balancing: Balancing): Record<string, Operation> {
  return {
    ...balancerOperations(balancing),
    ...groupOperations(balancing),
    ...listenerOperations(balancing),
  };
}

function balancerOperations(balancing: Balancing): Record<string, Operation> {
  return {
    async CreateLoadBalancer(raw, caller) {
      const input = read(schemas.createBalancer, raw, code);
      const { balancers } = balancing.of(caller);
      const same = [...balancers.values()].find(({ name }) => name === input.Name);
      if (same && same.scheme !== input.Scheme) {
        throw new ServiceError(
          'DuplicateLoadBalancerName',
          `a load balancer with the name "${input.Name}" exists`,
        );
      }
      const { Name: name, Scheme: scheme, SecurityGroups: securityGroups, Subnets: subnets } = input;
      const made =
        same ?? (await balancing.createBalancer(caller, { name, scheme, securityGroups, subnets }));
      return { LoadBalancers: [describeBalancer(made, caller.region)] };
    },
    DescribeLoadBalancers(raw, caller) {
      const input = read(schemas.describeBalancers, raw, code);
      const region = balancing.of(caller);
      const all = selected(
        [...region.balancers.values()],
        input.LoadBalancerArns,
        input.Names,
        'LoadBalancerNotFound',
      );
      const { items, next } = pageOf(all, input.PageSize, input.Marker, code);
      return { LoadBalancers: items.map((item) => describeBalancer(item, caller.region)), NextMarker: next };
    },
    async DeleteLoadBalancer(raw, caller) {
      const region = balancing.of(caller);
      const balancer = region.balancers.get(read(schemas.balancer, raw, code).LoadBalancerArn);
      if (!balancer) return {};
      for (const { arn, socket } of region.listenersOf(balancer)) {
        region.listeners.delete(arn);
        await socket.close();
      }
      region.balancers.delete(balancer.arn);
      await balancer.socket.close();
      return {};
    },
    ModifyLoadBalancerAttributes(raw, caller) {
      const input = read(schemas.balancerAttributes, raw, code);
      return {
        Attributes: changed(
          balancing.of(caller).balancer(input.LoadBalancerArn).attributes,
          input.Attributes,
        ),
      };
    },
    DescribeLoadBalancerAttributes(raw, caller) {
      const input = read(schemas.balancerAttributes, raw, code);
      return { Attributes: changed(balancing.of(caller).balancer(input.LoadBalancerArn).attributes, []) };
    },
  };
}

function groupOperations(balancing: Balancing): Record<string, Operation> {
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

function listenerOperations(balancing: Balancing): Record<string, Operation> {
  return {
    async CreateListener(raw, caller) {
      const input = read(schemas.createListener, raw, code);
      const region = balancing.of(caller);
      const balancer = region.balancer(input.LoadBalancerArn);
      if (region.listenersOf(balancer).some(({ port }) => port === input.Port)) {
        throw new ServiceError('DuplicateListener', `a listener already exists on port ${input.Port}`);
      }
      const action = checkedAction(region, actionOf(input.DefaultActions));
      return {
        Listeners: [describeListener(await balancing.createListener(caller, balancer, input.Port, action))],
      };
    },
    ModifyListener(raw, caller) {
      const input = read(schemas.modifyListener, raw, code);
      const region = balancing.of(caller);
      const listener = region.listener(input.ListenerArn);
      balancing.route(listener, checkedAction(region, actionOf(input.DefaultActions)));
      return { Listeners: [describeListener(listener)] };
    },
    DescribeListeners(raw, caller) {
      const input = read(schemas.describeListeners, raw, code);
      const region = balancing.of(caller);
      if (input.LoadBalancerArn === undefined && !input.ListenerArns)
        throw invalid('name a load balancer or listeners');
      const all = input.ListenerArns
        ? input.ListenerArns.map((arn) => region.listener(arn))
        : region.listenersOf(region.balancer(input.LoadBalancerArn ?? ''));
      const { items, next } = pageOf(all, input.PageSize, input.Marker, code);
      return { Listeners: items.map(describeListener), NextMarker: next };
    },
    DescribeRules(raw, caller) {
      const input = read(schemas.describeRules, raw, code);
      const arns = input.RuleArns?.map((arn) =>
        arn.replace(':listener-rule/', ':listener/').replace(/\/default$/, ''),
      );
      const wanted = arns ?? (input.ListenerArn === undefined ? [] : [input.ListenerArn]);
      return { Rules: wanted.map((arn) => describeRule(balancing.of(caller).listener(arn))) };
    },
    async DeleteListener(raw, caller) {
      const region = balancing.of(caller);
      const listener = region.listener(read(schemas.listener, raw, code).ListenerArn);
      region.listeners.delete(listener.arn);
      if (listener.socket !== listener.balancer.socket) await listener.socket.close();
      return {};
    },
  };
}

function checkedAction(region: ElbRegion, action: Action): Action {
  if (action.type === 'forward') for (const { arn } of action.groups) region.group(arn);
  return action;
}

function selected<T extends { readonly arn: string; readonly name: string }>(
  all: readonly T[],
  arns: readonly string[] | undefined,
  byName: readonly string[] | undefined,
  missing: string,
): readonly T[] {
  const wanted = [...(arns ?? []), ...(byName ?? [])];
  if (wanted.length === 0) return all;
  return wanted.map((wish) => {
    const found = all.find(({ arn, name }) => arn === wish || name === wish);
    if (!found) throw new ServiceError(missing, `"${wish}" was not found`);
    return found;
  });
}

function changed(
  attributes: Map<string, string>,
  changes: readonly { Key: string; Value: string }[],
): object[] {
  for (const { Key, Value } of changes) attributes.set(Key, Value);
  return [...attributes].map(([Key, Value]) => ({ Key, Value }));
}
