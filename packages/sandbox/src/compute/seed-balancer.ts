import type { Balancing } from '../elb/balancing.ts';
import type { ElbRegion } from '../elb/region.ts';
import type { Scope } from './scope.ts';
import type { EcsServiceDescription, SeededEcsService } from './seed.ts';

/** Runs an operation in the account of the seeded service. */
export type Ask = (service: string, operation: string, input: object) => Promise<void>;

/** What stands before the tasks. */
export interface Front
  extends Pick<SeededEcsService, 'url' | 'testUrl' | 'balancerArn' | 'listenerArn' | 'targetGroupArns'> {
  readonly testListenerArn: string;
  readonly groupNames: readonly [string, string];
  /** The load balancer as metrics name it. */
  readonly dimension: string;
}

/** A load balancer with two target groups, and two listeners: for users and for trying. */
export async function seedBalancer(
  ask: Ask,
  balancing: Balancing,
  scope: Scope,
  { healthPath = '/', port, service }: EcsServiceDescription,
): Promise<Front> {
  const elb = 'elasticloadbalancing';
  const region = balancing.of(scope);
  const short = freeName(region, service);
  const groupNames = [`${short}-blue`, `${short}-green`] as const;
  await ask(elb, 'CreateLoadBalancer', { Name: short, Subnets: ['subnet-a', 'subnet-b'] });
  for (const Name of groupNames) {
    await ask(elb, 'CreateTargetGroup', {
      Name,
      Port: port,
      TargetType: 'ip',
      HealthCheckPath: healthPath,
      HealthCheckIntervalSeconds: 5,
      HealthyThresholdCount: 2,
      UnhealthyThresholdCount: 3,
      Matcher: { HttpCode: '200-499' },
    });
  }
  const balancer = named(region.balancers, short);
  const [blue, green] = groupNames.map((name) => named(region.groups, name).arn);
  if (blue === undefined || green === undefined) throw new Error('two target groups were made');
  const LoadBalancerArn = balancer.arn;
  const forward = (TargetGroupArn: string) => [{ Type: 'forward', TargetGroupArn }];
  await ask(elb, 'CreateListener', { LoadBalancerArn, Port: 80, DefaultActions: forward(blue) });
  await ask(elb, 'CreateListener', { LoadBalancerArn, Port: 8080, DefaultActions: forward(green) });
  const [listener, test] = region.listenersOf(balancer);
  if (!listener || !test) throw new Error('two listeners were made');
  return {
    url: listener.socket.url,
    testUrl: test.socket.url,
    balancerArn: balancer.arn,
    listenerArn: listener.arn,
    testListenerArn: test.arn,
    targetGroupArns: [blue, green],
    groupNames,
    dimension: balancer.dimension,
  };
}

/** A name that the rules of load balancers allow, and that no other service has. */
function freeName(region: ElbRegion, service: string): string {
  const taken = new Set([...region.balancers.values()].map(({ name }) => name));
  const short =
    service
      .replaceAll('_', '-')
      .slice(0, 20)
      .replace(/^-+|-+$/g, '') || 'service';
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? short : `${short}-${count}`;
    if (!taken.has(name)) return name;
  }
}

function named<T extends { readonly name: string }>(all: ReadonlyMap<string, T>, name: string): T {
  const found = [...all.values()].find((item) => item.name === name);
  if (!found) throw new Error(`"${name}" was not made`);
  return found;
}
