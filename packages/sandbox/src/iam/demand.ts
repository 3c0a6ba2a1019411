import type { Input } from '../input.ts';
import type { Caller } from '../service.ts';
import type { Stores } from '../services.ts';

/** What a policy must allow before an operation is carried out. */
export interface Demand {
  /** As IAM writes it: `ecr:PutImage`. */
  readonly action: string;
  readonly resource: string;
  /** Keys that a condition may ask about. */
  readonly context?: Readonly<Record<string, string>>;
}

/** A request as the tables of demands see it. */
export interface Ask {
  readonly input: Input;
  readonly caller: Pick<Caller, 'account' | 'region' | 'arn'>;
  readonly stores: Stores;
  /** An ARN in the account and region of the caller: (`ecs`, `task/a/b`). */
  arn(service: string, resource: string): string;
  /** A member of the input that is text, or `*`: a request without it is about all. */
  named(member: string): string;
}

/** The resources of an operation, by its name without the service. */
export type ResourceTable = Readonly<Record<string, (ask: Ask) => readonly string[]>>;

/** What AWS checks besides the operation itself, by the name of the operation. */
export type ImpliedTable = Readonly<Record<string, (ask: Ask) => readonly Demand[]>>;

/** Puts a request into the form that the tables read. */
export function askOf(input: Input, caller: Ask['caller'], stores: Stores): Ask {
  return {
    input,
    caller,
    stores,
    arn: (service, resource) => `arn:aws:${service}:${caller.region}:${caller.account}:${resource}`,
    named(member) {
      const value = input[member];
      return typeof value === 'string' && value !== '' ? value : '*';
    },
  };
}

/** The texts of a list; one `*` where there are none. */
export function namedAll({ input }: Ask, member: string): readonly string[] {
  const value = input[member];
  const list = (Array.isArray(value) ? value : []).filter((item) => typeof item === 'string');
  return list.length > 0 ? list : ['*'];
}
