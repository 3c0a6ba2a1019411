import { plural } from '@ml-ci/core';
import type { Check } from '../checks/check.ts';
import type { Ask } from '../engine/ask.ts';
import { type Engine, EngineError, isDataError } from '../engine/engine.ts';
import { assertTypes, blameExpressions, isOfSql } from '../expression/expression-fault.ts';
import { withoutValues } from '../report/mask.ts';
import {
  nothingRejected,
  type Reading,
  type Rejected,
  type Table,
  type Unreadable,
} from '../sources/table.ts';
import type { Bound } from './bind.ts';
import type { Unmeasured } from './columns.ts';
import { Aggregates } from './known.ts';
import type { Found, Probe, Reader } from './probe.ts';
import type { Projection } from './projection.ts';
import type { ValueCounts } from './value-counts.ts';

/** What was found for one check. */
export type Measured =
  | ({ readonly check: Check } & Extract<Found, { kind: 'rows' | 'figure' }>)
  | {
      readonly kind: 'table';
      readonly check: Check;
      readonly failing: bigint;
      readonly message: string | undefined;
    }
  | Unmeasured;

/** The figures of one source. */
export interface Figures {
  readonly rows: bigint;
  readonly measured: readonly Measured[];
  readonly rejected: Rejected;
}

/** A table with the columns its checks look at. */
export interface Measurable {
  /** Unlike that of every other source of the run. */
  readonly id: string;
  readonly table: Table;
  readonly projection: Projection;
  readonly counts: ValueCounts;
  /** Only so many rows are read, the first ones. */
  readonly sampleRows?: number | undefined;
}

/** Measures all checks of a source in as few readings as they need: one, and up to three where one figure needs another. */
export async function measure(
  engine: Engine,
  measurable: Measurable,
  bounds: readonly Bound[],
  samples: number,
): Promise<Figures> {
  const { table } = measurable;
  if (table.unreadable.length > 0) return unreadable(table, bounds);
  const known = new Aggregates();
  const first = await readFirst(engine, measurable, bounds, known);
  if ('broken' in first) return broken(bounds, first.broken, await table.diagnose?.());
  const { reading } = first;
  const from = scanOf(measurable, reading);
  await readOn(engine, probesOf(bounds), from, known);
  const total = known.bigint(always.total);
  const bad = known.bigint(always.bad);
  const rejected = await table.rejected(engine, {
    reading,
    good: total,
    bad,
    limit: samples,
  });
  await measurable.counts.read(engine, from);
  const measured: Measured[] = [];
  for (const [index, bound] of bounds.entries()) {
    const reader: Reader = {
      dialect: engine.dialect,
      query: (sql, values) => engine.query(sql, values),
      keep: (name, select) => engine.keep(name, select),
      forget: (name) => engine.forget(name),
      rows: `(${from})`,
      tableName: (use) => `${use}_${measurable.id}_${index}`,
    };
    measured.push(await outcomeOf(bound, (probe) => probe.tell(known, reader), { total, rejected }));
  }
  return { rows: total, measured, rejected };
}

/** Counted whatever the checks are; `blank` makes the reader look at every cell. */
const always = {
  total: 'count_if(good)',
  bad: 'count_if(NOT good)',
  blanks: 'count_if(blank)',
} as const;

/** The first reading that gets through, or why none does. */
async function readFirst(
  engine: Engine,
  measurable: Measurable,
  bounds: readonly Bound[],
  known: Aggregates,
): Promise<{ readonly reading: Reading } | { readonly broken: EngineError }> {
  let broken: EngineError | undefined;
  for (const reading of measurable.table.readings) {
    try {
      await read(engine, bounds, scanOf(measurable, reading), known);
      return { reading };
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
  bounds: readonly Bound[],
  from: string,
  known: Aggregates,
): Promise<void> {
  await assertTypes(engine, bounds, from, known);
  const asks = (some: readonly Bound[]) => [
    ...Object.values(always),
    ...probesOf(some).flatMap((probe) => askOf(probe, 0, known)),
  ];
  try {
    await known.read(engine, asks(bounds), from);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const plain = bounds.filter((bound) => !isOfSql(bound));
    if (await succeeds(() => known.read(engine, asks(plain), from))) {
      await blameExpressions(bounds, (bound) => known.read(engine, asks([bound]), from));
    }
    throw error;
  }
}

/** The second reading and the third, where a figure needs what was found before. */
async function readOn(
  engine: Engine,
  probes: readonly Probe[],
  from: string,
  known: Aggregates,
): Promise<void> {
  const most = Math.max(0, ...probes.map(({ asks }) => asks.length));
  for (let at = 1; at < most; at += 1)
    await known.read(
      engine,
      probes.flatMap((probe) => askOf(probe, at, known)),
      from,
    );
}

function askOf({ asks }: Probe, at: number, known: Aggregates): readonly Ask[] {
  return asks[at]?.(known) ?? [];
}

function probesOf(bounds: readonly Bound[]): readonly Probe[] {
  return bounds.flatMap((bound) => (bound.kind === 'probe' ? [bound.probe] : []));
}

function scanOf({ table, projection, sampleRows }: Measurable, reading: Reading): string {
  const rows = table.scan(projection.names, reading);
  return projection.over(sampleRows === undefined ? rows : `SELECT * FROM (${rows}) LIMIT ${sampleRows}`);
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

async function outcomeOf(
  bound: Bound,
  tell: (probe: Probe) => Found | Promise<Found>,
  { total, rejected }: { readonly total: bigint; readonly rejected: Rejected },
): Promise<Measured> {
  const { check } = bound;
  switch (bound.kind) {
    case 'probe': {
      const found = await tell(bound.probe);
      if (found.kind !== 'unmeasured') return { check, ...found };
      return { kind: 'unmeasured', check, reason: found.reason, isAllowed: false };
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
