import type { Rule } from './check.ts';
import { concludedType } from './column-type.ts';
import { add, clash, type Draft, mistake, optionsOf, type Path, plainValue, telling } from './draft.ts';
import { anyFails, anyWarns } from './limit.ts';
import { planDrift } from './plan-drift.ts';
import { planFigures } from './plan-figures.ts';
import { planReferences } from './plan-related.ts';
import { planBounds, planIncludes, planSets, planText } from './plan-values.ts';
import type { CheckOptions, ColumnDocument, ColumnType } from './schema.ts';

/** Plans the checks of one column. */
export function planColumn(draft: Draft, name: string, column: ColumnDocument, path: Path): void {
  const type = column.type === undefined ? concludedType(draft, column, path) : plainValue(column.type);
  if (type !== undefined) draft.types.set(name, type);
  if (column.required === false) draft.optional.add(name);
  planFormat(draft, name, column, type, path);
  clash(draft, column, path);
  const first = draft.checks.length;
  const put: Put = (key, rule, demand, options = {}, part) =>
    add(draft, {
      name: [name, key, ...(part === undefined ? [] : [part])].join(' '),
      rule,
      columns: [name],
      demand,
      path: key in column ? [...path, key, ...(part === undefined ? [] : [part])] : path,
      options: [options, column],
    });
  if (type !== undefined)
    put('type', { kind: 'type', type }, `${type === 'integer' ? 'an' : 'a'} ${type}`, optionsOf(column.type));
  planNullable(draft, name, column, path);
  if (type === 'number' && (column.finite === undefined || plainValue(column.finite))) {
    put('finite', { kind: 'finite' }, 'neither NaN nor infinite', optionsOf(column.finite));
  }
  if (column.finite !== undefined && type !== 'number')
    mistake(draft, [...path, 'finite'], 'is for columns of type number');
  planBounds(draft, column, type, path, put);
  planSets(draft, column, type, path, put);
  planText(draft, column, type, path, put);
  planFigures(draft, column, type, path, put);
  planIncludes(draft, column, type, path, put);
  planDrift(draft, column, type, path, put);
  planReferences(name, column, put);
  if (column.unique !== undefined && plainValue(column.unique))
    put('unique', { kind: 'unique' }, 'no value twice', optionsOf(column.unique));
  planPresence(draft, name, column, path, first);
}

/** An absent column is as bad as the worst that its checks could have found. */
function planPresence(draft: Draft, name: string, column: ColumnDocument, path: Path, first: number): void {
  if (column.required === false) return;
  const own = draft.checks.slice(first);
  // a column that is only listed is there to be there
  const canFail =
    own.length === 0 ? column.severity !== 'warn' : own.some(({ limits }) => limits.fail !== undefined);
  const check = {
    name: `${name} present`,
    rule: { kind: 'present' },
    columns: [name],
    demand: 'a column of this name',
  } as const;
  const { owner, tags } = telling([column]);
  const told = { ...(owner && { owner }), ...(tags && { tags }) };
  draft.checks.splice(first, 0, {
    ...check,
    ...told,
    limits: canFail ? anyFails : anyWarns,
    line: draft.lineOf(path, true),
  });
}

/** Adds a check of the column; `part` says which of several under one key it is. */
export type Put = (
  key: keyof ColumnDocument,
  rule: Rule,
  demand: string,
  options?: CheckOptions,
  part?: string,
) => void;

function planNullable(draft: Draft, name: string, column: ColumnDocument, path: Path): void {
  const raw = column.nullable === undefined ? false : plainValue(column.nullable);
  if (raw === true) return;
  const options = optionsOf(column.nullable);
  const share = typeof raw === 'string' ? raw : undefined;
  if (share !== undefined && (options.fail !== undefined || options.warn !== undefined)) {
    mistake(draft, [...path, 'nullable'], 'is a share already: leave out warn and fail, or write false');
  }
  const severity = options.severity ?? column.severity;
  const limited =
    share === undefined ? [options, column] : [severity === 'warn' ? { warn: share } : { fail: share }];
  add(draft, {
    name: `${name} nullable`,
    rule: { kind: 'nullable' },
    columns: [name],
    demand: share === undefined ? 'no nulls' : `at most ${share} nulls`,
    path: column.nullable === undefined ? path : [...path, 'nullable'],
    options: limited,
  });
}

/** How the dates of the column are written. */
function planFormat(
  draft: Draft,
  name: string,
  column: ColumnDocument,
  type: ColumnType | undefined,
  path: Path,
): void {
  const format = column['date-format'];
  if (format === undefined) return;
  if (type === 'date' || type === 'timestamp') draft.formats.set(name, [format].flat());
  else mistake(draft, [...path, 'date-format'], 'is for columns of type date or timestamp');
}
