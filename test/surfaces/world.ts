import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeService, describeTaskDefinition } from '@ml-ci/aws';
import { createProcessRuntime } from '@ml-ci/containers';
import { clockToEnv, scaledClock, silentLog } from '@ml-ci/core';
import { type RecordedCall, type Sandbox, startSandbox } from '@ml-ci/sandbox';
import { makeProject, type Project } from '../support/project.ts';
import { type CommandResult, mlciFromSources } from './run.ts';
import { sessionOf } from './session.ts';

export const dev = { account: '111111111111', region: 'eu-west-1' } as const;
export const prod = { account: '333333333333', region: 'us-east-1' } as const;

/** Seconds of the sandbox in one of the wall. */
const speed = 90;

/** A project and the AWS it is released to, made anew for every run, so that each surface meets the same. */
export interface World {
  readonly sandbox: Sandbox;
  readonly project: Project;
  /** The variables that lead AWS clients to the sandbox. */
  readonly env: Readonly<Record<string, string>>;
  /** Where users reach the service in prod; undefined without one. */
  front: string | undefined;
  /** Runs `ml-ci` of the sources, to prepare; throws where that does not end with 0. */
  mlci(...args: string[]): Promise<CommandResult>;
  /** Calls to AWS since `forget`. */
  calls(): readonly RecordedCall[];
  /** From now on calls count. */
  forget(): void;
  close(): Promise<void>;
}

/** Makes a world: two environments with repositories, packages, and a service in prod where `withService`. */
export async function makeWorld({
  withService = false,
}: {
  readonly withService?: boolean;
} = {}): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'ml-ci-world-'));
  const project = await makeProject();
  const clock = scaledClock(Date.now(), speed);
  const runtime = createProcessRuntime({ cacheFolder: join(folder, 'run'), log: silentLog });
  const sandbox = await startSandbox({ clock, runtime, accounts: [dev.account, prod.account] });
  for (const [scope, name] of [
    [dev, 'dev/tiny'],
    [prod, 'prod/tiny'],
  ] as const)
    await sandbox.stores.ecr.createRepository(scope, name, { isImmutable: true });
  await sandbox.stores.codeartifact.seedNpm(
    { owner: dev.account, region: dev.region, domain: 'ml', repository: 'pinned' },
    join(project.root, 'packages'),
  );
  const env = { ...sandbox.env(dev.account, dev.region), ML_CI_CLOCK: clockToEnv(clock) };
  let first = 0;
  const world: World = {
    sandbox,
    project,
    env,
    front: undefined,
    async mlci(...args) {
      const result = await mlciFromSources(args, { cwd: project.root, env });
      if (result.exitCode !== 0) throw new Error(`ml-ci ${args.join(' ')}: ${result.text}`);
      return result;
    },
    calls: () => sandbox.calls.slice(first),
    forget() {
      first = sandbox.calls.length;
    },
    async close() {
      await sandbox.stop();
      await runtime.dispose();
      await rm(folder, { recursive: true, force: true });
      await rm(project.root, { recursive: true, force: true });
    },
  };
  if (withService) await seedService(world);
  return world;
}

/** Version 1 serves in prod. */
async function seedService(world: World): Promise<void> {
  const { sandbox } = world;
  await world.mlci('install');
  await releaseImage(world, '1');
  const { host } = await sandbox.stores.ecr.registry(prod.account, prod.region);
  const digest = await digestInProd(world, '1');
  const { url } = await sandbox.seedEcsService({
    ...prod,
    cluster: 'tiny',
    service: 'tiny',
    container: 'server',
    port: 8080,
    application: 'tiny',
    group: 'tiny',
    image: `${host}/prod/tiny@${digest}`,
    tasks: 1,
    alarms: {
      'tiny-5xx': {
        namespace: 'AWS/ApplicationELB',
        metric: 'HTTPCode_Target_5XX_Count',
        dimensions: undefined,
        statistic: 'Sum',
        period: 60,
        evaluationPeriods: 1,
        datapointsToAlarm: undefined,
        threshold: 0,
        comparison: 'GreaterThanThreshold',
        missingData: 'notBreaching',
      },
    },
  });
  world.front = url;
}

/** Builds what the project is now, and promotes it to prod under `tag`. */
export async function releaseImage(world: World, tag: string): Promise<void> {
  await world.mlci('build-image', '--tag', tag);
  await world.mlci('promote', '--from', 'dev', '--to', 'prod', '--tag', tag);
}

/** What the registry of prod says a tag names. */
export async function digestInProd({ sandbox }: World, tag: string): Promise<string | undefined> {
  const registry = await sandbox.stores.ecr.registry(prod.account, prod.region);
  return registry.repositories.get('prod/tiny')?.tags.get(tag);
}

/** The tag of the version that prod serves, by what ECS says of its primary tasks. */
export async function servedInProd(world: World): Promise<string> {
  const { sandbox } = world;
  const session = await sessionOf(sandbox, prod);
  const service = await describeService(session, { cluster: 'tiny', service: 'tiny' });
  const primary = service?.taskSets.find(({ status }) => status === 'PRIMARY');
  const definition = await describeTaskDefinition(session, primary?.taskDefinition ?? 'none');
  const image = definition.input.containerDefinitions[0]?.image ?? '';
  for (const tag of ['1', '2']) {
    const digest = await digestInProd(world, tag);
    if (digest !== undefined && image.endsWith(digest)) return tag;
  }
  return image;
}
