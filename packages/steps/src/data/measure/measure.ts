import { plural } from '@ml-ci/core';
import type { Check } from '../checks/check.ts';
import { type Engine, EngineError, isDataError } from '../engine/engine.ts';
import { assertBoolean, blameExpressions } from '../expression/expression-fault.ts';
import { withoutValues } from '../report/mask.ts';
import {
  nothingRejected,
  type Reading,
  type Rejected,
  type Table,
  type Unreadable,
} from '../sources/table.ts';
import type { Bound, Projection } from './bind.ts';

/** What was found for one check. */
export type Measured =
  | { readonly kind: 'rows'; readonly check: Check; readonly failing: bigint; readonly bound: Bound }
  | {
      readonly kind: 'table';
      readonly check: Check;
      readonly failing: bigint;
      readonly message: string | undefined;
    }
  | {
      readonly kind: 'unmeasured';
      readonly check: Check;
      readonly reason: string;
      readonly isAllowed: boolean;
    };

/** The figures of one source. */
export interface Figures {
  readonly rows: bigint;
  readonly measured: readonly Measured[];
  readonly rejected: Rejected;
}

/** Measures all checks of a source in one pass, and counts duplicates where that pass has seen some. */
export async function measure(
  engine: Engine,
  measurable: Measurable,
  bounds: readonly Bound[],
  samples: number,
): Promise<Figures> {
  const { table } = measurable;
  if (table.unreadable.length > 0) return unreadable(table, bounds);
  const rows = await pass(engine, measurable, bounds);
  if ('broken' in rows) return broken(bounds, rows.broken, await table.diagnose?.());
  const { figures, reading } = rows;
  const rejected = await table.rejected(engine, {
    reading,
    good: bigint(figures.total),
    bad: bigint(figures.bad),
    limit: samples,
  });
  const total = bigint(figures.total);
  const measured: Measured[] = [];
  for (const [index, bound] of bounds.entries()) {
    measured.push(await figureOf(engine, measurable, bound, index, figures, { total, rejected, reading }));
  }
  return { rows: total, measured, rejected };
}

/** A table with the columns its checks look at. */
export interface Measurable {
  /** Unlike that of every other source of the run. */
  readonly id: string;
  readonly table: Table;
  readonly projection: Projection;
}

type RowFigures = Readonly<Record<string, unknown>>;

/** The figures of the first reading that gets through, or why none does. */
async function pass(
  engine: Engine,
  measurable: Measurable,
  bounds: readonly Bound[],
): Promise<{ readonly figures: RowFigures; readonly reading: Reading } | { readonly broken: EngineError }> {
  let broken: EngineError | undefined;
  for (const reading of measurable.table.readings) {
    try {
      return { figures: await read(engine, measurable, bounds, reading), reading };
    } catch (error) {
      if (!isDataError(error)) throw error;
      broken = error;
    }
  }
  if (broken === undefined) throw new Error('the source has no reading');
  return { broken };
}

async function read(
  engine: Engine,
  { table, projection }: Measurable,
  bounds: readonly Bound[],
  reading: Reading,
): Promise<RowFigures> {
  const from = projection.over(table.scan(projection.names, reading));
  await assertBoolean(engine, bounds, from);
  const query = (parts: readonly string[]) =>
    engine.query(`SELECT ${[...always, ...parts].join(', ')} FROM (${from})`);
  try {
    const [row] = await query(bounds.flatMap(aggregates));
    return row ?? {};
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const plain = bounds.flatMap((bound, index) =>
      bound.check.rule.kind === 'expression' ? [] : aggregates(bound, index),
    );
    if (await succeeds(() => query(plain))) {
      await blameExpressions(bounds, (bound) => query(aggregates(bound, 0)));
    }
    throw error;
  }
}

async function succeeds(run: () => Promise<unknown>): Promise<boolean> {
  try {
    await run();
    return true;
  } catch (error) {
    if (error instanceof EngineError) return false;
    throw error;
  }
}

/** Counted whatever the checks are; `blank` makes the reader look at every cell. */
const always = ['count_if(good) AS total', 'count_if(NOT good) AS bad', 'count_if(blank) AS blanks'];

