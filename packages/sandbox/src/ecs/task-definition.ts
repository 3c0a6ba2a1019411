import { z } from 'zod';
import { wire } from '../compute/input.ts';

const keyValue = z.object({ name: wire.text, value: wire.text });
const refused = (what: string) => z.undefined(`the sandbox does not serve ${what}`).optional();

const containerSchema = z.looseObject({
  name: wire.text.regex(/^[A-Za-z0-9_-]{1,255}$/),
  image: wire.text.min(1),
  essential: wire.boolean.default(true),
  environment: z.array(keyValue).default([]),
  command: z.array(wire.text).optional(),
  entryPoint: z.array(wire.text).optional(),
  portMappings: z
    .array(z.looseObject({ containerPort: wire.integerIn(1, 65_535), hostPort: wire.integer.optional() }))
    .default([]),
  memory: wire.integer.optional(),
  stopTimeout: wire.integerIn(0, 120).optional(),
  logConfiguration: z
    .object({
      logDriver: z.literal('awslogs', 'the sandbox serves awslogs'),
      options: z.record(z.string(), z.string()).default({}),
    })
    .optional(),
  // what would change how the container runs, and does not here, is refused rather than ignored
  secrets: refused('secrets'),
  environmentFiles: refused('environmentFiles'),
  mountPoints: z.array(z.unknown()).max(0, 'the sandbox does not serve mountPoints').optional(),
  dependsOn: refused('dependsOn'),
  healthCheck: refused('container health checks; use the target group’s'),
});

/** The input of RegisterTaskDefinition. */
export const taskDefinitionSchema = z.looseObject({
  family: wire.text.regex(/^[A-Za-z0-9_-]{1,255}$/),
  containerDefinitions: z.array(containerSchema).min(1, 'Container list cannot be empty.'),
  cpu: wire.text.optional(),
  memory: wire.text.optional(),
  networkMode: wire.text.optional(),
  requiresCompatibilities: z.array(wire.text).optional(),
  volumes: z.array(z.unknown()).max(0, 'the sandbox does not serve volumes').optional(),
  tags: z.array(z.object({ key: wire.text, value: wire.text.optional() })).optional(),
});

export type ContainerDefinition = z.output<typeof containerSchema>;
export type TaskDefinitionInput = z.output<typeof taskDefinitionSchema>;

/** One revision of a family. */
export interface TaskDefinition {
  readonly arn: string;
  readonly family: string;
  readonly revision: number;
  readonly input: TaskDefinitionInput;
  readonly registeredMs: number;
  readonly registeredBy: string;
  deregisteredMs: number | undefined;
}

/** Problems that ECS finds when the shape is right. */
export function problemOf(input: TaskDefinitionInput): string | undefined {
  const names = input.containerDefinitions.map(({ name }) => name);
  if (new Set(names).size < names.length) return 'Container names must be unique.';
  if (!input.containerDefinitions.some(({ essential }) => essential)) {
    return 'Task definition does not have any essential containers.';
  }
  const isFargate = input.requiresCompatibilities?.includes('FARGATE') ?? false;
  if (isFargate && input.networkMode !== 'awsvpc') {
    return 'When using FARGATE, the network mode must be awsvpc.';
  }
  if (isFargate && (input.cpu === undefined || input.memory === undefined)) {
    return `Fargate requires task definition to have ${input.cpu === undefined ? 'cpu' : 'memory'} at task level.`;
  }
  return undefined;
}

/** As DescribeTaskDefinition shows it. */
export function describeTaskDefinition(definition: TaskDefinition): object {
  const { tags: _tags, ...input } = definition.input;
  return {
    ...input,
    containerDefinitions: input.containerDefinitions.map((container) => ({
      cpu: 0,
      mountPoints: [],
      volumesFrom: [],
      ...container,
    })),
    taskDefinitionArn: definition.arn,
    revision: definition.revision,
    status: definition.deregisteredMs === undefined ? 'ACTIVE' : 'INACTIVE',
    volumes: [],
    placementConstraints: [],
    compatibilities: ['EC2', 'FARGATE'],
    registeredAt: new Date(definition.registeredMs),
    registeredBy: definition.registeredBy,
    ...(definition.deregisteredMs === undefined
      ? {}
      : { deregisteredAt: new Date(definition.deregisteredMs) }),
  };
}
