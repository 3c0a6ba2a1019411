import type { LogStream, TaskDefinitionInput } from '@ml-ci/aws';

/**
 * Where a task's container wrote its lines with the `awslogs` driver: `<prefix>/<container>/<task id>`. Undefined for any
 * other driver, for another region, and without a prefix, when the stream has a name that nobody can know.
 */
export function logStreamOf(
  definition: TaskDefinitionInput,
  container: string,
  taskArn: string,
  region: string,
): LogStream | undefined {
  const found = definition.containerDefinitions.find(({ name }) => name === container)?.logConfiguration;
  const options = found?.options ?? {};
  const group = options['awslogs-group'];
  const prefix = options['awslogs-stream-prefix'];
  const elsewhere = (options['awslogs-region'] ?? region) !== region;
  if (found?.logDriver !== 'awslogs' || group === undefined || prefix === undefined || elsewhere)
    return undefined;
  return { group, stream: `${prefix}/${container}/${taskArn.split('/').at(-1) ?? ''}` };
}
