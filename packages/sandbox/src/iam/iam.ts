import type { Input } from '../input.ts';
import type { Dialect } from '../protocol/refusal.ts';
import { ServiceError } from '../service.ts';
import type { Stores } from '../services.ts';
import { athenaImplied, athenaResources } from './athena.ts';
import { cloudWatchResources, logsResources } from './cloudwatch.ts';
import { codeArtifactImplied, codeArtifactResources } from './codeartifact.ts';
import { codeDeployImplied, codeDeployResources } from './codedeploy.ts';
import { type Ask, askOf, type Demand, type ImpliedTable, type ResourceTable } from './demand.ts';
import { ecrImplied, ecrResources } from './ecr.ts';
import { ecsImplied, ecsResources } from './ecs.ts';
import { createPolicies, type Policies } from './policies.ts';
import { s3Resources } from './s3.ts';
import { stsResources } from './sts.ts';

/** IAM as far as the sandbox has it: policies of users and roles, and their enforcement. */
export interface Iam extends Policies {
  /** Judges an operation before it is carried out: the words of the refusal, or undefined. */
  refuseOperation(action: string, input: Input, caller: Ask['caller']): string | undefined;
}

const resources: Readonly<Record<string, ResourceTable>> = {
  athena: athenaResources,
  cloudwatch: cloudWatchResources,
  codeartifact: codeArtifactResources,
  codedeploy: codeDeployResources,
  ecr: ecrResources,
  ecs: ecsResources,
  logs: logsResources,
  s3: s3Resources,
  sts: stsResources,
};

const implied: Readonly<Record<string, ImpliedTable>> = {
  athena: athenaImplied,
  codeartifact: codeArtifactImplied,
  codedeploy: codeDeployImplied,
  ecr: ecrImplied,
  ecs: ecsImplied,
};

/** IAM without any policy; the states of the services are asked for when a request comes. */
export function createIam(stores: () => Stores): Iam {
  const policies = createPolicies();
  return {
    ...policies,
    refuseOperation: (action, input, caller) =>
      policies.refuse(caller.arn, demandsOf(action, askOf(input, caller, stores()))),
  };
}

/** An operation that no table has is judged on `*`. */
function demandsOf(action: string, ask: Ask): readonly Demand[] {
  const [service = '', operation = ''] = action.split(':');
  const found = resources[service]?.[operation]?.(ask) ?? ['*'];
  const context = { 'aws:RequestedRegion': ask.caller.region };
  const own = found.map((resource) => ({ action, resource, context }));
  return [...own, ...(implied[service]?.[operation]?.(ask) ?? [])];
}

/** The refusal as a protocol writes it. */
export function accessDenied(message: string, dialect: Dialect): ServiceError {
  switch (dialect) {
    case 'json':
      return new ServiceError('AccessDeniedException', message, 400);
    case 'rest-json':
      return new ServiceError('AccessDeniedException', message, 403);
    case 'query':
    case 's3-xml':
      return new ServiceError('AccessDenied', message, 403);
  }
}
