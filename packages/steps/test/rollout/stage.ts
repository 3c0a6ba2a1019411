import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AlarmState,
  type AwsCall,
  createAws,
  type DeploymentState,
  describeAlarms,
  describeService,
  getDeployment,
  type Session,
} from '@ml-ci/aws';
import { createProcessRuntime, type OwnedRuntime } from '@ml-ci/containers';
import {
  type Clock,
  createFiles,
  type EcrEnvironment,
  execute,
  type MemoryHost,
  memoryHost,
  type Outcome,
  scaledClock,
  silentLog,
} from '@ml-ci/core';
import { assembleImage, type Digest, pushImage, writeLayer } from '@ml-ci/oci';
import { parseFaults, type Sandbox, startSandbox } from '@ml-ci/sandbox';
import { createImages } from '../../src/images.ts';
import { deployEcs } from '../../src/rollout/deploy-ecs/index.ts';
import { startTraffic } from './traffic.ts';

const account = '111111111111';
const region = 'eu-west-1';
const environment: EcrEnvironment = { type: 'ecr', name: 'prod', account, region, repository: 'prod/model' };

/** What a model server does: answers, fails each request, does not answer at all, or ends at once. */
type Behaviour = 'healthy' | 'failing' | 'exiting';

/** A service in the sandbox, real tasks behind a real balancer, and how it is deployed to. */
export interface Stage {
  readonly sandbox: Sandbox;
  /** The folder of the configuration, and the variables of a process that uses the sandbox. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly session: Session;
  /** Pushes an image that behaves like this; each name is another digest. */
  push(name: string, behaviour: Behaviour): Promise<Digest>;
  /** Makes a service of this name, which serves `digest`, with an alarm `<name>-5xx` and a group `<name>`. */
  service(name: string, digest: Digest, options?: ServiceOptions): Promise<StagedService>;
  /** What CodeDeploy says of the deployment of a run. */
  deployment(outcome: Outcome): Promise<DeploymentState>;
  deploymentOf(id: string): Promise<DeploymentState>;
  /** Makes an alarm red and quiet again, so fast that nobody who looks now and then sees it. */
  flap(name: string): void;
  /** Resolves when the alarm is in this state. */
  alarmIs(name: string, state: AlarmState['state']): Promise<void>;
  stop(): Promise<void>;
}

export interface ServiceOptions {
  readonly alarm?: {
    readonly missingData?: 'missing' | 'notBreaching' | 'breaching';
    readonly dimensions?: Record<string, string>;
  };
  readonly tasks?: number;
  readonly terminationWaitMinutes?: number;
  readonly rollsBack?: boolean;
}

/** One service and the runs of the step on it. */
export interface StagedService {
  readonly name: string;
  /** Requests a second through the balancer, until the function that comes back is called. */
  traffic(): () => Promise<void>;
  /** Runs the step with these inputs besides those of the service; in another project where `place` is given. */
  deploy(digest: Digest, inputs?: Readonly<Record<string, string>>, place?: string): Run;
  /** What ECS says serves: the name and revision of the primary task definition. */
  serves(): Promise<string>;
  /** Ends its tasks, for those who make many services. */
  retire(): void;
}

/** A run of the step. */
export interface Run {
  readonly host: MemoryHost;
  readonly calls: readonly AwsCall[];
  readonly outcome: Promise<Outcome>;
  /** Resolves when a line of the log holds this. */
  said(words: string): Promise<void>;
  /** Resolves when this has been asked of AWS. */
  called(action: string): Promise<void>;
  /** Ends the time limit of a run that was given `timeout: 12345m`. */
  expire(): void;
  lines(): readonly string[];
}

