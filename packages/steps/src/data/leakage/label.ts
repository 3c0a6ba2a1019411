import { double } from '../measure/exact-sum.ts';
import type { Reader } from '../measure/probe.ts';

/** A label column, as SQL. */
export interface LabelColumn {
  /** The label of a row; null where the row is not looked at. */
  readonly value: string;
  /** How often each occurs, as a FROM item with `value` and `n`. */
  readonly counts: string;
  /** A value as a number that tells its order, null where it is none; not given for labels without an order. */
  readonly number?: (value: string) => string;
}

/** What there is to tell. */
export interface Classes {
  /** The rows of `from` that have a label, with `l`, the number of its class from 0. */
  rowsOf(from: string): string;
  readonly count: number;
  /** Rows with a label. */
  readonly rows: bigint;
  /** Those of the most common class. */
  readonly most: bigint;
}

/** Labels of numbers or times with more values than this are put into quarters. */
const fewLabels = 20;
/** More labels than this are no classes. */
const mostLabels = 1_000;

/** The classes of a label, or why there are none. */
export async function classesOf(
  reader: Reader,
  label: LabelColumn,
  minRows: number,
): Promise<Classes | { readonly reason: string }> {
  const { query } = reader;
  const [all] = await query(
    `SELECT count(*) AS labels, sum(n) AS total, max(n) AS most FROM ${label.counts}`,
  );
  const [labels, rows, most] = [Number(all?.labels), whole(all?.total), whole(all?.most)];
  if (rows < BigInt(minRows))
    return {
      reason: `${rows} of its rows ${rows === 1n ? 'has' : 'have'} a label, and ${minRows} are needed`,
    };
  if (labels < 2) return { reason: 'every label is the same' };
  const quarters = labels > fewLabels ? await quartersOf(reader, label) : undefined;
  if (quarters !== undefined) return { ...quarters, rows };
  if (labels > mostLabels) return { reason: `it has more than ${mostLabels} different labels` };
  const name = reader.tableName('classes');
  // the most common first
  await reader.keep(
    name,
    `SELECT value, row_number() OVER (ORDER BY n DESC, value) - 1 AS class FROM ${label.counts}`,
  );
  return {
    rowsOf: (from) =>
      `SELECT rows.*, classes.class AS l FROM (SELECT *, ${label.value} AS label FROM ${from}) AS rows
        JOIN ${name} AS classes ON classes.value = rows.label`,
    count: labels,
    rows,
    most,
  };
}

/**
 * Quarters of the labels by their order; undefined where one of them is no number. Rows of one label are in one quarter: that
 * in which the middle of them lies.
 */
async function quartersOf(
  { query }: Reader,
  { value, counts, number }: LabelColumn,
): Promise<Omit<Classes, 'rows'> | undefined> {
  if (number === undefined) return undefined;
  const numbers = `(SELECT ${number('value')} AS x, n FROM ${counts})`;
  const [none] = await query(`SELECT count(*) AS n FROM ${numbers} WHERE x IS NULL`);
  if (whole(none?.n) > 0n) return undefined;
  const placed = `SELECT x, n, 2 * sum(n) OVER (ORDER BY x) - sum(n) OVER (PARTITION BY x) AS middle, 2 * sum(n) OVER () AS twice FROM ${numbers}`;
  const reached = [1, 2, 3].map((at) => `CASE WHEN 4 * middle >= ${at} * twice THEN 1 ELSE 0 END`);
  const quarters = await query(
    `SELECT quarter, min(x) AS least, sum(n) AS n FROM (SELECT x, n, ${reached.join(' + ')} AS quarter FROM (${placed}))
     GROUP BY quarter ORDER BY quarter`,
  );
  const edges = quarters
    .slice(1)
    .map(({ least }, at) => `WHEN ${number('label')} < ${double(Number(least))} THEN ${at}`);
  return {
    rowsOf: (from) =>
      `SELECT *, CASE ${edges.join(' ')} ELSE ${edges.length} END AS l
        FROM (SELECT *, ${value} AS label FROM ${from}) WHERE label IS NOT NULL`,
    count: quarters.length,
    most: quarters.map(({ n }) => whole(n)).reduce((a, b) => (a > b ? a : b)),
  };
}

/** Of no rows engines count NULL. */
export const whole = (value: unknown) => BigInt(String(value ?? 0));
