import { execFile } from 'node:child_process';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import {
  type Config,
  type DeployEcsDocument,
  type EcrEnvironment,
  type Files,
  type MetricAlarmDocument,
  StepError,
} from '@ml-ci/core';
import { type BaseImage, type Platform, readBaseImage } from '@ml-ci/oci';
import type { AlarmDescription, Sandbox } from '@ml-ci/sandbox';
import type { Images } from '@ml-ci/steps';
import { pushPlaceholder } from './placeholder.ts';

export interface ProvisionOptions {
  readonly sandbox: Sandbox;
  readonly config: Config;
  readonly environments: readonly EcrEnvironment[];
  readonly images: Images;
  readonly files: Files;
  /** `layout:PATH` of what the placeholder is built on; in a container it needs a Node of its own. */
  readonly base: string | undefined;
  /** Of this machine, for the package indexes it is set up with. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The front of a service that was made. */
export interface ServiceFront {
  /** `http://127.0.0.1:PORT` of its load balancer. */
  readonly url: string;
  /** The listener behind it. */
  readonly listenerArn: string;
  /** The digest of what serves until the first release. */
  readonly placeholder: string;
}

/** Makes what infrastructure code makes before a first release: repositories, packages, services, alarms. */
export async function provision(options: ProvisionOptions): Promise<ReadonlyMap<string, ServiceFront>> {
  const { sandbox, config, environments } = options;
  await Promise.all([
    ...environments.map((environment) => makeRepository(sandbox, environment)),
    connectPackages(options),
  ]);
  const fronts = new Map<string, ServiceFront>();
  for (const environment of environments) {
    const deploy = config.document.deploy?.[environment.name];
    if (deploy) fronts.set(environment.name, await makeService(options, environment, deploy));
  }
  return fronts;
}

async function makeRepository(
  sandbox: Sandbox,
  { account, region, repository }: EcrEnvironment,
): Promise<void> {
  // tags that cannot move, and blobs that can be mounted: how a repository for releases should be set up
  await sandbox.stores.ecr.createRepository({ account, region }, repository, { isImmutable: true });
  (await sandbox.stores.ecr.registry(account, region)).settings.set('BLOB_MOUNTING', 'ENABLED');
}

/** The packages of the lock come from a folder, or from the index that this machine is set up with. */
async function connectPackages({
  sandbox,
  config,
  environments,
  files,
  env,
}: ProvisionOptions): Promise<void> {
  const { dependencies, rehearsal } = config.document;
  if (!dependencies) return;
  const {
    domain,
    repository,
    owner = environments[0]?.account ?? '111111111111',
    region = environments[0]?.region ?? 'us-east-1',
  } = dependencies;
  const at = { owner, region, domain, repository };
  const { codeartifact } = sandbox.stores;
  const kind = isNpmLock(dependencies) ? 'npm' : 'pip';
  const folder = rehearsal?.packages?.[kind];
  if (folder !== undefined) {
    const path = join(config.root, folder);
    await (kind === 'npm' ? codeartifact.seedNpm(at, path) : codeartifact.seedPypi(at, path));
    return;
  }
  const index = await configuredIndex(kind, env);
  const cache = await files.state(join('rehearsal', 'packages'));
  codeartifact.connect(at, { [kind === 'npm' ? 'npm' : 'pypi']: index, cache });
}

/** Whose index a lock belongs to, by the manager, else by the name of the file. */
function isNpmLock({
  manager,
  lock,
}: {
  readonly manager?: string | undefined;
  readonly lock: string;
}): boolean {
  if (manager !== undefined) return ['npm', 'pnpm', 'yarn'].includes(manager);
  return ['package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'yarn.lock'].includes(basename(lock));
}

/** What npm or pip of this machine install from, by their own word. */
async function configuredIndex(manager: 'npm' | 'pip', env: ProvisionOptions['env']): Promise<string> {
  const ask = (command: string, ...args: string[]) =>
    promisify(execFile)(command, args, { env: { ...env } }).then(
      ({ stdout }) => stdout.trim(),
      () => '', // the setting is not there, or the tool is not
    );
  const answers =
    manager === 'npm'
      ? [() => ask('npm', 'config', 'get', 'registry')]
      : [
          async () => env.PIP_INDEX_URL ?? '',
          () => ask('python3', '-m', 'pip', 'config', 'get', 'global.index-url'),
          () => ask('python3', '-c', 'from pip._internal.models.index import PyPI; print(PyPI.simple_url)'),
        ];
  for (const answer of answers) {
    const index = await answer();
    if (index.startsWith('http')) return index;
  }
  throw new StepError('CHILD_MISSING', {
    message: `${manager} does not say where it installs from`,
    fix: `install ${manager}, or put the packages in a folder and name it as rehearsal.packages.${manager}`,
  });
}

async function makeService(
  options: ProvisionOptions,
  environment: EcrEnvironment,
  deploy: DeployEcsDocument,
): Promise<ServiceFront> {
  const { sandbox, config, images, files } = options;
  const repository = await images.open(environment);
  const base = await baseOf(options);
  const placeholder = await pushPlaceholder(repository, {
    files,
    platform: platformOf(),
    base,
    port: deploy.port,
  });
  const { rehearsal } = config.document;
  const alarms = Object.fromEntries(
    (deploy.alarms ?? []).map((name) => [name, alarmOf(rehearsal?.alarms?.[name])]),
  );
  const { url, listenerArn } = await sandbox.seedEcsService({
    account: environment.account,
    region: environment.region,
    cluster: deploy.cluster,
    service: deploy.service,
    container: deploy.container,
    port: deploy.port,
    application: deploy.application,
    group: deploy.group,
    image: `${repository.name}@${placeholder}`,
    tasks: rehearsal?.tasks ?? 2,
    alarms,
  });
  return { url, listenerArn, placeholder };
}

async function baseOf({ base, images }: ProvisionOptions): Promise<BaseImage | undefined> {
  if (base === undefined) return undefined;
  const { repository, reference } = await images.openReference(base);
  return readBaseImage(repository, reference, platformOf());
}

/** An alarm of the configuration, or one on failed requests. Without dimensions it watches the load balancer. */
function alarmOf(alarm: MetricAlarmDocument | undefined): AlarmDescription {
  return {
    namespace: alarm?.namespace ?? 'AWS/ApplicationELB',
    metric: alarm?.metric ?? 'HTTPCode_Target_5XX_Count',
    dimensions: alarm?.dimensions,
    statistic: alarm?.statistic ?? 'Sum',
    period: alarm?.period ?? 60,
    evaluationPeriods: alarm?.['evaluation-periods'] ?? 1,
    datapointsToAlarm: alarm?.['datapoints-to-alarm'],
    threshold: alarm?.threshold ?? 0,
    comparison: alarm?.comparison ?? 'GreaterThanThreshold',
    missingData: alarm?.['missing-data'] ?? 'notBreaching',
  };
}

function platformOf(): Platform {
  return { os: 'linux', architecture: process.arch === 'x64' ? 'amd64' : process.arch };
}
