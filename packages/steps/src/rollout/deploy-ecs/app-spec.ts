import { createHash } from 'node:crypto';

/** An AppSpec document for ECS with its hash, as CreateDeployment takes them. */
export interface AppSpec {
  readonly content: string;
  /** SHA-256 of `content`, in hex. */
  readonly sha256: string;
}

/** The document that deploys `taskDefinition` behind the load balancer. JSON is YAML, and leaves nothing to quote. */
export function appSpec(taskDefinition: string, container: string, port: number): AppSpec {
  const content = JSON.stringify({
    version: 0.0,
    Resources: [
      {
        TargetService: {
          Type: 'AWS::ECS::Service',
          Properties: {
            TaskDefinition: taskDefinition,
            LoadBalancerInfo: { ContainerName: container, ContainerPort: port },
          },
        },
      },
    ],
  });
  return { content, sha256: createHash('sha256').update(content).digest('hex') };
}
