import type { Clock } from '@ml-ci/core';
import type { LogsRegion } from '../logs/region.ts';
import type { Task } from './model.ts';
import type { ContainerDefinition } from './task-definition.ts';

/** Takes what a container prints, line by line. */
export type LogLine = (line: string) => void;

/** Thrown where the log group of a task is not there; the message is the stopped reason. */
export class LogSetupError extends Error {
  override readonly name = 'LogSetupError';
}

/**
 * Opens the stream that the `awslogs` driver writes to, `<prefix>/<container>/<task>`. As on Fargate, a missing group
 * fails the task unless `awslogs-create-group` is true. Without a log configuration the lines go nowhere.
 */
export function openLog(
  logs: LogsRegion,
  task: Task,
  definition: ContainerDefinition,
  clock: Clock,
): LogLine {
  const options = definition.logConfiguration?.options;
  const name = options?.['awslogs-group'];
  if (!options || name === undefined) return () => undefined;
  const known = logs.groups.get(name);
  if (!known && options['awslogs-create-group'] !== 'true') {
    throw new LogSetupError(
      `ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: ResourceNotFoundException: The specified log group does not exist: "${name}"`,
    );
  }
  const group = known ?? logs.createGroup(name, clock.now());
  const prefix = options['awslogs-stream-prefix'] ?? 'ecs';
  const stream = logs.createStream(group, `${prefix}/${definition.name}/${task.id}`, clock.now());
  return (line) => logs.append(stream, line, clock.now(), clock.now());
}
