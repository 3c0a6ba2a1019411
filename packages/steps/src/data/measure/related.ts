import { plural } from '@ml-ci/core';
import type { SourcePlan } from '../checks/check.ts';
import type { Dialect } from '../engine/dialect.ts';
import { type Engine, isDataError } from '../engine/engine.ts';
import type { Reading, Table } from '../sources/table.ts';
import { Aggregates } from './known.ts';
import { Projection } from './projection.ts';
import { type CountedType, ValueCounts } from './value-counts.ts';

/** Another source that a source is held against: its columns are read as those of that source are. */
export class Related {
  readonly entry: string;
  readonly table: Table;
  readonly projection: Projection;
  readonly #counts: ValueCounts;
  #rows: bigint | undefined;
  #broken: string | undefined;

  /** `id` is unlike that of every other source of the run. */
  constructor(entry: string, table: Table, plan: SourcePlan, id: string, dialect: Dialect) {
    this.entry = entry;
    this.table = table;
    this.projection = new Projection(table, plan, dialect);
    this.#counts = new ValueCounts(id, dialect);
  }

  /** A FROM item with how often each value occurs there, once it is read. */
  counts(value: string, type?: CountedType): string {
    return this.#counts.want(value, type);
  }

  /** Why it cannot be read; undefined where it can. */
  get broken(): string | undefined {
    return this.#broken;
  }

  get rows(): bigint {
    if (this.#rows === undefined) throw new Error(`"${this.entry}" was not read`);
    return this.#rows;
  }

  /** Reads what was wanted. */
  async read(engine: Engine): Promise<void> {
    const [unreadable] = this.table.unreadable;
    this.#broken = unreadable && `"${this.entry}" cannot be read: ${unreadable.reason}`;
    for (const reading of this.#broken === undefined ? this.table.readings : []) {
      try {
        await this.#readBy(engine, reading);
        return;
      } catch (error) {
        if (!isDataError(error)) throw error;
        this.#broken = `"${this.entry}" cannot be read`;
      }
    }
  }

  async #readBy(engine: Engine, reading: Reading): Promise<void> {
    const from = this.projection.over(this.table.scan(this.projection.names, reading));
    const known = new Aggregates();
    const [good, bad] = ['count_if(good)', 'count_if(NOT good)'];
    await known.read(engine, [good, bad, 'count_if(blank)'], from);
    const found = { reading, good: known.bigint(good), bad: known.bigint(bad), limit: 0 };
    const { count } = await this.table.rejected(engine, found);
    this.#broken =
      count === 0n ? undefined : `"${this.entry}" has ${plural(count, 'row')} that cannot be read`;
    this.#rows = known.bigint(good);
    await this.#counts.read(engine, from);
  }
}
