import type { ResourceTable } from './demand.ts';

/** Nobody needs a permission to ask who they are, or for a session of their own. */
export const stsResources: ResourceTable = {
  AssumeRole: (ask) => [ask.named('RoleArn')],
  GetCallerIdentity: () => [],
  GetSessionToken: () => [],
};
