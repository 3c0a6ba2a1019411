import { parse } from 'yaml';
import { z } from 'zod';

/** What an AppSpec for ECS asks for. */
export interface AppSpec {
  readonly taskDefinition: string;
  readonly containerName: string;
  readonly containerPort: number;
}

/** Thrown for a document that is no AppSpec for ECS. */
export class AppSpecError extends Error {
  override readonly name = 'AppSpecError';
}

const serviceSchema = z.object({
  Type: z.literal('AWS::ECS::Service'),
  Properties: z.object({
    TaskDefinition: z.string().min(1),
    LoadBalancerInfo: z.object({ ContainerName: z.string().min(1), ContainerPort: z.coerce.number().int() }),
    PlatformVersion: z.string().optional(),
    NetworkConfiguration: z.unknown().optional(),
    CapacityProviderStrategy: z.undefined('the sandbox does not serve CapacityProviderStrategy').optional(),
  }),
});

const documentSchema = z.object({
  version: z.union([z.number(), z.string()]).refine((version) => Number(version) === 0, 'must be 0.0'),
  Resources: z.array(z.record(z.string(), serviceSchema)).length(1),
  Hooks: z
    .array(z.unknown())
    .max(0, 'the sandbox runs no Lambda functions and therefore serves no hooks')
    .optional(),
});

/** Reads an AppSpec, in YAML or JSON. */
export function parseAppSpec(content: string): AppSpec {
  const parsed = documentSchema.safeParse(load(content));
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ message, path }) => `${path.join('.') || 'document'}: ${message}`,
    );
    throw new AppSpecError(`The AppSpec file is not valid: ${problems.join('; ')}`);
  }
  const [resource] = Object.values(parsed.data.Resources[0] ?? {});
  if (!resource) throw new AppSpecError('The AppSpec file is not valid: Resources names no service');
  const { LoadBalancerInfo, TaskDefinition } = resource.Properties;
  const { ContainerName, ContainerPort } = LoadBalancerInfo;
  return { taskDefinition: TaskDefinition, containerName: ContainerName, containerPort: ContainerPort };
}

/** Writes one, for a rollback that has no earlier revision to go back to. */
export function printAppSpec({ containerName, containerPort, taskDefinition }: AppSpec): string {
  const LoadBalancerInfo = { ContainerName: containerName, ContainerPort: containerPort };
  const Properties = { TaskDefinition: taskDefinition, LoadBalancerInfo };
  return JSON.stringify({
    version: 0.0,
    Resources: [{ TargetService: { Type: 'AWS::ECS::Service', Properties } }],
  });
}

function load(content: string): unknown {
  try {
    return parse(content, { maxAliasCount: 0 });
  } catch (error) {
    throw new AppSpecError(
      `The AppSpec file cannot be parsed: ${error instanceof Error ? error.message : error}`,
    );
  }
}
