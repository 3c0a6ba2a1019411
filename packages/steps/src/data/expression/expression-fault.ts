import { StepError } from '@ml-ci/core';
import { type Engine, EngineError } from '../engine/engine.ts';
import type { Bound } from '../measure/bind.ts';
import { withoutValues } from '../report/mask.ts';

/** Throws CHECK_SQL_FAILED for an expression that is not true or false, or that does not fit its columns. No row is read. */
export async function assertBoolean(engine: Engine, bounds: readonly Bound[], from: string): Promise<void> {
  const all = bounds.flatMap((bound) =>
    bound.kind === 'probe' ? bound.expressions.map((expression) => ({ bound, expression })) : [],
  );
  if (all.length === 0) return;
  // one by one only to find out which it is
  for (const some of (await areBoolean(engine, all, from)) ? [] : all) await assertOne(engine, some, from);
}

interface BoundExpression {
  readonly bound: Bound;
  readonly expression: string;
}

async function areBoolean(engine: Engine, all: readonly BoundExpression[], from: string): Promise<boolean> {
  try {
    const types = await engine.typesOf(
      all.map(({ expression }) => expression),
      from,
    );
    return types.every((type) => type === 'BOOLEAN');
  } catch (error) {
    if (error instanceof EngineError) return false;
    throw error;
  }
}

async function assertOne(
  engine: Engine,
  { bound, expression }: BoundExpression,
  from: string,
): Promise<void> {
  try {
    const [type] = await engine.typesOf([expression], from);
    if (type !== 'BOOLEAN') throw sqlFailed(bound, `is of type ${type}, not true or false`);
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
    if (bound.kind !== 'probe' || bound.expressions.length === 0) continue;
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
  return new StepError('CHECK_SQL_FAILED', {
    message: `the expression "${check.name}" (line ${check.line} of the checks file) ${message}`,
    fix: 'make it true, false or NULL for every row: TRY_CAST, NULLIF and TRY help',
    ...(cause === undefined ? {} : { cause }),
  });
}
