import { z } from 'zod';
import { read, wire } from '../compute/input.ts';
import { pageOf } from '../compute/page.ts';
import type { Operation } from '../service.ts';
import { describeTask } from './describe.ts';
import type { Fleet } from './fleet.ts';
import type { Task } from './model.ts';
import { refusal } from './service-input.ts';

const code = 'InvalidParameterException';
const place = { cluster: wire.text.optional() };
const overrideSchema = z.object({
  name: wire.text,
  environment: z.array(z.object({ name: wire.text, value: wire.text })).default([]),
  command: z.array(wire.text).optional(),
});
const schemas = {
  list: z.object({
    ...place,
    serviceName: wire.text.optional(),
    family: wire.text.optional(),
    startedBy: wire.text.optional(),
    desiredStatus: z.enum(['RUNNING', 'PENDING', 'STOPPED']).default('RUNNING'),
    maxResults: wire.integerIn(1, 100).default(100),
    nextToken: wire.text.optional(),
  }),
  describe: z.object({ ...place, tasks: z.array(wire.text).min(1).max(100) }),
  stop: z.object({ ...place, task: wire.text, reason: wire.text.optional() }),
  run: z.object({
    ...place,
    taskDefinition: wire.text,
    count: wire.integerIn(1, 10).default(1),
    startedBy: wire.text.optional(),
    group: wire.text.optional(),
    overrides: z.object({ containerOverrides: z.array(overrideSchema).default([]) }).optional(),
  }),
};

/** The operations on tasks. */
export function taskOperations(fleet: Fleet): Record<string, Operation> {
  return {
    ListTasks(raw, caller) {
      const input = read(schemas.list, raw, code);
      const region = fleet.of(caller);
      const cluster = region.cluster(input.cluster);
      const service =
        input.serviceName === undefined ? undefined : region.findService(cluster, input.serviceName);
      const isWanted = (task: Task) =>
        task.cluster === cluster &&
        (input.serviceName === undefined || (service !== undefined && task.service === service)) &&
        (input.family === undefined || task.definition.family === input.family) &&
        (input.startedBy === undefined || task.startedBy === input.startedBy) &&
        (input.desiredStatus === 'STOPPED') === (task.stop !== undefined);
      const all = [...region.tasks.values()].filter(isWanted);
      const { items, next } = pageOf(all, input.maxResults, input.nextToken, code);
      return { taskArns: items.map(({ arn }) => arn), nextToken: next };
    },
    DescribeTasks(raw, caller) {
      const input = read(schemas.describe, raw, code);
      const region = fleet.of(caller);
      const cluster = region.cluster(input.cluster);
      const found = input.tasks.map((reference) => ({ reference, task: region.task(cluster, reference) }));
      return {
        tasks: found.flatMap(({ task }) => (task ? [describeTask(task, fleet, region)] : [])),
        failures: found.flatMap(({ reference, task }) =>
          task ? [] : [{ arn: reference, reason: 'MISSING' }],
        ),
      };
    },
    StopTask(raw, caller) {
      const input = read(schemas.stop, raw, code);
      const region = fleet.of(caller);
      const task = region.task(region.cluster(input.cluster), input.task);
      if (!task) throw refusal('The referenced task was not found.');
      fleet.stopTask(task, { code: 'UserInitiated', reason: input.reason ?? 'Task stopped by user' });
      return { task: describeTask(task, fleet, region) };
    },
    RunTask(raw, caller) {
      const input = read(schemas.run, raw, code);
      const region = fleet.of(caller);
      const cluster = region.cluster(input.cluster);
      const definition = region.usableDefinition(input.taskDefinition);
      const overrides = new Map(
        (input.overrides?.containerOverrides ?? []).map(({ command, environment, name }) => {
          const env = Object.fromEntries(environment.map((pair) => [pair.name, pair.value]));
          return [name, { env, ...(command ? { command } : {}) }] as const;
        }),
      );
      const group = input.group ?? `family:${definition.family}`;
      const { startedBy } = input;
      const tasks = Array.from({ length: input.count }, () =>
        fleet.startTask(region, { cluster, definition, group, startedBy, overrides }),
      );
      return { tasks: tasks.map((task) => describeTask(task, fleet, region)), failures: [] };
    },
  };
}
