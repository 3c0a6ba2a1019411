import type { ColumnType } from '../checks/schema.ts';
import { typeOfDtype } from './pandas.ts';

/** The one type that all of these names of types are; undefined where they are several, or none. */
export function commonType(names: readonly string[]): ColumnType | undefined {
  const types = new Set(names.map(typeOfName));
  if (types.size === 2 && types.has('integer') && types.has('number')) return 'number';
  const [type] = types;
  return types.size === 1 && type !== 'unsupported' ? type : undefined;
}

/** A type by its name in pandas, in SQL or in Spark; `unsupported` where nobody here knows it. */
export function typeOfName(name: string): ColumnType | 'unsupported' | undefined {
  const found = typeOfDtype(name);
  if (found !== 'unsupported') return found;
  if (/^(BIG|SMALL|TINY)?INT(EGER)?$|^(Integer|Long|Short)Type$|^int_$/i.test(name)) return 'integer';
  if (
    /^(DOUBLE( PRECISION)?|REAL|NUMERIC|DECIMAL)(\(.*\))?$|^(Double|Float|Decimal)Type$|^float_$/i.test(name)
  )
    return 'number';
  if (/^(VARCHAR|CHAR|TEXT)(\(.*\))?$|^StringType$|^str_$|^object_$/i.test(name)) return 'string';
  if (/^BooleanType$|^bool_$/i.test(name)) return 'boolean';
  if (/^DateType$/.test(name)) return 'date';
  return /^TIMESTAMP.*$|^DATETIME$|^TimestampType$|^Timestamp$/i.test(name) ? 'timestamp' : 'unsupported';
}
