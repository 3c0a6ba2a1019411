import type { SourcePlan } from '../checks/check.ts';
import type { Dialect } from '../engine/dialect.ts';
import type { Table } from '../sources/table.ts';
import { mismatch } from './columns.ts';

/** The columns that a source's checks look at, by their place in the scan. */
export class Projection {
  readonly names: string[] = [];
  readonly #numbers = new Set<number>();
  readonly #table: Table;
  readonly #plan: SourcePlan;
  readonly #dialect: Dialect;

  constructor(table: Table, plan: SourcePlan, dialect: Dialect) {
    this.#table = table;
    this.#plan = plan;
    this.#dialect = dialect;
  }

  /** The number of a column in the scan; it is put there where it is not yet. */
  place(name: string): number {
    const at = this.names.indexOf(name);
    return at === -1 ? this.names.push(name) - 1 : at;
  }

  /** The finite number in a cell of the rows that can be used, as a double; null for all others. */
  number(name: string): string {
    const at = this.place(name);
    this.#numbers.add(at);
    return `x${at}`;
  }

  /** The values of some columns as one, null where one of them is. */
  together(columns: readonly string[]): string {
    const cells = columns.map((name) => `t${this.place(name)}`);
    if (cells.length === 1) return cells.join();
    return `CASE WHEN ${cells.map((cell) => `${cell} IS NOT NULL`).join(' AND ')} THEN ${this.#dialect.row(cells)} END`;
  }

  /** The scan `from` with, for each column: `k` the cell, `r` its text, `t` its value, and `x` its number where one was wanted. */
  over(from: string): string {
    const cells = this.names.map((name, at) => {
      const type = mismatch(this.#table, name, this.#plan) ? undefined : this.#plan.types.get(name);
      return `, ${this.#table.text(`k${at}`)} AS r${at}, ${this.#table.typed(`k${at}`, type)} AS t${at}`;
    });
    const rows = `SELECT *${cells.join('')} FROM (${from})`;
    const numbers = [...this.#numbers].map(
      (at) =>
        `, CASE WHEN good AND ${this.#dialect.isFinite(`CAST(t${at} AS DOUBLE)`)} THEN CAST(t${at} AS DOUBLE) END AS x${at}`,
    );
    return numbers.length === 0 ? rows : `SELECT *${numbers.join('')} FROM (${rows})`;
  }
}
