import type { Literal } from './check.ts';
import {
  type Draft,
  defined,
  describeRange,
  mistake,
  one,
  optionsOf,
  type Path,
  plainValue,
} from './draft.ts';
import { isRounded, toLiteral } from './literal.ts';
import type { Put } from './plan-column.ts';
import type { ColumnDocument, ColumnType } from './schema.ts';

const boundWords = { min: 'at least', max: 'at most', above: 'above', below: 'below' } as const;

/** Plans from where to where the values go. */
export function planBounds(
  draft: Draft,
  column: ColumnDocument,
  type: ColumnType | undefined,
  path: Path,
  put: Put,
): void {
  const bounds = new Map<string, Literal>();
  for (const key of ['min', 'max', 'above', 'below'] as const) {
    const form = column[key];
    if (form === undefined) continue;
    const bound = literal(draft, plainValue(form), type, [...path, key]);
    if (bound === undefined) continue;
    if (bound.type === 'string' || bound.type === 'boolean') {
      mistake(draft, [...path, key], 'is for numbers, dates and timestamps', 'for text there is length');
      continue;
    }
    bounds.set(key, bound);
    put(key, { kind: key, bound }, `${boundWords[key]} ${bound.text}`, optionsOf(form));
  }
  const [min, max] = [bounds.get('min'), bounds.get('max')];
  if (min && max && isAbove(min, max)) mistake(draft, [...path, 'min'], 'is above max');
}

/** Plans which values must be there. */
export function planIncludes(
  draft: Draft,
  { includes: form }: ColumnDocument,
  type: ColumnType | undefined,
  path: Path,
  put: Put,
): void {
  if (form === undefined) return;
  const values = literals(draft, plainValue(form), type, [...path, 'includes']);
  put('includes', { kind: 'includes', values }, `each of ${listed(plainValue(form))}`, optionsOf(form));
}

/** Plans which values there may be. */
export function planSets(
  draft: Draft,
  column: ColumnDocument,
  type: ColumnType | undefined,
  path: Path,
  put: Put,
): void {
  for (const key of ['in', 'not-in'] as const) {
    const form = column[key];
    if (form === undefined) continue;
    const values = literals(draft, plainValue(form), type, [...path, key], form === plainValue(form));
    const demand = `${key === 'in' ? 'one' : 'none'} of ${listed(plainValue(form))}`;
    put(key, { kind: key, values }, demand, optionsOf(form));
  }
}

function literals(
  draft: Draft,
  raw: readonly (string | number | boolean)[],
  type: ColumnType | undefined,
  path: Path,
  isShort = false,
): Literal[] {
  const values = raw.map((value, index) =>
    literal(draft, value, type, [...path, ...(isShort ? [index] : [])]),
  );
  return values.filter((value) => value !== undefined);
}

function listed(raw: readonly (string | number | boolean)[]): string {
  const shown = raw.slice(0, 8).map((value) => JSON.stringify(value));
  return `${shown.join(', ')}${raw.length > 8 ? `, … (${raw.length})` : ''}`;
}

/** Plans what text looks like. */
export function planText(
  draft: Draft,
  column: ColumnDocument,
  type: ColumnType | undefined,
  path: Path,
  put: Put,
): void {
  for (const key of ['matches', 'length'] as const) {
    if (column[key] !== undefined && type !== 'string') {
      mistake(draft, [...path, key], `is for columns of type string, not ${type}`);
      return;
    }
  }
  if (column.matches !== undefined) {
    const pattern = plainValue(column.matches);
    put('matches', { kind: 'matches', pattern }, `matches ${pattern}`, optionsOf(column.matches));
  }
  if (column.length !== undefined) {
    const raw = plainValue(column.length);
    const range = typeof raw === 'number' ? { min: raw, max: raw } : raw;
    put(
      'length',
      { kind: 'length', range: defined(range) },
      `${describeRange(range)} ${one(range) ? 'character' : 'characters'}`,
      optionsOf(column.length),
    );
  }
}

function literal(
  draft: Draft,
  value: string | number | boolean,
  type: ColumnType | undefined,
  path: Path,
): Literal | undefined {
  if (isRounded(value)) {
    mistake(draft, path, `"${value}" is too large to be exact`, 'write the number in quotes');
    return undefined;
  }
  const found = type === undefined ? undefined : toLiteral(value, type);
  if (found === undefined && type !== undefined) mistake(draft, path, `"${value}" is no ${type}`);
  return found;
}

function isAbove(a: Literal, b: Literal): boolean {
  if (a.type === 'number' && b.type === 'number') return a.value > b.value;
  if (a.type === 'integer' && b.type === 'integer') return BigInt(a.text) > BigInt(b.text);
  return 'text' in a && 'text' in b && a.type === b.type && a.text > b.text;
}
