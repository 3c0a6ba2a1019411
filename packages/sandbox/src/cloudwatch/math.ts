import { type Expression, MathError } from './math-syntax.ts';
import type { Point } from './metrics.ts';

/** Values by the start of their period. */
type Series = ReadonlyMap<number, number>;
type Value = number | Series | readonly Series[];

/** What an expression may refer to. */
export interface MathScope {
  /** Series by the id of their query. */
  readonly series: ReadonlyMap<string, readonly Point[]>;
  /** The ids that `METRICS()` stands for. */
  readonly metricIds: readonly string[];
  /** Every period of the range; FILL and scalars need them. */
  readonly timestamps: readonly number[];
}

/** The series of an expression, oldest first. A function that is not served throws a `MathError` that names it. */
export function evaluateMath(expression: Expression, scope: MathScope): readonly Point[] {
  const value = valueIn(expression, scope);
  if (isList(value)) throw new MathError('the expression gives several series, and one is expected');
  const series = typeof value === 'number' ? constant(value, scope) : value;
  return [...series]
    .sort(([a], [b]) => a - b)
    .map(([timestampMs, number]) => ({ timestampMs, value: number }));
}

function valueIn(expression: Expression, scope: MathScope): Value {
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'name':
      return named(expression.name, scope);
    case 'list':
      return expression.items.map((item) => asSeries(valueIn(item, scope), scope));
    case 'negative':
      return binary(0, single(valueIn(expression.of, scope)), (a, b) => a - b);
    case 'binary': {
      const left = single(valueIn(expression.left, scope));
      const right = single(valueIn(expression.right, scope));
      return binary(left, right, operatorOf(expression.operator));
    }
    case 'call':
      return call(expression.name, expression.args, scope);
  }
}

function call(name: string, args: readonly Expression[], scope: MathScope): Value {
  const fold = folds[name];
  if (fold) return aggregate(valueIn(argument(name, args, 0), scope), fold);
  switch (name) {
    case 'METRICS':
      return scope.metricIds.map((id) => named(id, scope));
    case 'FILL':
      return fill(asSeries(valueIn(argument(name, args, 0), scope), scope), argument(name, args, 1), scope);
    case 'IF':
      return choose(args, scope);
    case 'ABS':
      return binary(0, single(valueIn(argument(name, args, 0), scope)), (_zero, b) => Math.abs(b));
    default:
      throw new MathError(`the function ${name} is not served by the sandbox`);
  }
}

const folds: Readonly<Record<string, (values: readonly number[]) => number>> = {
  SUM: (values) => values.reduce((total, value) => total + value, 0),
  AVG: (values) => values.reduce((total, value) => total + value, 0) / values.length,
  MIN: (values) => Math.min(...values),
  MAX: (values) => Math.max(...values),
};

/** One series folds to a number; a list folds to a series, period by period. */
function aggregate(value: Value, fold: (values: readonly number[]) => number): Value {
  if (typeof value === 'number') return value;
  if (!isList(value)) return value.size === 0 ? new Map() : fold([...value.values()]);
  const columns = new Map<number, number[]>();
  for (const series of value) {
    for (const [time, number] of series) columns.set(time, [...(columns.get(time) ?? []), number]);
  }
  return new Map([...columns].map(([time, numbers]) => [time, fold(numbers)]));
}

function fill(series: Series, filler: Expression, scope: MathScope): Series {
  let last: number | undefined;
  const repeat = filler.kind === 'name' && filler.name === 'REPEAT';
  const constantFill = repeat ? undefined : valueIn(filler, scope);
  if (!repeat && typeof constantFill !== 'number')
    throw new MathError('FILL is served with a number or REPEAT only');
  return new Map(
    scope.timestamps.flatMap((time) => {
      last = series.get(time) ?? last;
      const value = series.get(time) ?? (repeat ? last : constantFill);
      return typeof value === 'number' ? [[time, value] as const] : [];
    }),
  );
}

function choose(args: readonly Expression[], scope: MathScope): Value {
  const condition = single(valueIn(argument('IF', args, 0), scope));
  const yes = single(valueIn(argument('IF', args, 1), scope));
  const no = single(args[2] ? valueIn(args[2], scope) : new Map());
  if (typeof condition === 'number') return condition === 0 ? no : yes;
  const pick = (time: number, test: number) => at(test === 0 ? no : yes, time);
  return new Map(
    [...condition].flatMap(([time, test]) => {
      const value = pick(time, test);
      return value === undefined ? [] : [[time, value] as const];
    }),
  );
}

/** Series meet at the periods that both have. */
function binary(left: number | Series, right: number | Series, apply: (a: number, b: number) => number) {
  if (typeof left === 'number' && typeof right === 'number') return apply(left, right);
  const times = typeof left === 'number' ? right : left;
  if (typeof times === 'number') return apply(times, times);
  return new Map(
    [...times.keys()].flatMap((time) => {
      const [a, b] = [at(left, time), at(right, time)];
      if (a === undefined || b === undefined) return [];
      const value = apply(a, b);
      // a division by zero is no datapoint
      return Number.isFinite(value) ? [[time, value] as const] : [];
    }),
  );
}

function operatorOf(operator: string): (a: number, b: number) => number {
  const found = operators[operator];
  if (!found) throw new MathError(`the operator ${operator} is not served by the sandbox`);
  return found;
}

const operators: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '^': (a, b) => a ** b,
  '==': (a, b) => Number(a === b),
  '!=': (a, b) => Number(a !== b),
  '<': (a, b) => Number(a < b),
  '>': (a, b) => Number(a > b),
  '<=': (a, b) => Number(a <= b),
  '>=': (a, b) => Number(a >= b),
};

function named(id: string, scope: MathScope): Series {
  const points = scope.series.get(id);
  if (!points) throw new MathError(`there is no query with the id "${id}"`);
  return new Map(points.map(({ timestampMs, value }) => [timestampMs, value]));
}

function argument(name: string, args: readonly Expression[], index: number): Expression {
  const found = args[index];
  if (!found) throw new MathError(`${name} needs ${index + 1} arguments`);
  return found;
}

function at(value: number | Series, time: number): number | undefined {
  return typeof value === 'number' ? value : value.get(time);
}

function single(value: Value): number | Series {
  if (isList(value)) throw new MathError('a list of series is only allowed inside SUM, AVG, MIN and MAX');
  return value;
}

function asSeries(value: Value, scope: MathScope): Series {
  const one = single(value);
  return typeof one === 'number' ? constant(one, scope) : one;
}

function constant(value: number, scope: MathScope): Series {
  return new Map(scope.timestamps.map((time) => [time, value]));
}

function isList(value: Value): value is readonly Series[] {
  return Array.isArray(value);
}
