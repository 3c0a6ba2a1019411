import type { Ask } from '../engine/ask.ts';
import type { Dialect } from '../engine/dialect.ts';
import type { AggregateName } from '../expression/aggregates.ts';
import type { AggregateValue } from '../expression/metric.ts';
import { typeOfNative } from '../sources/cell-types.ts';
import { askQuantiles, type NumbersAtOnce } from './ask-quantiles.ts';
import { askSum, rangeOf, sumOf } from './exact-sum.ts';
import type { Known } from './probe.ts';

/** An aggregate of a metric over the cells of the scan. */
export interface BoundAggregate {
  readonly name: AggregateName;
  readonly isDistinct: boolean;
  /** Undefined for `count(*)`. */
  readonly x: string | undefined;
  /** SQL that is true for the rows that it is of. */
  readonly rows: string;
  readonly at: number | undefined;
  readonly numbers: NumbersAtOnce;
  readonly dialect: Dialect;
}

/** How it is asked for, once types are known, and its value when all is read. */
export interface AggregateProbe {
  readonly asks: readonly ((known: Known) => readonly Ask[])[];
  /** With a reason where it has a value that is no number of the engine. */
  value(known: Known): AggregateValue | { readonly reason: string };
}

/** How values of a type are added up and compared. */
type TypeClass = 'integer' | 'decimal' | 'float' | 'boolean' | 'text' | 'time' | 'other';

/** What a type of an engine is to aggregates. Athena tells some of them in words of its own. */
export function classOf(native: string): TypeClass {
  if (/^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/.test(native)) return 'integer';
  if (/^DECIMAL\b/.test(native)) return 'decimal';
  if (/^(FLOAT|REAL|DOUBLE)$/.test(native)) return 'float';
  const type = typeOfNative(native);
  if (type === 'boolean') return 'boolean';
  if (type === 'string') return 'text';
  return type === 'date' || type === 'timestamp' ? 'time' : 'other';
}

/** Why an aggregate is not taken of values of a type. */
export function typeProblem({ name, x }: BoundAggregate, native: string): string | undefined {
  const kind = classOf(native);
  const isNumber = kind === 'integer' || kind === 'decimal' || kind === 'float';
  switch (name) {
    case 'count':
      return undefined;
    case 'min':
    case 'max':
      return x === undefined || kind !== 'other' ? undefined : `has ${name} of ${native}`;
    case 'count_if':
    case 'bool_and':
    case 'bool_or':
      return kind === 'boolean' ? undefined : `has ${name} of ${native}, which is not true or false`;
    default:
      return isNumber ? undefined : `has ${name} of ${native}, which is no number`;
  }
}

/** The type of the value, given that of what the aggregate is of: one for all engines, so that they compute the same from it. */
export function valueType({ name }: BoundAggregate, native: string): string {
  switch (name) {
    case 'count':
    case 'count_if':
      return 'BIGINT';
    case 'bool_and':
    case 'bool_or':
      return 'BOOLEAN';
    case 'avg':
    case 'median':
    case 'quantile_cont':
      return 'DOUBLE';
    default:
      return plainType(native);
  }
}

function plainType(native: string): string {
  switch (classOf(native)) {
    case 'integer':
      return 'HUGEINT';
    case 'decimal':
      return `DECIMAL(38, ${/,\s*(\d+)\)/.exec(native)?.[1] ?? 0})`;
    case 'float':
      return 'DOUBLE';
    case 'text':
      return 'VARCHAR';
    default:
      // Athena tells the digits of seconds
      return native.replace(/\(\d+\)/, '');
  }
}

/** How an aggregate is asked for. What depends on the order of rows in an engine is asked for in parts that do not. */
export function aggregateProbe(aggregate: BoundAggregate): AggregateProbe {
  const { name, isDistinct, x, rows } = aggregate;
  if (x === undefined) return counted(`count_if(${rows})`);
  const value = `CASE WHEN ${rows} THEN ${x} END`;
  switch (name) {
    case 'count':
      return counted(`count(${isDistinct ? 'DISTINCT ' : ''}${value})`);
    case 'count_if':
      return counted(`count_if(${rows} AND ${x})`);
    case 'bool_and':
    case 'bool_or':
      return asText(`${name}(${value})`, () => 'BOOLEAN');
    case 'min':
    case 'max':
      return byClass(x, {
        float: extreme(name, aggregate, x),
        other: asText(`${name}(${value})`, (known) => plainType(known.typeOf(x))),
      });
    case 'sum':
    case 'avg':
      return byClass(x, {
        float: floatSum(name, aggregate, x),
        other: wholeSum(name, aggregate, { x, value }),
      });
    case 'median':
    case 'quantile_cont':
      return quantile(aggregate, x);
  }
}

function byClass(
  x: string,
  { float, other }: { readonly float: AggregateProbe; readonly other: AggregateProbe },
): AggregateProbe {
  const of = (known: Known) => (classOf(known.typeOf(x)) === 'float' ? float : other);
  return {
    asks: [0, 1].map((at) => (known: Known) => of(known).asks[at]?.(known) ?? []),
    value: (known) => of(known).value(known),
  };
}

function counted(sql: string): AggregateProbe {
  return {
    asks: [() => [sql]],
    value: (known) => ({ type: 'BIGINT', text: String(known.bigint(sql)) }),
  };
}

