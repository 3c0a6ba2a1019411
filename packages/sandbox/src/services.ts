import { createAthena } from './athena/index.ts';
import { createCloudWatch } from './cloudwatch/index.ts';
import { createCodeArtifact } from './codeartifact/service.ts';
import { createCodeDeploy } from './codedeploy/index.ts';
import type { ServiceFactory } from './context.ts';
import { createEcr } from './ecr/service.ts';
import { createEcs } from './ecs/index.ts';
import { createElb } from './elb/index.ts';
import { createIamService } from './iam/service.ts';
import { createLogs } from './logs/index.ts';
import { createS3 } from './s3/service.ts';
import { createSts } from './sts/service.ts';

/**
 * The services of a sandbox, in the order in which they are made. A line here adds one; its state is then
 * `sandbox.stores.<name>` and `ctx.stores.<name>`. A factory states its return type, so that this list can be typed.
 */
export const factories = {
  sts: createSts,
  ecr: createEcr,
  s3: createS3,
  athena: createAthena,
  cloudwatch: createCloudWatch,
  elb: createElb,
  logs: createLogs,
  ecs: createEcs,
  codedeploy: createCodeDeploy,
  codeartifact: createCodeArtifact,
  iam: createIamService,
} satisfies Record<string, ServiceFactory>;

/** The state of every service, by name. */
export type Stores = {
  readonly [Name in keyof typeof factories]: Awaited<ReturnType<(typeof factories)[Name]>>['state'];
};
