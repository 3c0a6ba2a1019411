import { athena } from './athena.ts';
import { cloudwatch } from './cloudwatch.ts';
import { codeartifact } from './codeartifact.ts';
import { codedeploy } from './codedeploy.ts';
import { ecr } from './ecr.ts';
import { ecs } from './ecs.ts';
import { elb } from './elb.ts';
import { logs } from './logs.ts';
import type { ServiceRows } from './row.ts';
import { s3 } from './s3.ts';
import { sts } from './sts.ts';

/** The calls that every client makes, by service. */
export const calls: readonly ServiceRows[] = [
  sts,
  ecr,
  s3,
  athena,
  cloudwatch,
  logs,
  elb,
  ecs,
  ...codedeploy,
  codeartifact,
];
