import type { Clock } from '@ml-ci/core';
import { z } from 'zod';
import { read, wire } from '../compute/input.ts';
import { pageOf } from '../compute/page.ts';
import { type Operation, ServiceError } from '../service.ts';
import type { Deployer } from './deployer.ts';
import { describeRevision } from './describe.ts';
import type { Application, Revision } from './model.ts';
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
  revision: z.object({
    applicationName: wire.text,
    revision: revisionSchema,
  }),
};

/** The operations on applications and their revisions. */
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
  };
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
