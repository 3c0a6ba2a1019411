import type { OutlierRule } from '../checks/check.ts';
import type { Dialect } from '../engine/dialect.ts';
import { askQuantiles, type NumbersAtOnce } from './ask-quantiles.ts';
import { askSquares, deviationOf, double, rangeOf } from './exact-sum.ts';
import { type Found, inScope, type Known, type Probe, type ProbeTarget, type Reader } from './probe.ts';

/** Rows for which a condition is true break the check. */
export function conditionProbe(target: ProbeTarget, condition: string): Probe {
  const failing = `${target.scope} AND (${condition})`;
  return {
    asks: [() => [`count_if(${failing})`, ...scopeCount(target)]],
    tell: (known) => rows(target, known, known.bigint(`count_if(${failing})`), failing),
  };
}

/** Rows whose value occurs more than once break the check. */
export function uniqueProbe(
  target: ProbeTarget,
  cell: string,
  { isRow, isInteger }: { readonly isRow: boolean; readonly isInteger: boolean },
): Probe {
  const value = target.isPart ? `CASE WHEN ${target.scope} THEN ${cell} END` : cell;
  // of rows that cannot be used there is no value
  const repeats = `count(${value}) - count(DISTINCT ${value})`;
  const [all, different] = [`count(${value})`, { integers: value }];
  return {
    asks: [() => [...(isInteger ? [all, different] : [repeats]), ...scopeCount(target)]],
    async tell(known, reader) {
      const name = reader.tableName('duplicates');
      const isUnique = isInteger
        ? known.bigint(all) === known.bigint(different)
        : known.bigint(repeats) === 0n;
      const failing = isUnique ? 0n : await keepDuplicates(reader, name, value, target.scope);
      return rows(target, known, failing, `${target.scope} AND ${target.dialect.isIn(value, name, isRow)}`);
    },
  };
}

/** Keeps the values that occur more than once in a table of the engine, for the samples, and counts their rows. */
async function keepDuplicates(reader: Reader, name: string, value: string, scope: string): Promise<bigint> {
  await reader.keep(
    name,
    `SELECT ${value} AS value, count(*) AS rows, count(*) FILTER (WHERE blank) AS blanks
     FROM ${reader.rows} WHERE ${scope} AND ${value} IS NOT NULL GROUP BY 1 HAVING count(*) > 1`,
  );
  const [row] = await reader.query(`SELECT coalesce(sum(rows), 0) AS failing FROM ${name}`);
  return BigInt(String(row?.failing));
}

/** Rows beyond a distance from the others break the check. The distance is known after one reading, or two. */
export function outlierProbe(
  target: ProbeTarget,
  rule: OutlierRule,
  number: string,
  numbers: NumbersAtOnce,
): Probe {
  const x = inScope(number, target);
  const fences =
    rule.method === 'iqr'
      ? quartileFences(x, rule.factor, numbers)
      : deviationFences(x, rule.factor, target.dialect);
  const condition = (known: Known) => {
    const found = fences.of(known);
    if (found === undefined) return undefined;
    return `(${x}) < ${double(found.low)} OR (${x}) > ${double(found.high)}`;
  };
  const count = (known: Known) => {
    const where = condition(known);
    return where === undefined ? [] : [`count_if(${where})`];
  };
  return {
    asks: [
      ...fences.asks.map((ask, at) => (known: Known) => [
        ...ask(known),
        ...(at === 0 ? scopeCount(target) : []),
      ]),
      count,
    ],
    tell(known) {
      const where = condition(known);
      if (where === undefined) return { kind: 'unmeasured', reason: 'it has too few numbers' };
      return rows(target, known, known.bigint(`count_if(${where})`), `(${where})`);
    },
  };
}

interface Fences {
  readonly asks: Probe['asks'];
  of(known: Known): { readonly low: number; readonly high: number } | undefined;
}

function quartileFences(x: string, factor: number, numbers: NumbersAtOnce): Fences {
  const [low, high] = [
    { x, at: 0.25 },
    { x, at: 0.75 },
  ];
  return {
    asks: askQuantiles(x, [low.at, high.at], numbers),
    of(known) {
      const [q1, q3] = [known.number(low), known.number(high)];
      if (q1 === undefined || q3 === undefined) return undefined;
      return { low: q1 - factor * (q3 - q1), high: q3 + factor * (q3 - q1) };
    },
  };
}

function deviationFences(x: string, factor: number, dialect: Dialect): Fences {
  return {
    asks: [() => rangeOf(x), (known) => askSquares(x, known, dialect)],
    of(known) {
      const found = deviationOf(x, known, dialect);
      if (found === undefined) return undefined;
      return { low: found.mean - factor * found.std, high: found.mean + factor * found.std };
    },
  };
}

/** The share of failing rows is one of the rows that the check looks at. */
function scopeCount({ scope, isPart }: ProbeTarget): readonly string[] {
  return isPart ? [`count_if(${scope})`] : [];
}

function rows({ scope, isPart }: ProbeTarget, known: Known, failing: bigint, condition: string): Found {
  return { kind: 'rows', failing, condition, ...(isPart && { rows: known.bigint(`count_if(${scope})`) }) };
}