function aggregates(bound: Bound, index: number): string[] {
  if (bound.kind === 'rows') return [`count_if(good AND (${bound.condition})) AS f${index}`];
  if (bound.kind !== 'unique') return [];
  return [`count(${bound.value}) - count(DISTINCT ${bound.value}) AS f${index}`];
}

async function figureOf(
  engine: Engine,
  measurable: Measurable,
  bound: Bound,
  index: number,
  figures: RowFigures,
  {
    total,
    rejected,
    reading,
  }: { readonly total: bigint; readonly rejected: Rejected; readonly reading: Reading },
): Promise<Measured> {
  const { check } = bound;
  switch (bound.kind) {
    case 'rows':
      return { kind: 'rows', check, failing: bigint(figures[`f${index}`]), bound };
    case 'unique': {
      const repeats = bigint(figures[`f${index}`]);
      const failing =
        repeats === 0n ? 0n : await keepDuplicates(engine, measurable, bound.value, index, reading);
      return { kind: 'rows', check, failing, bound };
    }
    case 'decided':
      return { kind: 'table', check, failing: bound.problem === undefined ? 0n : 1n, message: bound.problem };
    case 'counted':
      return counted(check, total, rejected);
    case 'unmeasured':
      return bound;
  }
}

function counted(check: Check, total: bigint, rejected: Rejected): Measured {
  if (check.rule.kind !== 'row-count') {
    const message = rejected.count === 0n ? undefined : `${plural(rejected.count, 'row')} cannot be read`;
    return { kind: 'table', check, failing: rejected.count, message };
  }
  const { min = 0, max = Number.POSITIVE_INFINITY } = check.rule.range;
  const isOff = total < BigInt(min) || total > max;
  return {
    kind: 'table',
    check,
    failing: isOff ? 1n : 0n,
    message: isOff ? `the source has ${plural(total, 'row')}` : undefined,
  };
}

/** Keeps the values that occur more than once in a table of the engine, for the samples, and counts their rows. */
async function keepDuplicates(
  engine: Engine,
  { id, table, projection }: Measurable,
  value: string,
  index: number,
  reading: Reading,
): Promise<bigint> {
  const from = projection.over(table.scan(projection.names, reading));
  const name = duplicatesName(id, index);
  await engine.query(
    `CREATE TEMP TABLE ${name} AS SELECT ${value} AS value, count(*) AS rows, count(*) FILTER (WHERE blank) AS blanks
     FROM (${from}) WHERE good AND ${value} IS NOT NULL GROUP BY 1 HAVING count(*) > 1`,
  );
  const [row] = await engine.query(`SELECT coalesce(sum(rows), 0) AS failing FROM ${name}`);
  return bigint(row?.failing);
}

/** The table of the values that break the unique check with this number. */
export function duplicatesName(id: string, index: number): string {
  return `duplicates_${id}_${index}`;
}

function unreadable(table: Table, bounds: readonly Bound[]): Figures {
  const rejected: Rejected = {
    ...nothingRejected,
    count: BigInt(table.unreadable.length),
    samples: table.unreadable,
  };
  return {
    rows: 0n,
    rejected,
    measured: bounds.map((bound) => withoutRows(bound, table.unreadable[0]?.reason ?? '', rejected.count)),
  };
}

function broken(bounds: readonly Bound[], error: EngineError, known: Unreadable | undefined): Figures {
  const reason = known?.reason ?? withoutValues(error.message);
  const rejected: Rejected = { ...nothingRejected, count: 1n, samples: known === undefined ? [] : [known] };
  return { rows: 0n, rejected, measured: bounds.map((bound) => withoutRows(bound, reason, 1n)) };
}

function withoutRows(bound: Bound, reason: string, failing: bigint): Measured {
  const { check } = bound;
  if (check.rule.kind === 'readable') return { kind: 'table', check, failing, message: reason };
  if (bound.kind === 'decided')
    return { kind: 'table', check, failing: bound.problem === undefined ? 0n : 1n, message: bound.problem };
  return { kind: 'unmeasured', check, reason: 'the source cannot be read', isAllowed: true };
}

function bigint(value: unknown): bigint {
  return typeof value === 'bigint' ? value : BigInt(String(value ?? 0));
}
