import type { Check, MetricRule, NumberRange } from '../checks/check.ts';
import { EngineError } from '../engine/engine.ts';
import type { AggregateName } from '../expression/aggregates.ts';
import type { ParsedMetric } from '../expression/metric.ts';
import { withoutValues } from '../report/mask.ts';
import { typeOfNative } from '../sources/cell-types.ts';
import type { Binding, Bound } from './bind.ts';
import { bindParsed } from './bind-sql.ts';
import { figure, shown } from './figure-probes.ts';
import {
  type AggregateProbe,
  aggregateProbe,
  type BoundAggregate,
  typeProblem,
  valueType,
} from './metric-values.ts';
import type { Found, Known, Probe, ProbeTarget } from './probe.ts';

/** What the engine says no to because of what the aggregates are; the rest is the machine. */
const ofValues: ReadonlySet<string> = new Set(['Binder', 'Conversion', 'Invalid Input', 'Out of Range']);

/** Aggregates that are a value of the rows, or lie between two. */
const ofOneValue: ReadonlySet<AggregateName> = new Set(['min', 'max', 'median', 'quantile_cont']);

/** Brings a metric together with the columns of its aggregates. */
export async function bindMetric(
  check: Check,
  rule: MetricRule,
  target: ProbeTarget,
  binding: Binding,
  expressions: readonly string[],
): Promise<Bound> {
  const metric = binding.metrics.get(rule.sql);
  if (metric === undefined) throw new Error(`the metric "${check.name}" was not parsed`);
  const aggregates: BoundAggregate[] = [];
  const [columns, valuesOf] = [new Set<string>(), new Set<string>()];
  const conditions = [...expressions];
  for (const { name, isDistinct, of, filter, at } of metric.aggregates) {
    let rows = target.scope;
    if (filter !== undefined) {
      const bound = await bindParsed(check, filter, binding);
      if ('kind' in bound) return bound;
      for (const column of bound.check.columns) columns.add(column);
      conditions.push(bound.sql);
      rows = `${rows} AND ${bound.sql}`;
    }
    const bound = of && (await bindParsed(check, of, binding));
    if (bound !== undefined && 'kind' in bound) return bound;
    for (const column of bound?.check.columns ?? []) {
      columns.add(column);
      if (ofOneValue.has(name)) valuesOf.add(column);
    }
    aggregates.push({
      name,
      isDistinct,
      x: bound?.sql,
      rows,
      at,
      dialect: target.dialect,
      numbers: binding.numbers,
    });
  }
  const probes = aggregates.map(aggregateProbe);
  return {
    kind: 'probe',
    check: { ...check, columns: [...columns], rule: { ...rule, valuesOf: [...valuesOf] } },
    probe: metricProbe(metric, probes, rule),
    expressions: conditions,
    metric: {
      values: aggregates.flatMap(({ x }) => x ?? []),
      typeProblem: (known) => metricTypeProblem(metric, aggregates, known),
    },
  };
}

async function metricTypeProblem(
  metric: ParsedMetric,
  aggregates: readonly BoundAggregate[],
  known: Pick<Known, 'typeOf'>,
): Promise<string | undefined> {
  const natives = aggregates.map(({ x }) => (x === undefined ? '' : known.typeOf(x)));
  for (const [at, aggregate] of aggregates.entries()) {
    const problem = typeProblem(aggregate, natives[at] ?? '');
    if (problem !== undefined) return problem;
  }
  const type = await metric.typeOf(
    aggregates.map((aggregate, at) => valueType(aggregate, natives[at] ?? '')),
  );
  return ['integer', 'number'].includes(typeOfNative(type)) ? undefined : `is of type ${type}, not a number`;
}

/** All aggregates are read with those of the other checks; the figure is computed from their values, in one place for all engines. */
function metricProbe(metric: ParsedMetric, probes: readonly AggregateProbe[], rule: MetricRule): Probe {
  return {
    asks: [0, 1].map((at) => (known: Known) => probes.flatMap(({ asks }) => asks[at]?.(known) ?? [])),
    async tell(known) {
      const values = [];
      for (const probe of probes) {
        const value = probe.value(known);
        if ('reason' in value) return { kind: 'unmeasured', reason: value.reason };
        values.push(value);
      }
      try {
        return told(await metric.valueOf(values), rule);
      } catch (error) {
        if (!(error instanceof EngineError) || !ofValues.has(error.type)) throw error;
        return { kind: 'unmeasured', reason: `it cannot be computed: ${withoutValues(error.message)}` };
      }
    },
  };
}

function told(value: number | null, { range, isShare }: MetricRule): Found {
  const reason = reasonOf(value);
  if (value === null || reason !== undefined) return { kind: 'unmeasured', reason: reason ?? '' };
  return figure(value, range, (found) => `is ${isShare ? shownShare(found, range) : shown(found, range)}`);
}

function reasonOf(value: number | null): string | undefined {
  if (value === null) return 'it is null, as of no values';
  if (Number.isNaN(value)) return 'it is not a number, as 0 / 0';
  return Number.isFinite(value) ? undefined : 'it is infinite, as a division by zero';
}

function shownShare(value: number, { min, max }: NumberRange): string {
  const hundredfold = (share: number) => Number((share * 100).toPrecision(15));
  const range = {
    ...(min !== undefined && { min: hundredfold(min) }),
    ...(max !== undefined && { max: hundredfold(max) }),
  };
  return `${shown(hundredfold(value), range)} %`;
}
