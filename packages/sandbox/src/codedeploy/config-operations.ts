import type { Clock } from '@ml-ci/core';
import { z } from 'zod';
import { read, wire } from '../compute/input.ts';
import { pageOf } from '../compute/page.ts';
import { type Operation, ServiceError } from '../service.ts';
import { routingProblem, type TrafficRouting } from './configs.ts';
import type { Deployer } from './deployer.ts';
import { describeConfig } from './describe.ts';
import { isActive } from './model.ts';

const code = 'InvalidInputException';
const schemas = {
  page: z.object({ nextToken: wire.text.optional() }),
  createConfig: z.object({
    deploymentConfigName: wire.text.min(1).max(100),
    computePlatform: z.enum(['Server', 'Lambda', 'ECS']).default('Server'),
    trafficRoutingConfig: z
      .object({
        type: z.enum(['TimeBasedCanary', 'TimeBasedLinear', 'AllAtOnce']),
        timeBasedCanary: z.object({ canaryPercentage: wire.number, canaryInterval: wire.number }).optional(),
        timeBasedLinear: z.object({ linearPercentage: wire.number, linearInterval: wire.number }).optional(),
      })
      .optional(),
  }),
  config: z.object({ deploymentConfigName: wire.text }),
};

/** The operations on deployment configurations. */
export function configOperations(clock: Clock, deployer: Deployer): Record<string, Operation> {
  return {
    CreateDeploymentConfig(raw, caller) {
      const input = read(schemas.createConfig, raw, code);
      const { configs, newUuid } = bound(deployer.of(caller));
      const name = input.deploymentConfigName;
      if (name.startsWith('CodeDeployDefault.')) {
        throw new ServiceError(
          'InvalidDeploymentConfigNameException',
          'Deployment configuration name must not begin with CodeDeployDefault.',
        );
      }
      if (configs.has(name)) {
        throw new ServiceError(
          'DeploymentConfigAlreadyExistsException',
          `Deployment configuration already exists: ${name}`,
        );
      }
      if (input.computePlatform === 'Server') {
        throw new ServiceError(
          'InvalidComputePlatformException',
          'the sandbox serves configurations for ECS and Lambda',
        );
      }
      const routing = routingOf(input.trafficRoutingConfig);
      const problem = routing ? routingProblem(routing) : 'a traffic routing configuration is required';
      if (problem !== undefined)
        throw new ServiceError('InvalidTrafficRoutingConfigurationException', problem);
      const config = {
        id: newUuid(),
        name,
        platform: input.computePlatform,
        routing,
        createdMs: clock.now(),
      };
      configs.set(name, config);
      return { deploymentConfigId: config.id };
    },
    GetDeploymentConfig(raw, caller) {
      const { deploymentConfigName } = read(schemas.config, raw, code);
      return { deploymentConfigInfo: describeConfig(deployer.of(caller).config(deploymentConfigName)) };
    },
    ListDeploymentConfigs(raw, caller) {
      const all = [...deployer.of(caller).configs.keys()];
      const { items, next } = pageOf(
        all,
        100,
        read(schemas.page, raw, code).nextToken,
        'InvalidNextTokenException',
      );
      return { deploymentConfigsList: items, nextToken: next };
    },
    DeleteDeploymentConfig(raw, caller) {
      const { deploymentConfigName: name } = read(schemas.config, raw, code);
      const region = deployer.of(caller);
      if (name.startsWith('CodeDeployDefault.')) {
        throw new ServiceError(
          'InvalidOperationException',
          'A predefined deployment configuration cannot be deleted',
        );
      }
      const groups = [...region.applications.values()].flatMap((application) => [
        ...application.groups.values(),
      ]);
      const isUsed =
        groups.some(({ configName }) => configName === name) ||
        [...region.deployments.values()].some(
          (deployment) => isActive(deployment) && deployment.config.name === name,
        );
      if (isUsed)
        throw new ServiceError(
          'DeploymentConfigInUseException',
          'The deployment configuration is still in use',
        );
      region.configs.delete(name);
      return {};
    },
  };
}

function bound(region: ReturnType<Deployer['of']>) {
  return { configs: region.configs, newUuid: () => region.newUuid() };
}

function routingOf(
  given: z.output<typeof schemas.createConfig>['trafficRoutingConfig'],
): TrafficRouting | undefined {
  if (!given) return undefined;
  const { timeBasedCanary: canary, timeBasedLinear: linear, type } = given;
  switch (type) {
    case 'AllAtOnce':
      return { type };
    case 'TimeBasedCanary':
      return {
        type,
        percentage: canary?.canaryPercentage ?? 0,
        intervalMinutes: canary?.canaryInterval ?? 0,
      };
    case 'TimeBasedLinear':
      return {
        type,
        percentage: linear?.linearPercentage ?? 0,
        intervalMinutes: linear?.linearInterval ?? 0,
      };
  }
}
