import { StepError } from '@ml-ci/core';
import { type Engine, EngineError } from '../engine/engine.ts';
import type { Bound } from '../measure/bind.ts';
import type { Aggregates } from '../measure/known.ts';
import { withoutValues } from '../report/mask.ts';

type BoundProbe = Extract<Bound, { kind: 'probe' }>;

/** True for a check that has SQL of the checks file. */
export function isOfSql(bound: Bound): bound is BoundProbe {
  return bound.kind === 'probe' && (bound.expressions.length > 0 || bound.metric !== undefined);
}

/**
 * Throws CHECK_SQL_FAILED for an expression that is not true or false, a metric that is no number, or what does not fit its
 * columns. Notes the types that metrics are made of. No row is read.
 */
export async function assertTypes(
  engine: Engine,
  bounds: readonly Bound[],
  from: string,
  known: Aggregates,
): Promise<void> {
  const checks = bounds.filter(isOfSql);
  const all = checks.flatMap((bound) => [
    ...bound.expressions.map((sql) => ({ bound, sql, isCondition: true })),
    ...(bound.metric?.values ?? []).map((sql) => ({ bound, sql, isCondition: false })),
  ]);
  if (all.length > 0 && !(await areRight(engine, all, from, known)))
    // one by one only to find out which it is
    for (const one of all) await assertOne(engine, one, from, known);
  for (const bound of checks) await assertNumber(bound, known);
}

interface Sql {
  readonly bound: BoundProbe;
  readonly sql: string;
  /** True or false, and not what an aggregate is of. */
  readonly isCondition: boolean;
}

async function areRight(
  engine: Engine,
  all: readonly Sql[],
  from: string,
  known: Aggregates,
): Promise<boolean> {
  try {
    const types = await engine.typesOf(
      all.map(({ sql }) => sql),
      from,
    );
    for (const [at, { sql }] of all.entries()) known.learnType(sql, types[at] ?? '');
    return all.every(({ isCondition }, at) => !isCondition || types[at] === 'BOOLEAN');
  } catch (error) {
    if (error instanceof EngineError) return false;
    throw error;
  }
}

async function assertOne(
  engine: Engine,
  { bound, sql, isCondition }: Sql,
  from: string,
  known: Aggregates,
): Promise<void> {
  const [type = ''] = await fitting(bound, () => engine.typesOf([sql], from));
  if (isCondition && type !== 'BOOLEAN') throw sqlFailed(bound, `is of type ${type}, not true or false`);
  known.learnType(sql, type);
}

async function assertNumber(bound: BoundProbe, known: Aggregates): Promise<void> {
  const { metric } = bound;
  if (metric === undefined) return;
  const problem = await fitting(bound, () => metric.typeProblem(known));
  if (problem !== undefined) throw sqlFailed(bound, problem);
}

async function fitting<T>(bound: Bound, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    if (cause instanceof EngineError)
      throw sqlFailed(bound, `does not fit its columns: ${cause.message}`, cause);
    throw cause;
  }
}

/** Throws CHECK_SQL_FAILED where an expression is what the engine could not compute. `run` computes one alone. */
export async function blameExpressions(
  bounds: readonly Bound[],
  run: (bound: Bound) => Promise<unknown>,
): Promise<void> {
  for (const bound of bounds) {
    if (!isOfSql(bound)) continue;
    try {
      await run(bound);
    } catch (cause) {
      if (!(cause instanceof EngineError)) throw cause;
      if (!['Conversion', 'Out of Range', 'Invalid Input'].includes(cause.type)) return;
      // the cause would quote a value of the data
      throw sqlFailed(bound, `fails on the data: ${withoutValues(cause.message)}`);
    }
  }
}

function sqlFailed({ check }: Bound, message: string, cause?: EngineError): StepError {
  const isMetric = check.rule.kind === 'metric';
  return new StepError('CHECK_SQL_FAILED', {
    message: `the ${isMetric ? 'metric' : 'expression'} "${check.name}" (line ${check.line} of the checks file) ${message}`,
    fix: isMetric
      ? 'make it one number: TRY_CAST, NULLIF, CAST to DOUBLE and FILTER help'
      : 'make it true, false or NULL for every row: TRY_CAST, NULLIF and TRY help',
    ...(cause === undefined ? {} : { cause }),
  });
}
