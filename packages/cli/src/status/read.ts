import {
  type Aws,
  activeDeployments,
  describeAlarms,
  describeRepository,
  describeService,
  getDeployment,
  lastSucceeded,
  newestImage,
  type Session,
  serviceTasks,
} from '@ml-ci/aws';
import {
  type Config,
  type DeployEcsDocument,
  describeError,
  type EcrEnvironment,
  type Environment,
} from '@ml-ci/core';
import type { Images } from '@ml-ci/steps';
import type { EnvironmentStatus, ImageStatus, ServiceStatus } from './state.ts';

/** Reads how an environment stands; a refusal of one environment does not hide the others. */
export async function readStatus(
  environment: Environment,
  config: Config,
  services: { readonly aws: Aws; readonly images: Images },
): Promise<EnvironmentStatus> {
  const base = { name: environment.name, where: whereOf(environment) };
  try {
    if (environment.type !== 'ecr') {
      const repository = await services.images.open(environment);
      const [tag] = await repository.tags();
      const head = tag === undefined ? undefined : await repository.head(tag);
      return {
        ...base,
        image: head && { digest: head.digest, tags: tag === undefined ? [] : [tag], pushedAt: undefined },
        service: undefined,
        alarms: [],
      };
    }
    const session = await services.aws.session(environment);
    const deploy = config.document.deploy?.[environment.name];
    const [image, service, alarms] = await Promise.all([
      readImage(session, environment),
      deploy && readService(session, deploy),
      describeAlarms(session, deploy?.alarms ?? []),
    ]);
    const shown = alarms.map(({ name, state, since }) => ({ name, state, since: since?.toISOString() }));
    return { ...base, image, service, alarms: shown };
  } catch (error) {
    return { ...base, image: undefined, service: undefined, alarms: [], problem: describeError(error) };
  }
}

async function readImage(session: Session, { repository }: EcrEnvironment): Promise<ImageStatus | undefined> {
  await describeRepository(session, repository);
  const newest = await newestImage(session, repository);
  return newest && { digest: newest.digest, tags: newest.tags, pushedAt: newest.pushedAt?.toISOString() };
}

async function readService(session: Session, deploy: DeployEcsDocument): Promise<ServiceStatus | undefined> {
  const service = await describeService(session, deploy);
  if (!service) return undefined;
  const primary = service.taskSets.find(({ status }) => status === 'PRIMARY');
  const tasks = await serviceTasks(session, deploy, 'RUNNING');
  const serving = tasks.filter(
    ({ taskDefinition }) => taskDefinition === (primary?.taskDefinition ?? service.taskDefinition),
  );
  const digests = new Set(
    serving.map(({ containers }) => containers.find(({ name }) => name === deploy.container)?.imageDigest),
  );
  const [digest] = digests;
  const [open, last] = await Promise.all([
    activeDeployments(session, deploy.application, deploy.group),
    lastSucceeded(session, deploy.application, deploy.group),
  ]);
  return {
    name: deploy.service,
    digest: digests.size === 1 ? digest : undefined,
    running: primary?.running ?? service.running,
    desired: primary?.desired ?? service.desired,
    since: last?.completedAt?.toISOString(),
    by: last?.creator,
    rollout:
      open[0] === undefined ? undefined : `${open[0]} ${(await getDeployment(session, open[0])).status}`,
  };
}

function whereOf(environment: Environment): string {
  switch (environment.type) {
    case 'ecr':
      return `ecr ${environment.account} ${environment.region} ${environment.repository}`;
    case 'registry':
      return `registry ${environment.registry}`;
    case 'layout':
      return `layout ${environment.path}`;
  }
}
