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
      return `, ${this.#table.text(`k${at}`)} AS r${at}, ${this.#table.typed(`k${at}`, type)} AS t${at}`;
    });
    return `SELECT *${cells.join('')} FROM (${from})`;
  }
}

/** The values of some columns as one, null where one of them is. */
export function together(columns: readonly string[], projection: Projection): string {
  const cells = columns.map((name) => `t${projection.place(name)}`);
  if (cells.length === 1) return cells.join();
  return `CASE WHEN ${cells.map((cell) => `${cell} IS NOT NULL`).join(' AND ')} THEN {${cells.map((cell, at) => `'u${at}': ${cell}`).join(', ')}} END`;
}
