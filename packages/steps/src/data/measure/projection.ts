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

  /** The values of some columns as one, null where one of them is; with `nulls` a null is a value as any other. */
  together(columns: readonly string[], nulls?: 'equal'): string {
    const cells = columns.map((name) => `t${this.place(name)}`);
    if (nulls === 'equal') return this.#dialect.row(cells);
    if (cells.length === 1) return cells.join();
    return `CASE WHEN ${cells.map((cell) => `${cell} IS NOT NULL`).join(' AND ')} THEN ${this.#dialect.row(cells)} END`;
  }

  /** The scan `from` with, for each column: `k` the cell, `r` its text, `t` its value, and `x` its number where one was wanted. */
  over(from: string): string {
    const cells = this.names.map((name, at) => {
      const type = mismatch(this.#table, name, this.#plan) ? undefined : this.#plan.types.get(name);
      const value = this.#table.typed(`k${at}`, type, this.#plan.formats.get(name));
      return `, ${this.#table.text(`k${at}`)} AS r${at}, ${value} AS t${at}`;
    });
    const rows = `SELECT *${cells.join('')} FROM (${this.#withoutNaN(from)})`;
    const numbers = [...this.#numbers].map(
      (at) =>
        `, CASE WHEN good AND ${this.#dialect.isFinite(`CAST(t${at} AS DOUBLE)`)} THEN CAST(t${at} AS DOUBLE) END AS x${at}`,
    );
    return numbers.length === 0 ? rows : `SELECT *${numbers.join('')} FROM (${rows})`;
  }

  /** The cells of the scan with nulls in the place of NaN, where the checks file says that they are the same. */
  #withoutNaN(from: string): string {
    if (!this.#plan.nanIsNull) return from;
    const cells = this.names.flatMap((name, at) => {
      const native = this.#table.columns.find((column) => column.name === name)?.native ?? '';
      if (/^(FLOAT|DOUBLE)$/.test(native)) return [`nullif(k${at}, 'NaN'::${native}) AS k${at}`];
      const isText = this.#table.isText && this.#plan.types.get(name) === 'number';
      return isText
        ? [`CASE WHEN lower(${this.#table.text(`k${at}`)}) <> 'nan' THEN k${at} END AS k${at}`]
        : [];
    });
    return cells.length === 0 ? from : `SELECT * REPLACE (${cells.join(', ')}) FROM (${from})`;
  }
}
