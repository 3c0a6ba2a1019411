import {
  duration,
  environment,
  type Inputs,
  integer,
  list,
  type Outputs,
  type OutputValues,
  oneOf,
  type StepContext,
  string,
  type Verdict,
} from '@ml-ci/core';
import { digest } from '@ml-ci/oci/inputs';
import type { Services } from '../../step.ts';

export const inputs = {
  env: environment({ summary: 'the environment to deploy to', required: true }),
  digest: digest({
    summary: 'the image to deploy, by digest; it must be in the repository of the environment',
    required: true,
    handover: ['promote.digest', 'build-image.digest'],
  }),
  cluster: string({ summary: 'the ECS cluster', required: true, config: 'deploy.<env>.cluster' }),
  service: string({
    summary: 'the ECS service; its deployment controller is CODE_DEPLOY',
    required: true,
    config: 'deploy.<env>.service',
  }),
  container: string({
    summary: 'the container whose image is replaced; it also takes the traffic',
    required: true,
    config: 'deploy.<env>.container',
  }),
  port: integer({
    summary: 'the port of the container that takes the traffic',
    min: 1,
    max: 65_535,
    required: true,
    config: 'deploy.<env>.port',
  }),
  application: string({
    summary: 'the CodeDeploy application',
    required: true,
    config: 'deploy.<env>.application',
  }),
  group: string({
    summary: 'the CodeDeploy deployment group',
    required: true,
    config: 'deploy.<env>.group',
  }),
  strategy: string({
    summary:
      'how traffic moves: canary-10-percent-5-minutes, linear-10-percent-every-1-minute, all-at-once, or a deployment configuration by name; that of the group where unset',
    config: 'deploy.<env>.strategy',
  }),
  alarms: list({
    summary: 'alarms that must guard the deployment; those of the group are watched in any case',
    default: [],
    config: 'deploy.<env>.alarms',
  }),
  bake: duration({
    summary:
      'how long the alarms must stay quiet after all traffic has moved; long enough for each of them to fire where unset',
    config: 'deploy.<env>.bake',
  }),
  allowAlarm: list({
    summary: 'alarms that may be red, without data, or about something else than the service',
    default: [],
  }),
  insufficientData: oneOf(['wait', 'fail', 'pass'], {
    summary:
      'what an alarm without data means: wait for data and then fail, fail at once, or as good as quiet',
    default: 'wait',
  }),
  onConflict: oneOf(['fail', 'wait', 'stop-previous'], {
    summary:
      'what to do about another deployment that is running: fail, wait for its end, or end it (it goes back, unless all its traffic has moved already)',
    default: 'fail',
  }),
  waitFor: oneOf(['traffic', 'complete'], {
    summary:
      'when the deployment is over: after the bake, or when CodeDeploy has ended the old tasks as well',
    default: 'traffic',
  }),
} as const satisfies Inputs;

export const outputs = {
  digest: { summary: 'the digest that was asked for' },
  outcome: {
    summary: 'deployed, already-deployed, rolled-back, rollback-failed, stopped, unproven or planned',
  },
  alreadyDeployed: { summary: 'true where the service served the digest before', type: 'boolean' },
  deploymentId: { summary: 'the CodeDeploy deployment', optional: true },
  taskDefinition: { summary: 'the ARN of the task definition with the image', optional: true },
  traffic: { summary: 'percent of the traffic that the digest serves', type: 'integer', optional: true },
  record: { summary: 'the file with what happened when: traffic, tasks and alarms', optional: true },
} as const satisfies Outputs;

export type DeployEcsContext = StepContext<typeof inputs> & Services;
export type DeployEcsOutputs = OutputValues<typeof outputs>;
export type DeployEcsVerdict = Verdict<DeployEcsOutputs>;
