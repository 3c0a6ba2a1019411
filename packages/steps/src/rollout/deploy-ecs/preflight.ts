import {
  type DeploymentGroup,
  describeImage,
  describeRepository,
  describeService,
  digestsOf,
  getDeploymentConfiguration,
  getDeploymentGroup,
  parseArn,
  type ServiceState,
  type Session,
} from '@ml-ci/aws';
import { type EcrEnvironment, formatDuration, StepError } from '@ml-ci/core';
import { bakeNeededMs, type Subject } from '../engine/alarm-checks.ts';
import { openGate, readAlarms } from '../engine/alarm-gate.ts';
import { Timeline } from '../engine/timeline.ts';
import { checkGroup, checkService } from './group-check.ts';
import type { DeployEcsContext } from './inputs.ts';
import type { Rollout } from './rollout.ts';
import { missingService } from './serving.ts';
import { configurationOf, unknownStrategy } from './strategy.ts';

/** Looks at everything a deployment depends on but its alarms, and throws where one of them would make it fail. */
export async function preflight(context: DeployEcsContext): Promise<Rollout> {
  const { inputs, aws, signal, log } = context;
  const environment = awsEnvironment(context);
  const session = await aws.session(environment, signal);
  const { uri, digests } = await checkImage(context, session, environment);
  const address = { cluster: inputs.cluster, service: inputs.service };
  const service = await describeService(session, address, { signal });
  if (!service) throw missingService({ address, session });
  checkService(service);
  const group = await getDeploymentGroup(session, inputs.application, inputs.group, { signal });
  checkGroup(group, service, inputs.alarms);
  const { configuration, shiftMs } = await checkStrategy(context, session, group);
  const alarms = [...new Set([...inputs.alarms, ...group.alarms.names])];
  if (alarms.length === 0) {
    log.warn('no alarm guards this deployment: only a failure to start can take it back');
  }
  if (group.alarms.ignoresPollFailure) {
    log.warn(
      `the deployment group "${group.group}" goes on when its alarms cannot be read (ignorePollAlarmFailure)`,
    );
  }
  if (group.waitsForApproval) {
    log.warn(
      'the deployment group waits for somebody to let the traffic move: aws deploy continue-deployment',
    );
  }
  return {
    context,
    session,
    address,
    group,
    image: `${uri}@${inputs.digest}`,
    digests,
    alarms,
    allowed: inputs.allowAlarm,
    configuration,
    shiftMs,
    overrideAlarms: undefined,
    bakeMs: await bakeOf(context, session, group, alarms),
    timeline: new Timeline(),
  };
}

/** Throws unless the alarms can guard the deployment; those that may be red are taken from CodeDeploy for this time. */
export async function checkAlarms(rollout: Rollout, service: ServiceState): Promise<Rollout> {
  const { session, context, alarms, allowed, group } = rollout;
  const { clock, log, signal, inputs, plan } = context;
  const found = await openGate(
    {
      session,
      clock,
      log,
      signal,
      names: alarms,
      allowed,
      subject: subjectOf(service, group),
      insufficientData: inputs.insufficientData,
    },
    !plan.active,
  );
  const red = found.filter(({ name, state }) => state === 'ALARM' && group.alarms.names.includes(name));
  if (red.length === 0) return rollout;
  const overrideAlarms = group.alarms.names.filter((name) => !red.some((alarm) => alarm.name === name));
  log.warn(
    `this deployment is not guarded by ${red.map(({ name }) => `"${name}"`).join(', ')}, which is red`,
  );
  return { ...rollout, overrideAlarms };
}

/** What an alarm may be about: the service, its target groups, and the load balancers of the listeners. */
function subjectOf(service: ServiceState, group: DeploymentGroup): Subject {
  const arns = [...service.targetGroups, ...service.taskSets.flatMap(({ targetGroups }) => targetGroups)];
  return {
    cluster: service.cluster.split('/').at(-1) ?? '',
    service: service.service,
    // arn:…:targetgroup/<name>/<id>
    targetGroups: [...new Set([...group.targetGroups, ...arns.map((arn) => arn.split('/')[1] ?? '')])],
    // arn:…:listener/app/<name>/<id>/<listener>, of which CloudWatch's dimension is app/<name>/<id>
    loadBalancers: group.listeners.map(
      (arn) => parseArn(arn)?.resource.split('/').slice(1, 4).join('/') ?? '',
    ),
  };
}

function awsEnvironment({ inputs }: DeployEcsContext): EcrEnvironment {
  if (inputs.env.type === 'ecr') return inputs.env;
  throw new StepError('INPUT_INVALID', {
    message: `the environment "${inputs.env.name}" is a ${inputs.env.type}, and ECS needs an AWS account`,
    fix: 'name an environment with account: and region:',
  });
}

async function checkImage(
  { inputs, signal }: DeployEcsContext,
  session: Session,
  { name, repository }: EcrEnvironment,
) {
  const { uri } = await describeRepository(session, repository, { signal });
  const image = await describeImage(session, repository, inputs.digest, { signal });
  if (!image) {
    throw new StepError('IMAGE_MISSING', {
      message: `the repository "${repository}" of "${name}" has no image ${inputs.digest}`,
      fix: `promote it first: ml-ci promote --to ${name} --digest ${inputs.digest}`,
    });
  }
  if (image.status !== 'ACTIVE') {
    throw new StepError('IMAGE_MISSING', {
      message: `the image ${inputs.digest} in "${repository}" is ${image.status} and cannot be pulled`,
      fix: 'bring it back with aws ecr update-image-storage-class --target-storage-class STANDARD',
    });
  }
  return { uri, digests: await digestsOf(session, repository, inputs.digest, { signal }) };
}

async function checkStrategy({ inputs, signal }: DeployEcsContext, session: Session, group: DeploymentGroup) {
  const own = inputs.strategy === undefined ? undefined : configurationOf(inputs.strategy);
  const name = own ?? group.configuration;
  const found = await getDeploymentConfiguration(session, name, { signal });
  if (found?.platform !== 'ECS') throw unknownStrategy(inputs.strategy ?? name);
  return { configuration: own, shiftMs: found.shiftMs };
}

async function bakeOf(
  { inputs, signal, log }: DeployEcsContext,
  session: Session,
  group: DeploymentGroup,
  alarms: readonly string[],
): Promise<number> {
  const neededMs = bakeNeededMs(await readAlarms(session, alarms, signal));
  const bakeMs = inputs.bake ?? neededMs;
  if (bakeMs < neededMs) {
    log.warn(
      `a bake of ${formatDuration(bakeMs)} is too short for the alarms to fire: they need ${formatDuration(neededMs)}`,
    );
  }
  if (group.terminationWaitMs < bakeMs && alarms.length > 0) {
    log.warn(
      `the old tasks end ${group.terminationWaitMs === 0 ? 'as soon as' : `${formatDuration(group.terminationWaitMs)} after`} the traffic has moved, before the bake of ${formatDuration(bakeMs)} is over: going back then takes a new deployment`,
    );
  }
  return bakeMs;
}
