import { z } from 'zod';
import { wire } from '../compute/input.ts';
import { ServiceError } from '../service.ts';
import type { LoadBalancing, RollingConfiguration } from './model.ts';
import type { TaskDefinition } from './task-definition.ts';

const refused = (what: string) => z.undefined(`the sandbox does not serve ${what}`).optional();

export const loadBalancersSchema = z
  .array(
    z.object({
      targetGroupArn: wire.text,
      containerName: wire.text,
      containerPort: wire.integerIn(1, 65_535),
      advancedConfiguration: refused('native blue/green deployments'),
    }),
  )
  .max(5);

const deploymentConfigurationSchema = z.object({
  minimumHealthyPercent: wire.integerIn(0, 100).optional(),
  maximumPercent: wire.integerIn(100, 200).optional(),
  deploymentCircuitBreaker: z.object({ enable: wire.boolean, rollback: wire.boolean }).optional(),
  strategy: z
    .literal('ROLLING', 'the sandbox serves the strategy ROLLING and the controller CODE_DEPLOY')
    .optional(),
  alarms: refused('alarms of ECS itself'),
  lifecycleHooks: refused('lifecycle hooks of ECS itself'),
});

export const createServiceSchema = z.object({
  cluster: wire.text.optional(),
  serviceName: wire.text.regex(/^[A-Za-z0-9_-]{1,255}$/),
  taskDefinition: wire.text.optional(),
  loadBalancers: loadBalancersSchema.default([]),
  desiredCount: wire.integerIn(0, 5_000).default(1),
  launchType: z.enum(['FARGATE', 'EC2', 'EXTERNAL']).default('FARGATE'),
  deploymentConfiguration: deploymentConfigurationSchema.optional(),
  networkConfiguration: z.unknown().optional(),
  healthCheckGracePeriodSeconds: wire.integerIn(0).default(0),
  schedulingStrategy: z.literal('REPLICA', 'the sandbox serves REPLICA').optional(),
  deploymentController: z.object({ type: z.enum(['ECS', 'CODE_DEPLOY', 'EXTERNAL']) }).optional(),
  serviceConnectConfiguration: refused('Service Connect'),
});

export const updateServiceSchema = z.object({
  cluster: wire.text.optional(),
  service: wire.text,
  desiredCount: wire.integerIn(0, 5_000).optional(),
  taskDefinition: wire.text.optional(),
  deploymentConfiguration: deploymentConfigurationSchema.optional(),
  networkConfiguration: z.unknown().optional(),
  platformVersion: wire.text.optional(),
  forceNewDeployment: wire.boolean.default(false),
  healthCheckGracePeriodSeconds: wire.integerIn(0).optional(),
  loadBalancers: loadBalancersSchema.optional(),
  deploymentController: refused('a change of the deployment controller'),
});

/** `base` with what was given. */
export function rollingOf(
  given: z.output<typeof deploymentConfigurationSchema> | undefined,
  base: RollingConfiguration = defaultRolling,
): RollingConfiguration {
  const breaker = given?.deploymentCircuitBreaker;
  return {
    minimumHealthyPercent: given?.minimumHealthyPercent ?? base.minimumHealthyPercent,
    maximumPercent: given?.maximumPercent ?? base.maximumPercent,
    circuitBreaker: breaker
      ? { isEnabled: breaker.enable, rollsBack: breaker.rollback }
      : base.circuitBreaker,
  };
}

const defaultRolling: RollingConfiguration = {
  minimumHealthyPercent: 100,
  maximumPercent: 200,
  circuitBreaker: { isEnabled: false, rollsBack: false },
};

/** Load balancing of a service, checked against the containers it names. */
export function checkedLoadBalancing(
  given: z.output<typeof loadBalancersSchema>,
  definition: TaskDefinition,
): readonly LoadBalancing[] {
  for (const { containerName, containerPort } of given) {
    const container = definition.input.containerDefinitions.find(({ name }) => name === containerName);
    if (!container) {
      throw refusal(`The container ${containerName} does not exist in the task definition.`);
    }
    if (!container.portMappings.some((mapping) => mapping.containerPort === containerPort)) {
      throw refusal(`The container ${containerName} did not have a container port ${containerPort} defined.`);
    }
  }
  return given.map(({ containerName, containerPort, targetGroupArn }) => ({
    targetGroupArn,
    containerName,
    containerPort,
  }));
}

/** What ECS answers to input it cannot use. */
export function refusal(message: string): ServiceError {
  return new ServiceError('InvalidParameterException', message);
}
