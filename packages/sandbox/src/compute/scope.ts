import type { Caller } from '../service.ts';

/** An account in a region: what regional state is kept by. */
export interface Scope {
  readonly account: string;
  readonly region: string;
}

/** State of a service for each account and region, made on first use. */
export class Scoped<T> {
  readonly #make: (scope: Scope) => T;
  readonly #states = new Map<string, T>();

  constructor(make: (scope: Scope) => T) {
    this.#make = make;
  }

  of({ account, region }: Scope | Caller): T {
    const key = `${account}/${region}`;
    const known = this.#states.get(key);
    if (known) return known;
    const made = this.#make({ account, region });
    this.#states.set(key, made);
    return made;
  }

  all(): readonly T[] {
    return [...this.#states.values()];
  }
}
