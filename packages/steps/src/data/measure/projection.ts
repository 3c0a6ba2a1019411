import type { SourcePlan } from '../checks/check.ts';
import type { Table } from '../sources/table.ts';
import { mismatch } from './columns.ts';

/** The columns that a source's checks look at, by their place in the scan. */
export class Projection {
  readonly names: string[] = [];
  readonly #table: Table;
  readonly #plan: SourcePlan;

  constructor(table: Table, plan: SourcePlan) {
    this.#table = table;
    this.#plan = plan;
  }

  /** The number of a column in the scan; it is put there where it is not yet. */
  place(name: string): number {
    const at = this.names.indexOf(name);
    return at === -1 ? this.names.push(name) - 1 : at;
  }

  /** The scan `from` with, for each column: `k` the cell, `r` its text, `t` its value. */
  over(from: string): string {
    const cells = this.names.map((name, at) => {
      const type = mismatch(this.#table, name, this.#plan) ? undefined : this.#plan.types.get(name);
      const value = this.#table.typed(`k${at}`, type, this.#plan.formats.get(name));
      return `, ${this.#table.text(`k${at}`)} AS r${at}, ${value} AS t${at}`;
    });
    return `SELECT *${cells.join('')} FROM (${this.#withoutNaN(from)})`;
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
