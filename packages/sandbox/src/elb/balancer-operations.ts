import { read } from '../compute/input.ts';
import { pageOf } from '../compute/page.ts';
import { type Operation, ServiceError } from '../service.ts';
import { changed } from './attributes.ts';
import type { Balancing } from './balancing.ts';
import { describeBalancer } from './describe.ts';
import { code, schemas } from './schemas.ts';
import { selected } from './selection.ts';

/** The operations on load balancers. */
export function balancerOperations(balancing: Balancing): Record<string, Operation> {
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
