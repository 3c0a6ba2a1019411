import { Scoped } from '../compute/scope.ts';
import type { SandboxContext, ServiceModule } from '../context.ts';
import type { Caller } from '../service.ts';
import { logsOperations } from './operations.ts';
import { LogsRegion } from './region.ts';

/** What writes logs without going over the wire: tasks. */
export interface Logs {
  of(where: Pick<Caller, 'account' | 'region'>): LogsRegion;
}

/** CloudWatch Logs, as far as reading the output of a task needs it. */
export function createLogs(ctx: SandboxContext): ServiceModule<Logs> {
  const regions = new Scoped((scope) => new LogsRegion(scope, ctx.random));
  return {
    services: [
      {
        kind: 'rpc',
        signingName: 'logs',
        target: 'Logs_20140328',
        jsonVersion: '1.1',
        operations: logsOperations(regions, ctx.clock),
      },
    ],
    state: { of: (where) => regions.of(where) },
  };
}
