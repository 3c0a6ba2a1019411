import { createAws, type Session } from '@ml-ci/aws';
import { silentLog } from '@ml-ci/core';
import type { Sandbox } from '@ml-ci/sandbox';

/** A session of the user of an account, to ask the sandbox's services by the real SDK. */
export function sessionOf(
  sandbox: Sandbox,
  scope: { readonly account: string; readonly region: string },
): Promise<Session> {
  const aws = createAws({
    env: sandbox.env(scope.account, scope.region),
    clock: sandbox.clock,
    log: silentLog,
    mask: () => undefined,
    allowEndpoints: [],
    run: 'test',
  });
  return aws.session({ type: 'ecr', name: 'test', ...scope, repository: 'none' });
}
