import { formatDuration, plural } from '@ml-ci/core';
import type { FigureRule, Literal, NumberRange } from '../checks/check.ts';
import type { Ask } from '../engine/ask.ts';
import type { Dialect } from '../engine/dialect.ts';
import { askQuantiles, type NumbersAtOnce } from './ask-quantiles.ts';
import { askSquares, askSum, deviationOf, rangeOf, sumOf } from './exact-sum.ts';
import { type Found, inScope, type Probe, type ProbeTarget, type Reader } from './probe.ts';
import type { ValueCounts } from './value-counts.ts';

/** What a figure is measured with. */
interface FigureContext {
  readonly counts: ValueCounts;
  /** What ages are counted to. */
  readonly nowMs: number;
  /** The type of the column where its cells are not text. */
  readonly native: string | undefined;
  readonly numbers: NumbersAtOnce;
}

/** How one figure of a column is measured: `value` is what is in its cells, `number` the finite number there. */
export function figureProbe(
  target: ProbeTarget,
  rule: FigureRule,
  cells: { readonly value: () => string; readonly number: () => string },
  { counts, nowMs, native, numbers }: FigureContext,
): Probe {
  const number = () => inScope(cells.number(), target);
  const value = () => `CASE WHEN ${target.scope} THEN ${cells.value()} END`;
  switch (rule.kind) {
    case 'sum':
    case 'mean':
      return sumProbe(number(), rule, target.dialect);
    case 'std':
      return stdProbe(number(), rule.range, target.dialect);
    case 'quantile':
      return quantileProbe(number(), rule, numbers);
    case 'distinct':
      return aggregateProbe(`count(DISTINCT ${value()})`, rule.range, (value) =>
        plural(value, 'different value'),
      );
    case 'smallest':
    case 'largest':
      return aggregateProbe(
        `CAST(${rule.kind === 'smallest' ? 'min' : 'max'}(${number()}) AS DOUBLE)`,
        rule.range,
        (value) => `is ${shown(value, rule.range)}`,
      );
    case 'distinct-share':
      return distinctShareProbe(value(), rule.range);
    case 'includes':
      return includesProbe(value(), rule.values, (one) => target.dialect.literal(one, native));
    case 'most-common':
    case 'balance':
      return shareProbe(counts.want(value()), rule);
    case 'max-age':
      return ageProbe(target.dialect.epochMs(`max(${value()})`), rule.ms, nowMs);
  }
}

function aggregateProbe(ask: Ask, range: NumberRange, tell: (value: number) => string): Probe {
  return { asks: [() => [ask]], tell: (known) => figure(known.number(ask), range, tell) };
}

function quantileProbe(
  x: string,
  { at, range }: Extract<FigureRule, { kind: 'quantile' }>,
  numbers: NumbersAtOnce,
): Probe {
  return {
    asks: askQuantiles(x, [at], numbers),
    tell: (known) => figure(known.number({ x, at }), range, (value) => `is ${shown(value, range)}`),
  };
}

function distinctShareProbe(value: string, range: NumberRange): Probe {
  const [distinct, all] = [`count(DISTINCT ${value})`, `count(${value})`];
  return {
    asks: [() => [distinct, all]],
    tell(known) {
      const total = known.number(all) ?? 0;
      const share = total === 0 ? undefined : (known.number(distinct) ?? 0) / total;
      return figure(share, range, (found) => `${percentOf(found)} of the values are different`);
    },
  };
}

/** The figure is how many of the values occur; it must be all of them. */
function includesProbe(
  value: string,
  values: readonly Literal[],
  literal: (value: Literal) => string,
): Probe {
  const wanted = [...new Set(values.map(literal))];
  const sql = `count(DISTINCT ${value}) FILTER (WHERE ${value} IN (${wanted.join(', ')}))`;
  return aggregateProbe(sql, { min: wanted.length }, (found) => `${found} of ${wanted.length} values occur`);
}