/** Starts a sandbox that runs `speed` times as fast as the wall, and in which these things go wrong. */
export async function startStage(speed: number, faults: readonly string[] = []): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'ml-ci-stage-'));
  await writeConfig(folder);
  const clock = scaledClock(Date.now(), speed);
  const runtime: OwnedRuntime = createProcessRuntime({ cacheFolder: join(folder, 'run'), log: silentLog });
  const sandbox = await startSandbox({ clock, runtime, faults: parseFaults(faults) });
  const env = sandbox.env(account, region);
  const awsOf = (run: string) =>
    createAws({ env, clock, log: silentLog, mask: () => undefined, allowEndpoints: [], run });
  const files = createFiles(folder);
  const run = { id: 'stage', commit: undefined, actor: undefined, url: undefined, model: undefined };
  const shared = {
    env,
    root: folder,
    clock,
    log: silentLog,
    random: Math.random,
    run,
    mask: () => undefined,
    files,
  };
  const aws = awsOf('stage');
  const images = createImages({ ...shared, aws });
  await sandbox.stores.ecr.createRepository({ account, region }, environment.repository, {
    isImmutable: false,
  });
  const session = await aws.session(environment);
  return {
    sandbox,
    folder,
    env,
    clock,
    session,
    async push(name, behaviour) {
      const content = Buffer.from(serverOf(name, behaviour));
      const entries = [{ type: 'file', path: 'app/server.mjs', isExecutable: false, content } as const];
      const layers = [await writeLayer(entries, { file: join(folder, `${name}.tar.gz`) })];
      const settings = { command: ['node', '/app/server.mjs'], ports: [8080] };
      const platform = { os: 'linux', architecture: process.arch === 'x64' ? 'amd64' : process.arch };
      const image = assembleImage({ layers, settings, platform });
      await pushImage(await images.open(environment), { image, layers });
      return image.manifest.descriptor.digest;
    },
    async service(name, digest, options = {}) {
      const { url } = await sandbox.seedEcsService({
        account,
        region,
        cluster: 'models',
        service: name,
        container: 'server',
        port: 8080,
        application: name,
        group: name,
        image: `${(await images.open(environment)).name}@${digest}`,
        tasks: options.tasks ?? 2,
        terminationWaitMinutes: options.terminationWaitMinutes ?? 5,
        rollsBack: options.rollsBack ?? true,
        alarms: {
          [`${name}-5xx`]: {
            namespace: 'AWS/ApplicationELB',
            metric: 'HTTPCode_Target_5XX_Count',
            dimensions: options.alarm?.dimensions,
            statistic: 'Sum',
            period: 60,
            evaluationPeriods: 1,
            datapointsToAlarm: undefined,
            threshold: 0,
            comparison: 'GreaterThanThreshold',
            missingData: options.alarm?.missingData ?? 'notBreaching',
          },
        },
      });
      const address = { cluster: 'models', service: name };
      return {
        name,
        traffic: () => startTraffic(url),
        deploy: (deployed, inputs = {}, place = folder) =>
          startRun(place, clock, env, name, deployed, inputs),
        retire() {
          const there = sandbox.stores.ecs.of({ account, region });
          const service = there.service(there.cluster(address.cluster), name);
          service.status = 'DRAINING';
          service.desiredCount = 0;
        },
        async serves() {
          const state = await describeService(session, address);
          const primary = state?.taskSets.find(({ status }) => status === 'PRIMARY');
          return primary?.taskDefinition.split('/').at(-1) ?? 'nothing';
        },
      };
    },
    deployment: (outcome) => getDeployment(session, String(outcome.outputs['deployment-id'])),
    deploymentOf: (id) => getDeployment(session, id),
    flap(name) {
      const there = sandbox.stores.cloudwatch.of({ account, region });
      const alarm = there.alarms.get(name);
      if (!alarm) throw new Error(`there is no alarm ${name}`);
      for (const state of ['ALARM', 'OK'] as const)
        there.setState(alarm, state, 'a flap', undefined, clock.now());
    },
    async alarmIs(name, state) {
      while ((await describeAlarms(session, [name]))[0]?.state !== state) await clock.sleep(5_000);
    },
    async stop() {
      await images.dispose();
      await sandbox.stop();
      await runtime.dispose();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

let runs = 0;

function startRun(
  folder: string,
  clock: Clock,
  env: Readonly<Record<string, string>>,
  service: string,
  digest: Digest,
  inputs: Readonly<Record<string, string>>,
): Run {
  runs += 1;
  let calls: readonly AwsCall[] = [];
  const given = { env: 'prod', digest, service, application: service, group: service };
  const host = memoryHost({ cwd: folder, env, runId: `run-${runs}`, inputs: { ...given, ...inputs } });
  const limit = Promise.withResolvers<void>();
  const limited: Clock = {
    speed: clock.speed,
    now: () => clock.now(),
    sleep: (ms, signal) =>
      ms === 12_345 * 60_000
        ? Promise.race([limit.promise, clock.sleep(ms, signal)])
        : clock.sleep(ms, signal),
  };
  const outcome = execute(deployEcs, host, {
    clock: limited,
    services: (context) => {
      const aws = createAws({ ...context, allowEndpoints: [], run: context.run.id });
      calls = aws.calls;
      const images = createImages({ ...context, aws });
      return { services: { aws, images }, rehearsal: () => aws.rehearsal, dispose: () => images.dispose() };
    },
  });
  let isOver = false;
  const declared = outcome.then((ended) => {
    expectDeclared(calls);
    return ended;
  });
  void outcome.then(() => {
    isOver = true;
  });
  const until = async (isSo: () => boolean, what: string) => {
    while (!isSo()) {
      if (isOver) throw new Error(`the run ended without "${what}":\n${lines().join('\n')}`);
      await clock.sleep(1_000);
    }
  };
  const lines = () => host.events.flatMap((event) => ('message' in event ? [event.message] : []));
  return {
    host,
    outcome: declared,
    get calls() {
      return calls;
    },
    lines,
    expire: () => limit.resolve(),
    said: (words) => until(() => lines().some((line) => line.includes(words)), words),
    called: (action) => until(() => calls.some((call) => call.action === action), action),
  };
}

/** Nobody needs a permission to ask who they are, and a role is assumed by somebody else; everything else must stand in the policy that is derived. */
function expectDeclared(calls: readonly AwsCall[]): void {
  const declared = new Set([
    'sts:GetCallerIdentity',
    'sts:AssumeRole',
    ...deployEcs.permissions.flatMap(({ actions }) => actions),
  ]);
  const missing = calls.map(({ action }) => action).filter((action) => !declared.has(action));
  if (missing.length > 0) throw new Error(`not declared: ${[...new Set(missing)].join(', ')}`);
}

function writeConfig(folder: string): Promise<void> {
  const { account: id, region: where, repository } = environment;
  const config = [
    'version: 1',
    'model: model',
    'environments:',
    `  prod: { account: "${id}", region: ${where}, repository: ${repository} }`,
    '  elsewhere: { registry: 127.0.0.1:1/model }',
    'deploy:',
    '  prod: { target: ecs, cluster: models, service: s, container: server, port: 8080, application: a, group: g }',
    '',
  ];
  return writeFile(join(folder, 'ml-ci.yml'), config.join('\n'));
}

function serverOf(name: string, behaviour: Behaviour): string {
  if (behaviour === 'exiting') return `console.error('${name}: no model found'); process.exit(3);`;
  // A model that is healthy to the balancer and fails on what users send.
  const status = behaviour === 'failing' ? `request.url === '/predict' ? 500 : 200` : '200';
  return `import { createServer } from 'node:http';
const server = createServer((request, response) => { response.statusCode = ${status}; response.end('${name}'); });
server.listen(Number(process.env.PORT ?? 8080));
process.on('SIGTERM', () => { server.closeAllConnections(); server.close(() => process.exit(0)); });
`;
}
