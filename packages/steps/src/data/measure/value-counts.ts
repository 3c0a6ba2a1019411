import type { Dialect } from '../engine/dialect.ts';
import type { Engine } from '../engine/engine.ts';

/** A type of the engine that many values have: what is counted together can then be kept in one column. */
export type CountedType = 'double' | 'whole' | 'text';

/** What is counted in one pass at most, in one table. */
interface Together {
  readonly type: CountedType | undefined;
  readonly values: string[];
}

/** How often each of some values occurs: one pass over the rows counts many of them. */
export class ValueCounts {
  readonly #id: string;
  readonly #together: number;
  readonly #tables: Together[] = [];

  constructor(id: string, { countedTogether }: Dialect) {
    this.#id = id;
    this.#together = countedTogether;
  }

  /**
   * A FROM item with `value` and `n`, its number of rows, for each value that is not null; it is there once they were read.
   * Where the type of the value is one of those that are kept together, much less is kept.
   */
  want(value: string, type?: CountedType): string {
    const known = this.#tables.findIndex((table) => table.type === type && table.values.includes(value));
    const at = known === -1 ? this.#add(value, type) : known;
    const place = this.#tables[at]?.values.indexOf(value);
    const column = type === undefined ? `v${place}` : 'v';
    return `(SELECT ${column} AS value, n FROM ${this.#name(at)} WHERE g = ${place} AND ${column} IS NOT NULL)`;
  }

  async read(engine: Engine, from: string): Promise<void> {
    for (const [at, { values, type }] of this.#tables.entries()) {
      const names = values.map((_, index) => `v${index}`);
      const cells = values.map((value, index) => `${value} AS v${index}`).join(', ');
      const kept = names.length > 1 ? `coalesce(${names.join(', ')})` : names.join();
      const columns = type === undefined ? names.join(', ') : `${kept} AS v`;
      const which = names.map((name, index) => `WHEN GROUPING(${name}) = 0 THEN ${index}`).join(' ');
      await engine.keep(
        this.#name(at),
        `SELECT ${columns}, CASE ${which} END AS g, count(*) AS n, count_if(blank) AS blanks
         FROM (SELECT ${cells}, blank FROM (${from})) GROUP BY GROUPING SETS (${names.map((name) => `(${name})`).join(', ')})`,
      );
    }
  }

  /** Has a value counted, and tells in which table. */
  #add(value: string, type: CountedType | undefined): number {
    const at = this.#tables.findLastIndex((table) => table.type === type);
    const table = this.#tables[at];
    if (table === undefined || table.values.length >= this.#together)
      return this.#tables.push({ type, values: [value] }) - 1;
    table.values.push(value);
    return at;
  }

  #name(table: number): string {
    return `counts_${this.#id}_${table}`;
  }
}
