import { type Draft, mistake, type Path, plainValue } from './draft.ts';
import { typeOf, typeOfBound } from './literal.ts';
import { isOfOrder } from './plan-drift.ts';
import type { ColumnDocument, ColumnType } from './schema.ts';

/** The type that the bounds and sets of a column speak of. */
export function concludedType(draft: Draft, column: ColumnDocument, path: Path): ColumnType | undefined {
  const bounds = [column.min, column.max, column.above, column.below].flatMap((form) =>
    form === undefined ? [] : [typeOfBound(plainValue(form))],
  );
  const values = [column.in, column['not-in'], column.includes].flatMap((form) =>
    form === undefined ? [] : plainValue(form).map(setType),
  );
  const text = column.matches !== undefined || column.length !== undefined ? ['string' as const] : [];
  const types = [...new Set<ColumnType>([...bounds, ...values, ...text])];
  if (types.length === 0 && asksForNumbers(column)) return 'number';
  if (types.length > 1)
    mistake(draft, path, `has values of different types: ${types.join(', ')}`, 'say which with type');
  return types.length > 1 ? undefined : types[0];
}

/** Figures that only numbers have. */
const numberFigures = [
  'mean',
  'median',
  'std',
  'sum',
  'smallest',
  'largest',
  'quantiles',
  'outliers',
] as const;

function asksForNumbers(column: ColumnDocument): boolean {
  const { drift } = column;
  const measure = typeof drift === 'object' ? drift.measure : drift;
  return numberFigures.some((key) => column[key] !== undefined) || isOfOrder(measure);
}

const setType = (value: string | number | boolean): ColumnType =>
  typeof value === 'string' ? 'string' : typeOf(value);