function sumProbe(
  x: string,
  rule: { readonly kind: 'sum' | 'mean'; readonly range: NumberRange },
  dialect: Dialect,
): Probe {
  return {
    asks: [() => rangeOf(x), (known) => askSum(x, known, dialect)],
    tell(known) {
      const sum = sumOf(x, known, dialect);
      const n = known.number(`count(${x})`) ?? 0;
      const value = sum === undefined ? undefined : sum / (rule.kind === 'mean' ? n : 1);
      return figure(value, rule.range, (found) => `is ${shown(found, rule.range)}`);
    },
  };
}

function stdProbe(x: string, range: NumberRange, dialect: Dialect): Probe {
  return {
    asks: [() => rangeOf(x), (known) => askSquares(x, known, dialect)],
    tell: (known) =>
      figure(deviationOf(x, known, dialect)?.std, range, (value) => `is ${shown(value, range)}`),
  };
}

/** The share of the most common value, or of each. */
function shareProbe(
  counts: string,
  { kind, range }: { readonly kind: 'most-common' | 'balance'; readonly range: NumberRange },
): Probe {
  return {
    asks: [],
    async tell(_known, reader) {
      const [all] = await reader.query(
        `SELECT count(*) AS classes, CAST(coalesce(sum(n), 0) AS ${reader.dialect.whole}) AS total, max(n) AS most, min(n) AS least FROM ${counts}`,
      );
      const [classes, total] = [Number(all?.classes), Number(all?.total)];
      if (total === 0) return figure(undefined, range, String);
      const [most, least] = [Number(all?.most) / total, Number(all?.least) / total];
      if (kind === 'most-common')
        return figure(most, range, (found) => `${percentOf(found)} of the values are the same`);
      return balance({ classes, most, least }, range, await extremes(reader, counts));
    },
  };
}

interface Shares {
  readonly classes: number;
  readonly most: number;
  readonly least: number;
}

function balance({ classes, most, least }: Shares, range: NumberRange, names: Extremes): Found {
  const isLow = range.min !== undefined && least < range.min;
  const value = isLow || range.max === undefined ? least : most;
  const name = value === least ? names.rarest : names.commonest;
  const isFailing = isLow || (range.max !== undefined && most > range.max);
  const text = `${plural(classes, 'value')}, the ${value === least ? 'rarest' : 'most common'} in ${percentOf(value)}`;
  return { kind: 'figure', value, isFailing, text, named: name };
}

interface Extremes {
  readonly rarest: string;
  readonly commonest: string;
}

async function extremes(reader: Reader, counts: string): Promise<Extremes> {
  const text = 'CAST(value AS VARCHAR)';
  const least = reader.dialect.valueOfLeast;
  const [row] = await reader.query(
    `SELECT ${least(text, ['n', text])} AS rarest, ${least(text, ['-n', text])} AS commonest FROM ${counts}`,
  );
  return { rarest: String(row?.rarest), commonest: String(row?.commonest) };
}

const dayMs = 86_400_000;

function ageProbe(newest: string, mostMs: number, nowMs: number): Probe {
  return {
    asks: [() => [newest]],
    tell: (known) => {
      const at = known.number(newest);
      const ageMs = at === undefined ? undefined : nowMs - at;
      // what lies further ahead than the zones of the earth do would hide that nothing new came
      return figure(ageMs, { min: -dayMs, max: mostMs }, (age) =>
        age < 0
          ? `the newest is ${formatDuration(-age)} in the future`
          : `the newest is ${formatDuration(age)} old`,
      );
    },
  };
}

/** A figure in its range or not; not measured where there is none. */
export function figure(
  value: number | undefined,
  range: NumberRange,
  tell: (value: number) => string,
): Found {
  if (value === undefined || Number.isNaN(value))
    return { kind: 'unmeasured', reason: 'it has too few values' };
  return { kind: 'figure', value, isFailing: isOutside(value, range), text: tell(value) };
}

/** A number for people: six digits, or all where those would put it on the other side of a bound. */
export function shown(value: number, range: NumberRange): string {
  const short = Number(value.toPrecision(6));
  return String(isOutside(short, range) === isOutside(value, range) ? short : value);
}

function isOutside(value: number, { min, max }: NumberRange): boolean {
  return (min !== undefined && value < min) || (max !== undefined && value > max);
}

function percentOf(share: number): string {
  return `${Number((share * 100).toPrecision(4))} %`;
}
