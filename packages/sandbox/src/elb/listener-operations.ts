import { read } from '../compute/input.ts';
import { pageOf } from '../compute/page.ts';
import { type Operation, ServiceError } from '../service.ts';
import type { Balancing } from './balancing.ts';
import { describeListener, describeRule } from './describe.ts';
import { actionOf, invalid } from './input.ts';
import type { Action } from './model.ts';
import type { ElbRegion } from './region.ts';
import { code, schemas } from './schemas.ts';

/** The operations on listeners and their default rule. */
export function listenerOperations(balancing: Balancing): Record<string, Operation> {
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
