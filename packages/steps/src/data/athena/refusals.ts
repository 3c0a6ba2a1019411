import { StepError } from '@ml-ci/core';
import type { SourcePlan } from '../checks/check.ts';
import type { ParsedExpression } from '../expression/expression.ts';
import type { PlannedSource } from '../sources/source-plans.ts';
import { isAthena, parseTableName } from './entry.ts';
import { athenaExpression } from './expression.ts';
import { portablePattern } from './pattern.ts';

/** Refuses what cannot be done with tables of Athena before anything is read: all of it would else be found late, and paid for. */
export function assertReachable(planned: readonly PlannedSource[], sampleRows: number | undefined): void {
  for (const { source, plan, related } of planned) {
    if (source.format === 'athena' && sampleRows !== undefined)
      throw new StepError('SOURCE_INVALID', {
        message: `the source "${source.entry}" has no first rows: a table of Athena has no order`,
        fix: ({ input }) => `leave ${input('sample')} out, or limit the checks with where:`,
      });
    for (const other of related.keys()) assertTogether(source.entry, other);
    if (source.format === 'athena') assertSpelled(source.entry, plan);
  }
}

/** What has no spelling there that means the same. */
function assertSpelled(entry: string, { checks, nanIsNull }: SourcePlan): void {
  const unlike = checks.find(({ rule }) => rule.kind === 'unique' && rule.nulls === 'equal');
  if (unlike === undefined && !nanIsNull) return;
  throw new StepError('SOURCE_INVALID', {
    message: `the source "${entry}" is in Athena, where ${unlike === undefined ? 'nan-is-null' : `"${unlike.name}" with nulls: equal`} cannot be asked`,
    fix: 'leave it out for this source, under sources: of the checks file',
  });
}

/** One engine reads both sides of a check. */
function assertTogether(entry: string, other: string): void {
  if (isAthena(entry) !== isAthena(other))
    throw new StepError('SOURCE_INVALID', {
      message: `"${entry}" cannot be held against "${other}": one of them is in Athena, the other is not`,
      fix: 'hold tables of Athena against tables of Athena, and files against files',
    });
  if (isAthena(entry) && parseTableName(entry).catalog !== parseTableName(other).catalog)
    throw new StepError('SOURCE_INVALID', {
      message: `"${entry}" cannot be held against "${other}": they are in two catalogs`,
      fix: 'hold tables of one catalog against each other',
    });
}

/** Why a pattern would not find the same in Athena. */
export function athenaPatternProblem(pattern: string): string | undefined {
  const portable = portablePattern(pattern);
  return portable.ok ? undefined : `${portable.reason}, which Athena reads differently`;
}

/** Why an expression has no SQL in Athena that means the same; what hangs on the types of columns is found when they are known. */
export function athenaExpressionProblem({ columns, tree }: ParsedExpression): string | undefined {
  const written = athenaExpression(
    tree,
    new Map(columns.map((name) => [name, { sql: name, native: undefined }])),
  );
  return written.ok ? undefined : written.reason;
}
