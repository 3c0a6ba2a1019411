import type { Engine } from '../engine/engine.ts';
import type { Known } from './probe.ts';

/** The aggregates that were read, by their SQL. */
export class Aggregates implements Known {
  readonly #values = new Map<string, unknown>();

  /** Reads all of these that are not known yet, in one pass over the rows. */
  async read(engine: Engine, asked: readonly string[], from: string): Promise<void> {
    const wanted = [...new Set(asked)].filter((sql) => !this.#values.has(sql));
    if (wanted.length === 0) return;
    const select = wanted.map((sql, at) => `${sql} AS a${at}`).join(', ');
    const [row] = await engine.query(`SELECT ${select} FROM (${from})`);
    for (const [at, sql] of wanted.entries()) this.#values.set(sql, row?.[`a${at}`]);
  }

  value(sql: string): unknown {
    if (!this.#values.has(sql)) throw new Error(`nobody asked for ${sql}`);
    return this.#values.get(sql);
  }

  bigint(sql: string): bigint {
    const value = this.value(sql);
    return typeof value === 'bigint' ? value : BigInt(String(value ?? 0));
  }

  number(sql: string): number | undefined {
    const value = this.value(sql);
    return value === null || value === undefined ? undefined : Number(value);
  }
}
