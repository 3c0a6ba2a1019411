import type { Clock } from '@ml-ci/core';
import type { Fleet } from '../ecs/fleet.ts';
import type { Service } from '../ecs/model.ts';
import type { Balancing } from '../elb/balancing.ts';
import type { ElbRegion } from '../elb/region.ts';
import type { Stores } from '../services.ts';
import { type AlarmDescription, alarmInputOf } from './alarm-seed.ts';
import type { Scope } from './scope.ts';

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

type Ask = (service: string, operation: string, input: object) => Promise<void>;

interface Front
  extends Pick<SeededEcsService, 'url' | 'testUrl' | 'balancerArn' | 'listenerArn' | 'targetGroupArns'> {
  readonly testListenerArn: string;
  readonly groupNames: readonly [string, string];
  /** The load balancer as metrics name it. */
  readonly dimension: string;
}

async function seedBalancer(
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

async function seedService(
  ask: Ask,
  { clock, stores: { ecs, logs } }: Omit<Seeding, 'invoke'>,
  scope: Scope,
  description: EcsServiceDescription,
  targetGroupArn: string,
): Promise<string> {
  const { cluster, container, env = {}, image, port, service: serviceName, tasks } = description;
  const logGroup = `/ecs/${serviceName}`;
  if (!logs.of(scope).groups.has(logGroup)) await ask('logs', 'CreateLogGroup', { logGroupName: logGroup });
  await ask('ecs', 'CreateCluster', { clusterName: cluster });
  await ask('ecs', 'RegisterTaskDefinition', {
    family: serviceName,
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '256',
    memory: '512',
    executionRoleArn: `arn:aws:iam::${scope.account}:role/execution`,
    containerDefinitions: [
      {
        name: container,
        image,
        essential: true,
        portMappings: [{ containerPort: port, protocol: 'tcp' }],
        environment: Object.entries(env).map(([name, value]) => ({ name, value })),
        logConfiguration: {
          logDriver: 'awslogs',
          options: {
            'awslogs-group': logGroup,
            'awslogs-region': scope.region,
            'awslogs-stream-prefix': 'ecs',
          },
        },
      },
    ],
  });
  await ask('ecs', 'CreateService', {
    cluster,
    serviceName,
    taskDefinition: serviceName,
    desiredCount: tasks,
    launchType: 'FARGATE',
    deploymentController: { type: 'CODE_DEPLOY' },
    healthCheckGracePeriodSeconds: Math.ceil(graceMs(clock) / 1_000),
    loadBalancers: [{ targetGroupArn, containerName: container, containerPort: port }],
    networkConfiguration: {
      awsvpcConfiguration: { subnets: ['subnet-a', 'subnet-b'], assignPublicIp: 'DISABLED' },
    },
  });
  return ecs.of(scope).usableDefinition(serviceName).arn;
}

async function seedDeployment(ask: Ask, description: EcsServiceDescription, front: Front): Promise<void> {
  const { account, application, cluster, group, service } = description;
  const alarms = Object.keys(description.alarms ?? {}).map((name) => ({ name }));
  const events = ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'];
  await ask('codedeploy', 'CreateApplication', { applicationName: application, computePlatform: 'ECS' });
  await ask('codedeploy', 'CreateDeploymentGroup', {
    applicationName: application,
    deploymentGroupName: group,
    serviceRoleArn: `arn:aws:iam::${account}:role/codedeploy`,
    deploymentConfigName: description.deploymentConfig ?? 'CodeDeployDefault.ECSAllAtOnce',
    deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
    ecsServices: [{ serviceName: service, clusterName: cluster }],
    loadBalancerInfo: {
      targetGroupPairInfoList: [
        {
          targetGroups: front.groupNames.map((name) => ({ name })),
          prodTrafficRoute: { listenerArns: [front.listenerArn] },
          testTrafficRoute: { listenerArns: [front.testListenerArn] },
        },
      ],
    },
    blueGreenDeploymentConfiguration: {
      terminateBlueInstancesOnDeploymentSuccess: {
        action: 'TERMINATE',
        terminationWaitTimeInMinutes: description.terminationWaitMinutes ?? 5,
      },
      deploymentReadyOption: { actionOnTimeout: 'CONTINUE_DEPLOYMENT', waitTimeInMinutes: 0 },
    },
    alarmConfiguration: { enabled: alarms.length > 0, ignorePollAlarmFailure: false, alarms },
    autoRollbackConfiguration: { enabled: description.rollsBack ?? true, events },
  });
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

/** Programs start on the wall, however fast the clock runs: half a minute of it, and at least five of the clock. */
function graceMs(clock: Clock): number {
  return Math.max(300_000, 30_000 * clock.speed);
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

function lastWords({ events }: Service): string {
  return events
    .slice(0, 3)
    .map(({ message }) => message)
    .join('; ');
}

function named<T extends { readonly name: string }>(all: ReadonlyMap<string, T>, name: string): T {
  const found = [...all.values()].find((item) => item.name === name);
  if (!found) throw new Error(`"${name}" was not made`);
  return found;
}
