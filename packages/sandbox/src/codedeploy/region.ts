import { createHash } from 'node:crypto';
import { randomHex, randomText } from '../compute/names.ts';
import type { Scope } from '../compute/scope.ts';
import { ServiceError } from '../service.ts';
import { AppSpecError, parseAppSpec } from './app-spec.ts';
import { type DeploymentConfig, predefinedConfigs } from './configs.ts';
import {
  type Application,
  type Deployment,
  type DeploymentGroup,
  isActive,
  type Revision,
  type S3Location,
} from './model.ts';

/** The applications and deployments of one account and region. */
export class CodeDeployRegion {
  readonly scope: Scope;
  readonly applications = new Map<string, Application>();
  readonly configs = new Map<string, DeploymentConfig>(
    predefinedConfigs.map((config) => [config.name, config]),
  );
  /** Oldest first. */
  readonly deployments = new Map<string, Deployment>();
  readonly #random: () => number;

  constructor(scope: Scope, random: () => number) {
    this.scope = scope;
    this.#random = random;
  }

  newUuid(): string {
    const hex = (length: number) => randomHex(this.#random, length);
    return `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
  }

  newDeploymentId(): string {
    return `d-${randomText(this.#random, 9, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789')}`;
  }

  application(name: string): Application {
    const application = this.applications.get(name);
    if (!application) {
      throw new ServiceError('ApplicationDoesNotExistException', `No application found for name: ${name}`);
    }
    return application;
  }

  group(application: string, name: string): DeploymentGroup {
    const group = this.application(application).groups.get(name);
    if (!group) {
      throw new ServiceError(
        'DeploymentGroupDoesNotExistException',
        `No Deployment Group found for name: ${name}`,
      );
    }
    return group;
  }

  config(name: string): DeploymentConfig {
    const config = this.configs.get(name);
    if (!config) {
      throw new ServiceError(
        'DeploymentConfigDoesNotExistException',
        `No Deployment Configuration found for name: ${name}`,
      );
    }
    return config;
  }

  deployment(id: string): Deployment {
    if (!/^d-[A-Z0-9]{9}$/.test(id)) {
      throw new ServiceError(
        'InvalidDeploymentIdException',
        `Specified DeploymentId is not in the valid format: ${id}`,
      );
    }
    const deployment = this.deployments.get(id);
    if (!deployment) {
      throw new ServiceError('DeploymentDoesNotExistException', `The deployment ${id} could not be found`);
    }
    return deployment;
  }

  activeIn(group: DeploymentGroup): Deployment | undefined {
    return [...this.deployments.values()].find(
      (deployment) => deployment.group === group && isActive(deployment),
    );
  }

  /** Registers the content of an AppSpec with an application; the same content from the same place is one revision. */
  revise(application: Application, content: string, nowMs: number, location?: S3Location): Revision {
    const sha256 = sha256Of(content);
    const key = revisionKey(sha256, location);
    const known = application.revisions.get(key);
    if (known) {
      known.lastUsedMs = nowMs;
      return known;
    }
    const appSpec = parsed(content);
    const made = { content, sha256, appSpec, location, firstUsedMs: nowMs, lastUsedMs: nowMs };
    application.revisions.set(key, made);
    return made;
  }
}

/** The key of a revision in its application. */
function revisionKey(sha256: string, location?: S3Location): string {
  return location ? `${sha256} ${location.bucket}/${location.key}` : sha256;
}

/** The hash of an AppSpec, in hexadecimal digits. */
export function sha256Of(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}

function parsed(content: string) {
  try {
    return parseAppSpec(content);
  } catch (error) {
    if (error instanceof AppSpecError) throw new ServiceError('InvalidRevisionException', error.message);
    throw error;
  }
}
