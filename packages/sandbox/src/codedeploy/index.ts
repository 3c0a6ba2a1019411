import type { SandboxContext, ServiceModule } from '../context.ts';
import { applicationOperations } from './application-operations.ts';
import { configOperations } from './config-operations.ts';
import { Deployer } from './deployer.ts';
import { deploymentOperations } from './deployment-operations.ts';
import { groupOperations } from './group-operations.ts';

/** CodeDeploy for ECS: blue/green deployments that really shift requests. */
export function createCodeDeploy(ctx: SandboxContext): ServiceModule<Deployer> {
  const deployer = new Deployer(ctx);
  return {
    services: [
      {
        kind: 'rpc',
        signingName: 'codedeploy',
        target: 'CodeDeploy_20141006',
        jsonVersion: '1.1',
        operations: {
          ...applicationOperations(ctx.clock, deployer),
          ...configOperations(ctx.clock, deployer),
          ...groupOperations(ctx, deployer),
          ...deploymentOperations(ctx, deployer),
        },
      },
    ],
    state: deployer,
  };
}
