import type { Clock } from '@ml-ci/core';
import type { Fleet } from '../ecs/fleet.ts';
import type { Service } from '../ecs/model.ts';
import type { Stores } from '../services.ts';
import { type AlarmDescription, alarmInputOf } from './alarm-seed.ts';
import type { Scope } from './scope.ts';
import { seedBalancer } from './seed-balancer.ts';
import { seedDeployment, seedService } from './seed-service.ts';

/** A service behind a load balancer that CodeDeploy deploys to, told in the words of `ml-ci.yml`. */
export interface EcsServiceDescription extends Scope {
  readonly cluster: string;
  readonly service: string;
  readonly container: string;
  readonly port: number;
  /** The CodeDeploy application. */
  readonly application: string;
  /** The CodeDeploy deployment group. */
  readonly group: string;
  /** What runs at first: `host/repository@sha256:…`. */
  readonly image: string;
  readonly tasks: number;
  /** By name. They are the alarms of the group. */
  readonly alarms?: Readonly<Record<string, AlarmDescription>>;
  /** What the load balancer asks for; any answer below 500 is healthy. Default `/`. */
  readonly healthPath?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly deploymentConfig?: string;
  /** How long the old tasks stay after all traffic has moved. Default 5. */
  readonly terminationWaitMinutes?: number;
  /** `false` leaves everything as it is when a deployment ends badly. Default true. */
  readonly rollsBack?: boolean;
}

/** What was made. */
export interface SeededEcsService {
  /** Where users reach it. */
  readonly url: string;
  /** Where the replacement answers during a deployment, before it gets traffic. */
  readonly testUrl: string;
  readonly balancerArn: string;
  readonly listenerArn: string;
  /** The one that serves at first, and the other. */
  readonly targetGroupArns: readonly [string, string];
  readonly taskDefinitionArn: string;
}

/** Runs an operation of a service as the user of an account, without the wire. */
export type Invoke = (service: string, operation: string, input: object, scope: Scope) => Promise<void>;

/** What the sandbox gives to the seeding. */
export interface Seeding {
  readonly invoke: Invoke;
  readonly stores: Pick<Stores, 'elb' | 'ecs' | 'logs'>;
  readonly clock: Clock;
}

const startLimitMs = 60_000; // of the wall

/** Makes everything a deployment needs, and resolves when the first version serves. */
export async function seedEcsService(
  { invoke, stores, clock }: Seeding,
  description: EcsServiceDescription,
): Promise<SeededEcsService> {
  const { account, region } = description;
  const scope = { account, region };
  const ask = (service: string, operation: string, input: object) => invoke(service, operation, input, scope);
  const front = await seedBalancer(ask, stores.elb.balancing, scope, description);
  const taskDefinitionArn = await seedService(
    ask,
    { stores, clock },
    scope,
    description,
    front.targetGroupArns[0],
  );
  for (const [name, alarm] of Object.entries(description.alarms ?? {})) {
    await ask('monitoring', 'PutMetricAlarm', alarmInputOf(name, alarm, front.dimension));
  }
  await seedDeployment(ask, description, front);
  await untilSteady(stores.ecs, scope, description, clock);
  const { balancerArn, listenerArn, targetGroupArns, testUrl, url } = front;
  return { url, testUrl, balancerArn, listenerArn, targetGroupArns, taskDefinitionArn };
}

async function untilSteady(
  fleet: Fleet,
  scope: Scope,
  { cluster, service: name }: EcsServiceDescription,
  clock: Clock,
): Promise<void> {
  const region = fleet.of(scope);
  const service = region.service(region.cluster(cluster), name);
  const untilMs = clock.now() + startLimitMs * clock.speed;
  while (!service.isSteady) {
    if (clock.now() > untilMs) throw new Error(`the service "${name}" did not start: ${lastWords(service)}`);
    await clock.sleep(Math.max(1_000, 20 * clock.speed));
  }
}

function lastWords({ events }: Service): string {
  return events
    .slice(0, 3)
    .map(({ message }) => message)
    .join('; ');
}
