import type { DeploymentGroup, ServiceState } from '@ml-ci/aws';
import { StepError } from '@ml-ci/core';

/** Throws where CodeDeploy could not deploy to the service, or would not go back by itself. */
export function checkService(service: ServiceState): void {
  const { cluster, service: name, status, controller } = service;
  if (status !== 'ACTIVE') {
    throw new StepError('SERVICE_UNSUITABLE', {
      message: `the service "${cluster}/${name}" is ${status}`,
      fix: 'create the service again, or correct service: under deploy in ml-ci.yml',
    });
  }
  if (controller !== 'CODE_DEPLOY') {
    throw new StepError('SERVICE_UNSUITABLE', {
      message: `the service "${cluster}/${name}" has the deployment controller "${controller}", not "CODE_DEPLOY"`,
      fix: 'create the service with --deployment-controller type=CODE_DEPLOY; an existing one cannot be switched to it',
    });
  }
  if (service.desired === 0) {
    throw new StepError('SERVICE_UNSUITABLE', {
      message: `the service "${cluster}/${name}" wants 0 tasks: nothing would run, and nothing could be proved`,
      fix: 'set its desired count to at least 1',
    });
  }
}

/** Throws where the group belongs to something else, or leaves the deployment without a guard. */
export function checkGroup(group: DeploymentGroup, service: ServiceState, alarms: readonly string[]): void {
  const problems = [...fitProblems(group, service), ...guardProblems(group, alarms)];
  const [first] = problems;
  if (!first) return;
  throw new StepError('GROUP_UNSUITABLE', {
    message: `the deployment group "${group.group}": ${problems.map(({ message }) => message).join('; ')}`,
    fix: problems.map(({ fix }) => fix).join('; '),
  });
}

interface GroupProblem {
  readonly message: string;
  readonly fix: string;
}

function fitProblems(group: DeploymentGroup, { cluster, service }: ServiceState): GroupProblem[] {
  if (group.platform !== 'ECS') {
    return [
      {
        message: `its compute platform is "${group.platform}", not "ECS"`,
        fix: 'name a group of an ECS application',
      },
    ];
  }
  const fits = group.services.some((of) => of.service === service && sameCluster(of.cluster, cluster));
  if (fits) return [];
  const others = group.services.map((of) => `"${of.cluster}/${of.service}"`).join(', ') || 'no service';
  return [
    {
      message: `it deploys to ${others}, not to "${cluster}/${service}"`,
      fix: 'name the group of this service',
    },
  ];
}

function guardProblems({ alarms, rollback }: DeploymentGroup, wanted: readonly string[]): GroupProblem[] {
  const problems: GroupProblem[] = [];
  const missing = wanted.filter((name) => !alarms.names.includes(name));
  if (missing.length > 0) {
    problems.push({
      message: `it does not watch ${missing.map((name) => `"${name}"`).join(', ')}`,
      fix: `add ${missing.join(', ')} to its alarms`,
    });
  }
  const needsAlarms = wanted.length > 0 || alarms.names.length > 0;
  if (needsAlarms && !alarms.isEnabled) {
    problems.push({ message: 'its alarms are switched off', fix: 'enable its alarm configuration' });
  }
  const events = ['DEPLOYMENT_FAILURE', ...(needsAlarms ? ['DEPLOYMENT_STOP_ON_ALARM'] : [])];
  const absent = rollback.isEnabled ? events.filter((event) => !rollback.events.includes(event)) : events;
  if (absent.length > 0) {
    problems.push({
      message: `it does not roll back on ${absent.join(' and ')}`,
      fix: `enable automatic rollback for ${absent.join(' and ')}`,
    });
  }
  return problems;
}

/** A cluster may be written by name or by ARN. */
function sameCluster(a: string, b: string): boolean {
  return a.split('/').at(-1) === b.split('/').at(-1);
}
