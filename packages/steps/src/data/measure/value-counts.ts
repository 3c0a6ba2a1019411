import type { Dialect } from '../engine/dialect.ts';
import type { Engine } from '../engine/engine.ts';

/** How often each of some values occurs: one pass over the rows counts many of them. */
export class ValueCounts {
  readonly #id: string;
  readonly #together: number;
  readonly #values: string[] = [];

  constructor(id: string, { countedTogether }: Dialect) {
    this.#id = id;
    this.#together = countedTogether;
  }

  /** A FROM item with `value` and `n`, its number of rows, for each value that is not null; it is there once they were read. */
  want(value: string): string {
    const found = this.#values.indexOf(value);
    const at = found === -1 ? this.#values.push(value) - 1 : found;
    const place = at % this.#together;
    return `(SELECT v${place} AS value, n FROM ${this.#name(at - place)} WHERE g${place} = 0 AND v${place} IS NOT NULL)`;
  }

  async read(engine: Engine, from: string): Promise<void> {
    for (let at = 0; at < this.#values.length; at += this.#together) {
      const values = this.#values.slice(at, at + this.#together);
      const cells = values.map((value, index) => `${value} AS v${index}`).join(', ');
      const names = values.map((_, index) => `v${index}`);
      const grouped = names.map((name, index) => `GROUPING(${name}) AS g${index}`).join(', ');
      await engine.keep(
        this.#name(at),
        `SELECT ${names.join(', ')}, ${grouped}, count(*) AS n, count_if(blank) AS blanks
         FROM (SELECT ${cells}, blank FROM (${from})) GROUP BY GROUPING SETS (${names.map((name) => `(${name})`).join(', ')})`,
      );
    }
  }

  #name(first: number): string {
    return `counts_${this.#id}_${first}`;
  }
}
