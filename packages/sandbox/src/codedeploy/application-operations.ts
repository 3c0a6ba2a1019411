import type { Clock } from '@ml-ci/core';
import { z } from 'zod';
import { read, wire } from '../compute/input.ts';
import { pageOf } from '../compute/page.ts';
import { type Operation, ServiceError } from '../service.ts';
import { routingProblem, type TrafficRouting } from './configs.ts';
import type { Deployer } from './deployer.ts';
import { describeConfig, describeRevision } from './describe.ts';
import { type Application, isActive, type Revision } from './model.ts';
import { sha256Of } from './region.ts';
import { revisionSchema } from './revision-input.ts';

const code = 'InvalidInputException';
const token = { nextToken: wire.text.optional() };
const platformSchema = z.enum(['Server', 'Lambda', 'ECS']).default('Server');
const schemas = {
  createApplication: z.object({
    applicationName: wire.text.min(1).max(100),
    computePlatform: platformSchema,
  }),
  application: z.object({ applicationName: wire.text }),
  batchApplications: z.object({ applicationNames: z.array(wire.text).max(100) }),
  page: z.object(token),
  createConfig: z.object({
    deploymentConfigName: wire.text.min(1).max(100),
    computePlatform: platformSchema,
    trafficRoutingConfig: z
      .object({
        type: z.enum(['TimeBasedCanary', 'TimeBasedLinear', 'AllAtOnce']),
        timeBasedCanary: z.object({ canaryPercentage: wire.number, canaryInterval: wire.number }).optional(),
        timeBasedLinear: z.object({ linearPercentage: wire.number, linearInterval: wire.number }).optional(),
      })
      .optional(),
  }),
  config: z.object({ deploymentConfigName: wire.text }),
  revision: z.object({
    applicationName: wire.text,
    revision: revisionSchema,
  }),
};

/** The operations on applications, their revisions, and deployment configurations. */
export function applicationOperations(clock: Clock, deployer: Deployer): Record<string, Operation> {
  return {
    CreateApplication(raw, caller) {
      const input = read(schemas.createApplication, raw, code);
      const region = deployer.of(caller);
      if (region.applications.has(input.applicationName)) {
        throw new ServiceError(
          'ApplicationAlreadyExistsException',
          `Application already exists with name: ${input.applicationName}`,
        );
      }
      if (input.computePlatform !== 'ECS') {
        throw new ServiceError(
          'InvalidComputePlatformException',
          'the sandbox serves the compute platform ECS',
        );
      }
      const name = input.applicationName;
      const made: Application = {
        id: region.newUuid(),
        name,
        createdMs: clock.now(),
        groups: new Map(),
        revisions: new Map(),
      };
      region.applications.set(name, made);
      return { applicationId: made.id };
    },
    GetApplication(raw, caller) {
      const input = read(schemas.application, raw, code);
      return { application: describeApplication(deployer.of(caller).application(input.applicationName)) };
    },
    BatchGetApplications(raw, caller) {
      const region = deployer.of(caller);
      const names = read(schemas.batchApplications, raw, code).applicationNames;
      return { applicationsInfo: names.map((name) => describeApplication(region.application(name))) };
    },
    ListApplications(raw, caller) {
      const all = [...deployer.of(caller).applications.keys()];
      const { items, next } = pageOf(
        all,
        100,
        read(schemas.page, raw, code).nextToken,
        'InvalidNextTokenException',
      );
      return { applications: items, nextToken: next };
    },
    DeleteApplication(raw, caller) {
      deployer.of(caller).applications.delete(read(schemas.application, raw, code).applicationName);
      return {};
    },
    GetApplicationRevision(raw, caller) {
      const input = read(schemas.revision, raw, code);
      const application = deployer.of(caller).application(input.applicationName);
      const revision = revisionIn(application, input.revision);
      return {
        applicationName: application.name,
        revision: describeRevision(revision, revision.content),
        revisionInfo: {
          firstUsedTime: new Date(revision.firstUsedMs),
          lastUsedTime: new Date(revision.lastUsedMs),
          registerTime: new Date(revision.firstUsedMs),
          deploymentGroups: [...application.groups.values()]
            .filter(({ lastAttempted }) => lastAttempted?.revision === revision)
            .map(({ name }) => name),
        },
      };
    },
    ...configOperations(clock, deployer),
  };
}

function configOperations(clock: Clock, deployer: Deployer): Record<string, Operation> {
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

function revisionIn(application: Application, given: z.output<typeof revisionSchema>): Revision {
  const { content, sha256 } = given.appSpecContent ?? {};
  const hash = sha256 ?? (typeof content === 'string' ? sha256Of(content) : undefined);
  const asked = given.s3Location;
  if (hash === undefined && !asked) {
    throw new ServiceError(
      'RevisionRequiredException',
      'a revision with sha256, content or s3Location is required',
    );
  }
  const found = [...application.revisions.values()].findLast(({ location, sha256: own }) =>
    asked ? location?.bucket === asked.bucket && location.key === asked.key : !location && own === hash,
  );
  if (!found) throw new ServiceError('RevisionDoesNotExistException', 'The revision was not found');
  return found;
}

function describeApplication({ createdMs, id, name }: Application): object {
  return {
    applicationId: id,
    applicationName: name,
    createTime: new Date(createdMs),
    linkedToGitHub: false,
    computePlatform: 'ECS',
  };
}
