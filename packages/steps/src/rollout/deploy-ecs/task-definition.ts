import { isDeepStrictEqual } from 'node:util';
import type { TaskDefinitionInput } from '@ml-ci/aws';
import { StepError } from '@ml-ci/core';

/** The image of a container, or undefined where the definition has no such container. */
export function imageOf(definition: TaskDefinitionInput, container: string): string | undefined {
  return definition.containerDefinitions.find(({ name }) => name === container)?.image;
}

/** The same definition with another image in one container, and nothing else changed. */
export function withImage(
  definition: TaskDefinitionInput,
  container: string,
  image: string,
): TaskDefinitionInput {
  if (imageOf(definition, container) === undefined) {
    const names = definition.containerDefinitions.map(({ name }) => name).join(', ');
    throw new StepError('SERVICE_UNSUITABLE', {
      message: `the task definition "${definition.family}" has no container "${container}"`,
      fix: `use one of ${names}`,
    });
  }
  return {
    ...definition,
    containerDefinitions: definition.containerDefinitions.map((definitionOf) =>
      definitionOf.name === container ? { ...definitionOf, image } : definitionOf,
    ),
  };
}

/** Throws unless the container has the port that takes the traffic: CodeDeploy would find out when half is done. */
export function checkPort(definition: TaskDefinitionInput, container: string, port: number): void {
  const found = definition.containerDefinitions.find(({ name }) => name === container);
  const ports = (found?.portMappings ?? []).map(({ containerPort }) => containerPort);
  if (!found || ports.includes(port)) return; // that there is no such container is said by withImage
  throw new StepError('SERVICE_UNSUITABLE', {
    message: `the container "${container}" of "${definition.family}" has no port ${port}`,
    fix: ({ input }) =>
      ports.length > 0 ? `use ${input('port', ports.join(' or '))}` : 'map the port in the task definition',
  });
}

/** True where registering `wanted` would give what `registered` is already. Lists without order may come back in another. */
export function isSameDefinition(wanted: TaskDefinitionInput, registered: TaskDefinitionInput): boolean {
  return isDeepStrictEqual(comparable(wanted), comparable(registered));
}

const unordered = new Set(['environment', 'secrets', 'tags', 'requiresCompatibilities', 'dependsOn']);

// Without what is empty or undefined, which ECS leaves out or puts in as it likes.
function comparable(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => comparable(item));
    return unordered.has(key)
      ? items.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
      : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .map(([name, inner]) => [name, comparable(inner, name)] as const)
    .filter(([, inner]) => inner !== undefined && inner !== null && !isEmpty(inner))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries);
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
