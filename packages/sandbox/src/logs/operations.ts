import type { Clock } from '@ml-ci/core';
import { z } from 'zod';
import { read, wire } from '../compute/input.ts';
import { pageOf } from '../compute/page.ts';
import type { Scoped } from '../compute/scope.ts';
import { type Operation, ServiceError } from '../service.ts';
import type { LogEvent, LogStream, LogsRegion } from './region.ts';

const code = 'InvalidParameterException';
/** Logs sends and takes times as milliseconds, in plain numbers. */
const range = { startTime: wire.number.optional(), endTime: wire.number.optional() };
const page = { nextToken: wire.text.optional(), limit: wire.integerIn(1, 10_000).optional() };
const groupName = { logGroupName: wire.text.min(1) };

const schemas = {
  group: z.object(groupName),
  stream: z.object({ ...groupName, logStreamName: wire.text.min(1) }),
  describeGroups: z.object({ logGroupNamePrefix: wire.text.optional(), ...page }),
  describeStreams: z.object({
    ...groupName,
    ...page,
    logStreamNamePrefix: wire.text.optional(),
    orderBy: z.enum(['LogStreamName', 'LastEventTime']).default('LogStreamName'),
    descending: wire.boolean.default(false),
  }),
  put: z.object({
    ...groupName,
    logStreamName: wire.text,
    logEvents: z.array(z.object({ timestamp: wire.number, message: wire.text.min(1) })).min(1),
  }),
  get: z.object({
    ...groupName,
    ...range,
    ...page,
    logStreamName: wire.text,
    startFromHead: wire.boolean.default(false),
  }),
  filter: z.object({
    ...groupName,
    ...range,
    ...page,
    logStreamNames: wire.list(wire.text).optional(),
    logStreamNamePrefix: wire.text.optional(),
    filterPattern: wire.text.default(''),
  }),
};

/** The operations of CloudWatch Logs that reading a task's output needs. */
export function logsOperations(regions: Scoped<LogsRegion>, clock: Clock): Record<string, Operation> {
  return {
    CreateLogGroup(raw, caller) {
      const { logGroupName } = read(schemas.group, raw, code);
      const region = regions.of(caller);
      if (region.groups.has(logGroupName)) throw exists('log group');
      region.createGroup(logGroupName, clock.now());
      return {};
    },
    DeleteLogGroup(raw, caller) {
      const { logGroupName } = read(schemas.group, raw, code);
      const region = regions.of(caller);
      region.groups.delete(region.group(logGroupName).name);
      return {};
    },
    CreateLogStream(raw, caller) {
      const { logGroupName, logStreamName } = read(schemas.stream, raw, code);
      const region = regions.of(caller);
      const group = region.group(logGroupName);
      if (group.streams.has(logStreamName)) throw exists('log stream');
      region.createStream(group, logStreamName, clock.now());
      return {};
    },
    PutLogEvents(raw, caller) {
      const input = read(schemas.put, raw, code);
      const region = regions.of(caller);
      const stream = region.stream(input.logGroupName, input.logStreamName);
      for (const { message, timestamp } of input.logEvents)
        region.append(stream, message, timestamp, clock.now());
      return { nextSequenceToken: String(stream.events.length) };
    },
    DescribeLogGroups(raw, caller) {
      const input = read(schemas.describeGroups, raw, code);
      const region = regions.of(caller);
      const all = [...region.groups.values()].filter(({ name }) =>
        name.startsWith(input.logGroupNamePrefix ?? ''),
      );
      const { items, next } = pageOf(all, input.limit ?? 50, input.nextToken, code);
      const logGroups = items.map(({ createdMs, name }) => ({
        logGroupName: name,
        creationTime: Math.round(createdMs),
        arn: `${region.arnOf(name)}:*`,
        logGroupArn: region.arnOf(name),
      }));
      return { logGroups, nextToken: next };
    },
    DescribeLogStreams(raw, caller) {
      const input = read(schemas.describeStreams, raw, code);
      const region = regions.of(caller);
      const sorted = [...region.group(input.logGroupName).streams.values()]
        .filter(({ name }) => name.startsWith(input.logStreamNamePrefix ?? ''))
        .sort((a, b) =>
          input.orderBy === 'LastEventTime' ? lastMs(a) - lastMs(b) : a.name < b.name ? -1 : 1,
        );
      const all = input.descending ? sorted.reverse() : sorted;
      const { items, next } = pageOf(all, input.limit ?? 50, input.nextToken, code);
      const arn = region.arnOf(input.logGroupName);
      return { logStreams: items.map((stream) => describeStream(stream, arn)), nextToken: next };
    },
    GetLogEvents(raw, caller) {
      const input = read(schemas.get, raw, code);
      const all = inRange(regions.of(caller).stream(input.logGroupName, input.logStreamName).events, input);
      return eventsPage(all, input.limit ?? 10_000, input.nextToken, input.startFromHead);
    },
    FilterLogEvents(raw, caller) {
      const input = read(schemas.filter, raw, code);
      const streams = [...regions.of(caller).group(input.logGroupName).streams.values()].filter(
        ({ name }) =>
          (input.logStreamNames?.includes(name) ?? true) && name.startsWith(input.logStreamNamePrefix ?? ''),
      );
      const matches = matcherOf(input.filterPattern);
      const all = streams
        .flatMap((stream) => inRange(stream.events, input).map((event) => ({ stream, event })))
        .filter(({ event }) => matches(event.message))
        .sort((a, b) => a.event.timestampMs - b.event.timestampMs);
      const { items, next } = pageOf(all, input.limit ?? 10_000, input.nextToken, code);
      const events = items.map(({ event, stream }) => ({
        logStreamName: stream.name,
        ...describeEvent(event),
        eventId: event.id,
      }));
      return { events, searchedLogStreams: [], nextToken: next };
    },
  };
}

