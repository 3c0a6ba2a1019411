import { randomHex } from '../compute/names.ts';
import type { Scope } from '../compute/scope.ts';
import { ServiceError } from '../service.ts';

/** A line of a log stream. */
export interface LogEvent {
  readonly id: string;
  readonly timestampMs: number;
  readonly ingestedMs: number;
  readonly message: string;
}

export interface LogStream {
  readonly name: string;
  readonly createdMs: number;
  readonly events: LogEvent[];
}

export interface LogGroup {
  readonly name: string;
  readonly createdMs: number;
  readonly streams: Map<string, LogStream>;
}

/** The logs of one account and region. */
export class LogsRegion {
  readonly groups = new Map<string, LogGroup>();
  readonly #scope: Scope;
  readonly #random: () => number;

  constructor(scope: Scope, random: () => number) {
    this.#scope = scope;
    this.#random = random;
  }

  arnOf(group: string): string {
    return `arn:aws:logs:${this.#scope.region}:${this.#scope.account}:log-group:${group}`;
  }

  createGroup(name: string, nowMs: number): LogGroup {
    const group = { name, createdMs: nowMs, streams: new Map() };
    this.groups.set(name, group);
    return group;
  }

  createStream(group: LogGroup, name: string, nowMs: number): LogStream {
    const stream = { name, createdMs: nowMs, events: [] };
    group.streams.set(name, stream);
    return stream;
  }

  append(stream: LogStream, message: string, timestampMs: number, nowMs: number): void {
    stream.events.push({ id: randomHex(this.#random, 32), timestampMs, ingestedMs: nowMs, message });
  }

  group(name: string): LogGroup {
    const group = this.groups.get(name);
    if (!group) throw missing('log group');
    return group;
  }

  stream(group: string, name: string): LogStream {
    const stream = this.group(group).streams.get(name);
    if (!stream) throw missing('log stream');
    return stream;
  }
}

function missing(what: string): ServiceError {
  return new ServiceError('ResourceNotFoundException', `The specified ${what} does not exist.`);
}
