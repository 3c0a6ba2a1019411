import { type Ask, aggregateKey } from '../engine/ask.ts';
import type { Engine } from '../engine/engine.ts';
import type { Known } from './probe.ts';

/** The aggregates that were read, by their SQL. */
export class Aggregates implements Known {
  readonly #values = new Map<string, unknown>();
  readonly #types = new Map<string, string>();

  /** Reads all of these that are not known yet, in one pass over the rows. */
  async read(engine: Pick<Engine, 'aggregate'>, asked: readonly Ask[], from: string): Promise<void> {
    const unlike = new Map(asked.map((ask) => [aggregateKey(ask), ask]));
    const wanted = [...unlike].filter(([key]) => !this.#values.has(key));
    if (wanted.length === 0) return;
    const values = await engine.aggregate(
      wanted.map(([, ask]) => ask),
      from,
    );
    for (const [at, [key]] of wanted.entries()) this.#values.set(key, values[at]);
  }

  value(ask: Ask): unknown {
    const key = aggregateKey(ask);
    if (!this.#values.has(key)) throw new Error(`nobody asked for ${key}`);
    return this.#values.get(key);
  }

  /** Notes what the engine says of SQL over a row. */
  learnType(sql: string, type: string): void {
    this.#types.set(sql, type);
  }

  typeOf(sql: string): string {
    const type = this.#types.get(sql);
    if (type === undefined) throw new Error(`nobody asked for the type of ${sql}`);
    return type;
  }

  bigint(ask: Ask): bigint {
    const value = this.value(ask);
    return typeof value === 'bigint' ? value : BigInt(String(value ?? 0));
  }

  number(ask: Ask): number | undefined {
    const value = this.value(ask);
    return value === null || value === undefined ? undefined : Number(value);
  }
}