/** Exact in the engine: it comes as the text of the value. */
function asText(aggregate: string, type: (known: Known) => string): AggregateProbe {
  const sql = `CAST(${aggregate} AS VARCHAR)`;
  return {
    asks: [() => [sql]],
    value(known) {
      const text = textOf(known, sql);
      const plain = type(known);
      return { type: plain.startsWith('DECIMAL') && text !== null ? decimalOf(text) : plain, text };
    },
  };
}

function textOf(known: Known, sql: string): string | null {
  const value = known.value(sql);
  return value === null || value === undefined ? null : String(value);
}

const decimalOf = (text: string) => `DECIMAL(38, ${text.split('.')[1]?.length ?? 0})`;

/** NaN is above every number in every engine. Zero has one sign: of two that are equal, either may be the least. */
function extreme(name: 'min' | 'max', { rows, dialect }: BoundAggregate, x: string): AggregateProbe {
  const double = `CAST(${x} AS DOUBLE)`;
  const noNumber = dialect.isNaN(double);
  const found = `${name}(CASE WHEN ${rows} AND NOT ${noNumber} THEN ${double} END)`;
  const nans = `count_if(${rows} AND ${noNumber})`;
  return {
    asks: [() => [found, nans]],
    value(known) {
      const number = known.number(found);
      const isWithNaN = known.bigint(nans) > 0n;
      return doubleOf(isWithNaN && (name === 'max' || number === undefined) ? Number.NaN : number);
    },
  };
}

/** What JavaScript prints is read back as the same double. */
function doubleOf(value: number | undefined): AggregateValue {
  return { type: 'DOUBLE', text: value === undefined ? null : String(value === 0 ? 0 : value) };
}

/** The finite numbers, and how many are not. */
function finiteOf({ rows, dialect }: BoundAggregate, x: string) {
  const double = `CAST(${x} AS DOUBLE)`;
  const finite = dialect.isFinite(double);
  return {
    numbers: `CASE WHEN ${rows} AND ${finite} THEN ${double} END`,
    others: `count_if(${rows} AND NOT ${finite})`,
  };
}

const notFinite = (name: string) => ({
  reason: `${name} has NaN or infinities among its numbers; FILTER (WHERE isfinite(…)) leaves them out`,
});

function floatSum(name: 'sum' | 'avg', aggregate: BoundAggregate, x: string): AggregateProbe {
  const { dialect } = aggregate;
  const { numbers, others } = finiteOf(aggregate, x);
  return {
    asks: [() => [...rangeOf(numbers), others], (known) => askSum(numbers, known, dialect)],
    value(known) {
      if (known.bigint(others) > 0n) return notFinite(name);
      const sum = sumOf(numbers, known, dialect);
      if (sum === undefined) return doubleOf(undefined);
      return doubleOf(name === 'sum' ? sum : sum / Number(known.bigint(`count(${numbers})`)));
    },
  };
}

/** All sums of some rows lie below this, so that none is beyond the engine on the way, in whichever order. */
const mostWhole = 10n ** 38n;

/** Whole numbers and decimals, whose sums are exact in the engine as long as they have 38 digits. */
function wholeSum(
  name: 'sum' | 'avg',
  { dialect }: BoundAggregate,
  { x, value }: { readonly x: string; readonly value: string },
): AggregateProbe {
  const [count, least, most] = [
    `count(${value})`,
    `CAST(min(${value}) AS VARCHAR)`,
    `CAST(max(${value}) AS VARCHAR)`,
  ];
  const sumSql = (known: Known) => {
    const whole = classOf(known.typeOf(x)) === 'integer' ? `CAST(${value} AS ${dialect.whole})` : value;
    return `CAST(sum(${whole}) AS VARCHAR)`;
  };
  const isInReach = (known: Known) => {
    const ends = [least, most].map((sql) => digitsOf(textOf(known, sql) ?? '0'));
    return ends.every((end) => (end < 0n ? -end : end) * known.bigint(count) < mostWhole);
  };
  return {
    asks: [() => [count, least, most], (known) => (isInReach(known) ? [sumSql(known)] : [])],
    value(known) {
      if (!isInReach(known))
        return { reason: `the sum may have more than 38 digits; CAST to DOUBLE has less` };
      const text = textOf(known, sumSql(known));
      if (name === 'avg')
        return doubleOf(text === null ? undefined : Number(text) / Number(known.bigint(count)));
      const isInteger = classOf(known.typeOf(x)) === 'integer';
      return { type: isInteger || text === null ? plainType(known.typeOf(x)) : decimalOf(text), text };
    },
  };
}

/** `-12.50` as −1250: decimals of a column have the same number of digits. */
const digitsOf = (text: string) => BigInt(text.replace('.', ''));

function quantile(aggregate: BoundAggregate, x: string): AggregateProbe {
  const { name, at = 0.5, numbers: atOnce } = aggregate;
  const { numbers, others } = finiteOf(aggregate, x);
  const ask = { x: numbers, at };
  const [first, ...later] = askQuantiles(numbers, [at], atOnce);
  return {
    asks: [(known) => [...(first?.(known) ?? []), others], ...later],
    value: (known) => (known.bigint(others) > 0n ? notFinite(name) : doubleOf(known.number(ask))),
  };
}
