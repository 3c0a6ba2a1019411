import type { SandboxContext, ServiceModule } from '../context.ts';
import { definitionOperations } from './definition-operations.ts';
import { Fleet } from './fleet.ts';
import { serviceOperations } from './service-operations.ts';
import { defaultEcsSwitches } from './switches.ts';
import { taskOperations } from './task-operations.ts';
import { taskSetOperations } from './task-set-operations.ts';

/** ECS: services whose tasks really run. */
export function createEcs(ctx: SandboxContext): ServiceModule<Fleet> {
  const fleet = new Fleet(ctx, defaultEcsSwitches);
  return {
    services: [
      {
        kind: 'rpc',
        signingName: 'ecs',
        target: 'AmazonEC2ContainerServiceV20141113',
        jsonVersion: '1.1',
        operations: {
          ...definitionOperations(ctx.clock, fleet),
          ...serviceOperations(ctx, fleet),
          ...taskSetOperations(fleet),
          ...taskOperations(fleet),
        },
      },
    ],
    state: fleet,
    stop: async () => fleet.close(),
  };
}
