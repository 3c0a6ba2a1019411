import type { SandboxContext, ServiceModule } from '../context.ts';
import type { Policies } from './policies.ts';

/** IAM has no API here: policies are attached through the state. */
export function createIamService(ctx: SandboxContext): ServiceModule<Policies> {
  return { services: [], state: ctx.iam };
}
