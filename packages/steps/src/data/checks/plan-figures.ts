import { parseDuration } from '@ml-ci/core';
import type { NumberRange, Rule } from './check.ts';
import {
  type CountForm,
  type Draft,
  defined,
  describeRange,
  mistake,
  optionsOf,
  type Path,
} from './draft.ts';
import type { Put } from './plan-column.ts';
import type { ColumnDocument, ColumnType } from './schema.ts';

const numeric: readonly (ColumnType | undefined)[] = ['integer', 'number'];

/** Plans the checks of a column that look at one figure of many rows. */
export function planFigures(
  draft: Draft,
  column: ColumnDocument,
  type: ColumnType | undefined,
  path: Path,
  put: Put,
): void {
  planMoments(draft, column, type, path, put);
  planCounts(column, put);
  planAge(draft, column, type, path, put);
  if (column.outliers === undefined) return;
  if (!numeric.includes(type)) mistake(draft, [...path, 'outliers'], 'is for columns of numbers');
  const { method, factor = method === 'iqr' ? 1.5 : 3 } = plain(column.outliers);
  const demand =
    method === 'iqr'
      ? `within ${factor} × the distance of the quartiles`
      : `within ${factor} × the standard deviation`;
  put('outliers', { kind: 'outliers', method, factor }, demand, optionsOf(column.outliers));
}

function planMoments(
  draft: Draft,
  column: ColumnDocument,
  type: ColumnType | undefined,
  path: Path,
  put: Put,
): void {
  for (const key of ['mean', 'std', 'sum', 'smallest', 'largest', 'median'] as const) {
    const form = column[key];
    if (form === undefined) continue;
    if (!numeric.includes(type)) mistake(draft, [...path, key], 'is for columns of numbers');
    const range = defined(plain(form));
    const rule: Rule = key === 'median' ? { kind: 'quantile', at: 0.5, range } : { kind: key, range };
    put(key, rule, describeRange(range), optionsOf(form));
  }
  for (const [at, form] of Object.entries(column.quantiles ?? {})) {
    if (!numeric.includes(type)) mistake(draft, [...path, 'quantiles'], 'is for columns of numbers');
    const range = defined(plain(form));
    const rule: Rule = { kind: 'quantile', at: Number(at), range };
    put('quantiles', rule, describeRange(range), optionsOf(form), at);
  }
}

function planCounts(column: ColumnDocument, put: Put): void {
  if (column.distinct !== undefined) {
    const raw = plain(column.distinct);
    const range = defined(typeof raw === 'number' ? { min: raw, max: raw } : raw);
    const demand = `${describeRange(range)} different values`;
    put('distinct', { kind: 'distinct', range }, demand, optionsOf(column.distinct));
  }
  if (column['most-common'] !== undefined) {
    const most = plain(column['most-common']);
    const rule: Rule = { kind: 'most-common', range: { max: shareOf(most) } };
    put('most-common', rule, `one value in at most ${most} of the rows`, optionsOf(column['most-common']));
  }
  if (column.balance !== undefined) {
    const { range, words } = shares(plain(column.balance));
    const demand = `each value in ${words} of the rows`;
    put('balance', { kind: 'balance', range }, demand, optionsOf(column.balance));
  }
  if (column['distinct-share'] !== undefined) {
    const { range, words } = shares(plain(column['distinct-share']));
    const demand = `${words} of the values are different`;
    put('distinct-share', { kind: 'distinct-share', range }, demand, optionsOf(column['distinct-share']));
  }
}

function shares({ min, max }: { readonly min?: string | undefined; readonly max?: string | undefined }): {
  readonly range: NumberRange;
  readonly words: string;
} {
  const range = {
    ...(min === undefined ? {} : { min: shareOf(min) }),
    ...(max === undefined ? {} : { max: shareOf(max) }),
  };
  return { range, words: [min && `at least ${min}`, max && `at most ${max}`].filter(Boolean).join(', ') };
}

function planAge(
  draft: Draft,
  column: ColumnDocument,
  type: ColumnType | undefined,
  path: Path,
  put: Put,
): void {
  const form = column['max-age'];
  if (form === undefined) return;
  if (type !== 'date' && type !== 'timestamp')
    mistake(draft, [...path, 'max-age'], 'is for columns of type date or timestamp');
  const text = plain(form);
  const rule: Rule = { kind: 'max-age', ms: parseDuration(text) ?? Number.NaN };
  put('max-age', rule, `the newest at most ${text} old`, optionsOf(form));
}

/** The value of a check in either form; the long form is the only object with a key `value`. */
function plain<V extends number | string | CountForm | object>(form: V | { readonly value: V }): V {
  return typeof form === 'object' && 'value' in form ? form.value : form;
}

/** `12.5%` as 0.125: the nearest number, which a division by 100 may miss. */
export function shareOf(text: string): number {
  return Number(`${text.slice(0, -1)}e-2`);
}
