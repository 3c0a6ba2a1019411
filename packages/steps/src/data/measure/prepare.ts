import { type Problem, StepError } from '@ml-ci/core';
import { athenaExpressionProblem, athenaPatternProblem } from '../athena/refusals.ts';
import type { Check } from '../checks/check.ts';
import { checksInvalid, type ParsedChecks } from '../checks/document.ts';
import { type Engine, EngineError } from '../engine/engine.ts';
import { type ParsedExpression, parseExpression, rowFunctions } from '../expression/expression.ts';
import { type ParsedMetric, parseMetric } from '../expression/metric.ts';
import type { PlannedSource } from '../sources/source-plans.ts';
import { hasTypes } from '../sources/sources.ts';
import { untyped } from './bind-sql.ts';

/** What the checks file has of SQL, by its text. */
export interface PreparedSql {
  readonly expressions: ReadonlyMap<string, ParsedExpression>;
  readonly metrics: ReadonlyMap<string, ParsedMetric>;
}

/** Has the engine read every expression, metric and pattern before any data: by their text. All mistakes are reported at once. */
export async function prepare(
  engine: Engine,
  { fileName, typeHint }: ParsedChecks,
  planned: readonly PlannedSource[],
): Promise<PreparedSql> {
  const place = ({ line }: Check) => `${fileName}:${line}`;
  const forbidden: Problem[] = [];
  const mistakes: Problem[] = [];
  const expressions = new Map<string, ParsedExpression>();
  const metrics = new Map<string, ParsedMetric>();
  let known: Promise<ReadonlySet<string>> | undefined;
  const functions = () => (known ??= rowFunctions(engine));
  for (const { plan, source } of planned) {
    for (const [name, formats] of plan.formats) {
      const message = await formatProblem(engine, formats);
      const line = plan.checks.find(({ columns }) => columns.includes(name))?.line ?? 1;
      if (message !== undefined) mistakes.push({ name, message, place: `${fileName}:${line}` });
    }
    const hold = (expression: ParsedExpression, check: Check) => {
      const reason = source.format === 'athena' ? athenaExpressionProblem(expression) : undefined;
      if (reason !== undefined)
        forbidden.push({ name: check.name, message: `${reason} (in Athena)`, place: place(check) });
      const names = hasTypes(source.format) ? [] : untyped(expression, plan.types);
      for (const name of names)
        mistakes.push({ ...untypedProblem(name, check, place(check)), ...(typeHint && { fix: typeHint }) });
    };
    for (const check of plan.checks) {
      const { rule } = check;
      if (rule.kind === 'matches') {
        const reason =
          (await patternProblem(engine, rule.pattern)) ??
          (source.format === 'athena' ? athenaPatternProblem(rule.pattern) : undefined);
        if (reason !== undefined) mistakes.push({ name: check.name, message: reason, place: place(check) });
      }
      for (const sql of [
        ...(rule.kind === 'expression' ? [rule.sql] : []),
        ...(check.where === undefined ? [] : [check.where]),
      ]) {
        const parsed = await parseExpression(engine, sql, functions);
        if (!parsed.ok) {
          forbidden.push({ name: check.name, message: parsed.reason, place: place(check) });
          continue;
        }
        expressions.set(sql, parsed.expression);
        hold(parsed.expression, check);
      }
      if (rule.kind !== 'metric') continue;
      const parsed = await parseMetric(engine, rule.sql, functions);
      if (!parsed.ok) {
        const { reason, fix } = parsed;
        forbidden.push({ name: check.name, message: reason, place: place(check), ...(fix && { fix }) });
        continue;
      }
      metrics.set(rule.sql, parsed.metric);
      for (const { of, filter } of parsed.metric.aggregates)
        for (const expression of [of, filter]) if (expression !== undefined) hold(expression, check);
    }
  }
  if (forbidden.length > 0) throw sqlForbidden(fileName, unlike([...forbidden, ...mistakes]));
  if (mistakes.length > 0) throw checksInvalid(fileName, unlike(mistakes));
  return { expressions, metrics };
}

/** An aggregate may name a column that another names as well. */
function unlike(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

async function formatProblem(engine: Engine, formats: readonly string[]): Promise<string | undefined> {
  try {
    for (const format of formats)
      await engine.query('SELECT try_strptime($1::VARCHAR, $2::VARCHAR) AS at', ['', format]);
    return undefined;
  } catch (error) {
    if (error instanceof EngineError) return `has a format of dates that is none: ${error.message}`;
    throw error;
  }
}

async function patternProblem(engine: Engine, pattern: string): Promise<string | undefined> {
  try {
    await engine.query(`SELECT regexp_matches('', $1::VARCHAR) AS found`, [pattern]);
    return undefined;
  } catch (error) {
    if (error instanceof EngineError) return `is no regular expression: ${error.message}`;
    throw error;
  }
}

function untypedProblem(name: string, check: Check, place: string): Problem {
  return {
    name: check.name,
    message: `uses the column "${name}", whose type is not declared`,
    place,
    fix: `add columns: { ${name}: { type: number, nullable: true } }, or what it is`,
  };
}

function sqlForbidden(fileName: string, problems: readonly Problem[]): StepError {
  return new StepError('CHECK_SQL_FORBIDDEN', {
    message: `the checks file "${fileName}" has SQL that may not stand there`,
    fix: 'write expressions with columns, operators, CASE, CAST and deterministic functions, and aggregates in metrics only',
    problems,
  });
}
