import type { LeakageRule } from '../checks/check.ts';
import type { Probe, Reader } from '../measure/probe.ts';
import { foundOf, type Telling, tellingOf } from './figures.ts';
import { guessedByValue, guessedInOrder, type Order } from './guesses.ts';
import { type Classes, classesOf, type LabelColumn, whole } from './label.ts';

/** A column that may tell the label. */
export interface Feature {
  readonly name: string;
  /** SQL of its value in a row. */
  readonly value: string;
  /** The first that holds for all values; none where they have no order. */
  readonly orders: readonly (Order & {
    /** SQL over `v` that must be true for every value, where that is not sure. */
    readonly holds?: string;
  })[];
}

/** What a check of leakage is measured from. */
export interface Leakage {
  readonly label: LabelColumn;
  readonly features: readonly Feature[];
  /** A reading of the rows reads all columns: those that are needed are kept by the engine, some at a time. */
  readonly isReadWhole: boolean;
}

/** A column with at most so many values has no need of neighbours. */
const fewValues = 20;
/** Columns that are kept at once. */
const keptTogether = 30;

/** How far the columns of a source give its label away. */
export function leakageProbe(rule: LeakageRule, leakage: Leakage): Probe {
  return {
    asks: [],
    async tell(_known, reader) {
      const classes = await classesOf(reader, leakage.label, rule.minRows);
      if ('reason' in classes) return { kind: 'unmeasured', reason: classes.reason };
      const found: Telling[] = [];
      const size = leakage.isReadWhole ? keptTogether : 1;
      for (let at = 0; at < leakage.features.length; at += size)
        found.push(...(await tellEach(reader, classes, leakage.features.slice(at, at + size), leakage)));
      return foundOf(found, rule);
    },
  };
}

async function tellEach(
  reader: Reader,
  classes: Classes,
  features: readonly Feature[],
  { isReadWhole }: Leakage,
): Promise<readonly Telling[]> {
  const cells = features.map(({ value }, at) => `${value} AS v${at}`).join(', ');
  // a reader of text that is not asked for `blank` leaves cells out
  const rows = `SELECT l, ${cells}, blank FROM (${classes.rowsOf(reader.rows)})`;
  const copy = reader.tableName('cells');
  if (isReadWhole) await reader.keep(copy, rows);
  const found: Telling[] = [];
  for (const [at, feature] of features.entries()) {
    const pairs = reader.tableName('pairs');
    const from = isReadWhole ? copy : `(${rows})`;
    await reader.keep(pairs, `SELECT v${at} AS v, l, count(*) AS n FROM ${from} GROUP BY v${at}, l`);
    const hits = await bestHits(reader, pairs, classes, feature);
    found.push(tellingOf(feature.name, hits, classes));
    await reader.forget(pairs);
  }
  if (isReadWhole) await reader.forget(copy);
  return found;
}

/** The rows that the better of two guesses tells: by the rows of the same value, or by the neighbours of that. */
async function bestHits(
  reader: Reader,
  pairs: string,
  { count }: Classes,
  { orders }: Feature,
): Promise<bigint> {
  const [byValue] = await reader.query(guessedByValue(pairs));
  const hits = whole(byValue?.hits);
  const order = whole(byValue?.named) > BigInt(fewValues) ? await orderOf(reader, pairs, orders) : undefined;
  if (order === undefined) return hits;
  const [inOrder] = await reader.query(guessedInOrder(pairs, count, order));
  const ordered = whole(inOrder?.hits);
  return ordered > hits ? ordered : hits;
}

async function orderOf(reader: Reader, pairs: string, orders: Feature['orders']): Promise<Order | undefined> {
  for (const order of orders) {
    if (order.holds === undefined) return order;
    const [row] = await reader.query(
      `SELECT count(*) AS n FROM ${pairs} WHERE v IS NOT NULL AND NOT (${order.holds})`,
    );
    if (whole(row?.n) === 0n) return order;
  }
  return undefined;
}