/** Tokens `f/N` and `b/N`: the page from event N on, and the page that ends before it. The end repeats its token. */
function eventsPage(
  all: readonly LogEvent[],
  limit: number,
  token: string | undefined,
  fromHead: boolean,
): object {
  const match = token === undefined ? undefined : /^([fb])\/(\d+)$/.exec(token);
  if (match === null) throw new ServiceError(code, 'The specified nextToken is invalid.');
  const at = match ? Number(match[2]) : fromHead ? 0 : all.length;
  const isForward = match ? match[1] === 'f' : fromHead;
  const start = isForward ? at : Math.max(0, at - limit);
  const end = isForward ? Math.min(all.length, at + limit) : at;
  return {
    events: all.slice(start, end).map(describeEvent),
    nextForwardToken: `f/${end}`,
    nextBackwardToken: `b/${start}`,
  };
}

/** Plain terms: all must be in the message, `-term` must not, quotes keep words together. Other patterns are refused. */
function matcherOf(pattern: string): (message: string) => boolean {
  if (/[{}[\]%?*]/.test(pattern)) {
    throw new ServiceError(code, 'the sandbox serves filter patterns of plain terms only');
  }
  const terms = [...pattern.matchAll(/(-?)(?:"([^"]*)"|(\S+))/g)].map(([, minus, quoted, word]) => ({
    text: quoted ?? word ?? '',
    isExcluded: minus === '-',
  }));
  return (message) => terms.every(({ isExcluded, text }) => message.includes(text) !== isExcluded);
}

function inRange(
  events: readonly LogEvent[],
  { startTime, endTime }: { startTime?: number | undefined; endTime?: number | undefined },
) {
  return events.filter(
    ({ timestampMs }) =>
      (startTime === undefined || timestampMs >= startTime) &&
      (endTime === undefined || timestampMs < endTime),
  );
}

function describeEvent({ ingestedMs, message, timestampMs }: LogEvent) {
  return { timestamp: Math.round(timestampMs), message, ingestionTime: Math.round(ingestedMs) };
}

function describeStream(stream: LogStream, groupArn: string): object {
  const { createdMs, events, name } = stream;
  const [first, last] = [events[0], events.at(-1)];
  return {
    logStreamName: name,
    creationTime: Math.round(createdMs),
    firstEventTimestamp: first && Math.round(first.timestampMs),
    lastEventTimestamp: last && Math.round(last.timestampMs),
    lastIngestionTime: last && Math.round(last.ingestedMs),
    arn: `${groupArn}:log-stream:${name}`,
  };
}

function lastMs({ events, createdMs }: LogStream): number {
  return events.at(-1)?.timestampMs ?? createdMs;
}

function exists(what: string): ServiceError {
  return new ServiceError('ResourceAlreadyExistsException', `The specified ${what} already exists`);
}
