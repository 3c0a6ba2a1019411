import { z } from 'zod';
import { wire } from '../compute/input.ts';
import { ServiceError } from '../service.ts';
import { evaluateMath } from './math.ts';
import { type Expression, MathError, parseMath } from './math-syntax.ts';
import type { MetricStore, Point, Window } from './metrics.ts';
import { isStatistic } from './statistic-set.ts';

export const dimensionsSchema = wire.list(z.object({ Name: wire.text, Value: wire.text })).default([]);

const statisticSchema = wire.text.refine(isStatistic, 'the sandbox serves simple statistics and pNN');

const periodSchema = wire.integer.refine(isPeriod, 'must be 1, 5, 10, 20, 30 or a multiple of 60');

const metricStatSchema = z.object({
  Metric: z.object({ Namespace: wire.text, MetricName: wire.text, Dimensions: dimensionsSchema }),
  Period: periodSchema,
  Stat: statisticSchema,
  Unit: wire.text.optional(),
});

/** One query of GetMetricData, or of an alarm with `Metrics`. */
export const querySchema = z
  .object({
    Id: wire.text.regex(/^[a-z][A-Za-z0-9_]*$/),
    MetricStat: metricStatSchema.optional(),
    Expression: wire.text.optional(),
    Label: wire.text.optional(),
    ReturnData: wire.boolean.default(true),
    Period: periodSchema.optional(),
    AccountId: wire.text.optional(),
  })
  .refine((query) => (query.MetricStat === undefined) !== (query.Expression === undefined), {
    message: 'exactly one of MetricStat and Expression must be there',
  });

export type MetricQuery = z.output<typeof querySchema>;

/** True for the periods that CloudWatch aggregates by. */
export function isPeriod(seconds: number): boolean {
  return [1, 5, 10, 20, 30].includes(seconds) || (seconds > 0 && seconds % 60 === 0);
}

/** The series of all queries by id, where each metric is read in the window that `windowOf` gives for its period. */
export function runQueries(
  store: MetricStore,
  queries: readonly MetricQuery[],
  windowOf: (periodSeconds: number) => Window,
): ReadonlyMap<string, readonly Point[]> {
  const series = new Map<string, readonly Point[]>();
  for (const { Id, MetricStat } of queries) {
    if (!MetricStat) continue;
    const { Metric, Stat, Period, Unit } = MetricStat;
    const identity = { namespace: Metric.Namespace, name: Metric.MetricName, dimensions: Metric.Dimensions };
    series.set(Id, store.series(identity, Stat, windowOf(Period), Unit));
  }
  const metricIds = [...series.keys()];
  const timestamps = timestampsOf(windowOf(periodOf(queries)));
  for (const { Id, Expression } of inOrder(queries)) {
    series.set(
      Id,
      asInvalid(Id, () => evaluateMath(Expression, { series, metricIds, timestamps })),
    );
  }
  return series;
}

/** The longest period of the queries, in which an expression over them has its values. */
export function periodOf(queries: readonly MetricQuery[]): number {
  return Math.max(...queries.map(({ MetricStat, Period }) => MetricStat?.Period ?? Period ?? 0), 1);
}

/** Expressions, each after those it refers to. */
function inOrder(queries: readonly MetricQuery[]): readonly { Id: string; Expression: Expression }[] {
  const waiting = queries.flatMap(({ Id, Expression }) =>
    Expression === undefined ? [] : [{ Id, Expression: asInvalid(Id, () => parseMath(Expression)) }],
  );
  const ordered: typeof waiting = [];
  while (waiting.length > 0) {
    const ready = waiting.findIndex(({ Expression }) => !waiting.some(({ Id }) => refersTo(Expression, Id)));
    const [next] = ready < 0 ? [] : waiting.splice(ready, 1);
    if (!next) throw invalid(`the expressions ${waiting.map(({ Id }) => Id).join(', ')} refer to each other`);
    ordered.push(next);
  }
  return ordered;
}

function refersTo(expression: Expression, id: string): boolean {
  switch (expression.kind) {
    case 'number':
      return false;
    case 'name':
      return expression.name === id;
    case 'list':
      return expression.items.some((item) => refersTo(item, id));
    case 'negative':
      return refersTo(expression.of, id);
    case 'binary':
      return refersTo(expression.left, id) || refersTo(expression.right, id);
    case 'call':
      return expression.args.some((arg) => refersTo(arg, id));
  }
}

function timestampsOf({ startMs, endMs, periodMs }: Window): readonly number[] {
  const count = Math.min(100_800, Math.max(0, Math.ceil((endMs - startMs) / periodMs)));
  return Array.from({ length: count }, (_, index) => startMs + index * periodMs);
}

function asInvalid<T>(id: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof MathError) throw invalid(`error in expression "${id}": ${error.message}`);
    throw error;
  }
}

/** What CloudWatch answers to a parameter it cannot use. */
export function invalid(message: string): ServiceError {
  return new ServiceError('InvalidParameterValueException', message);
}
