import { quote } from '../checks/literal.ts';
import type { ColumnType } from '../checks/schema.ts';

const patterns: Readonly<Record<Exclude<ColumnType, 'string'>, string>> = {
  integer: '[+-]?[0-9]+',
  number:
    '[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?|[+-]?([iI]nf(inity)?|[iI]nfinity)|[nN]a[nN]|NAN|INF',
  boolean: '(?i:true|false)',
  date: '[0-9]{4}-[0-9]{2}-[0-9]{2}',
  timestamp:
    '[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})?',
};

const engineTypes: Readonly<Record<Exclude<ColumnType, 'string'>, string>> = {
  integer: 'HUGEINT',
  number: 'DOUBLE',
  boolean: 'BOOLEAN',
  date: 'DATE',
  timestamp: 'TIMESTAMPTZ',
};

/**
 * SQL that reads text as a value, NULL where it is none. The engine's own cast is too kind: it takes white space, digit
 * groups, hexadecimal numbers, and rounds 1.7 to an integer.
 */
export function readText(cell: string, type: ColumnType | undefined, formats?: readonly string[]): string {
  if (type === undefined || type === 'string') return cell;
  if (formats !== undefined && (type === 'date' || type === 'timestamp')) {
    return `coalesce(${formats.map((format) => readFormat(cell, type, format)).join(', ')})`;
  }
  if (type === 'timestamp') return readTimestamp(cell);
  return `CASE WHEN regexp_full_match(${cell}, '${patterns[type]}') THEN TRY_CAST(${cell} AS ${engineTypes[type]}) END`;
}

/** `ISO8601` is a day or a timestamp; everything else is a format of strptime, without an offset in UTC. */
function readFormat(cell: string, type: 'date' | 'timestamp', format: string): string {
  const engineType = engineTypes[type];
  if (format !== 'ISO8601') return `CAST(try_strptime(${cell}, ${quote(format)}) AS ${engineType})`;
  return `coalesce(CAST(${readText(cell, 'date')} AS ${engineType}), CAST(${readTimestamp(cell)} AS ${engineType}))`;
}

/** The engine wants seconds before an offset; ISO 8601 does not. */
function readTimestamp(cell: string): string {
  const whole = `regexp_replace(${cell}, '([T ][0-9]{2}:[0-9]{2})(Z|[+-])', '\\1:00\\2')`;
  return `CASE WHEN regexp_full_match(${cell}, '${patterns.timestamp}') THEN TRY_CAST(${whole} AS TIMESTAMPTZ) END`;
}

/** What a type of the engine is to us. */
export function typeOfNative(native: string): ColumnType | 'other' {
  if (/^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER)$/.test(native)) return 'integer';
  if (/^(FLOAT|DOUBLE|DECIMAL\(.*\))$/.test(native)) return 'number';
  if (/^(VARCHAR|ENUM\(.*\)|UUID)$/.test(native)) return 'string';
  if (native === 'BOOLEAN') return 'boolean';
  if (native === 'DATE') return 'date';
  return native.startsWith('TIMESTAMP') ? 'timestamp' : 'other';
}

/** True where a column of `found` holds only values of `declared`. */
export function fits(declared: ColumnType, found: ColumnType | 'other'): boolean {
  return declared === found || (declared === 'number' && found === 'integer');
}

/** True where values of two types of the engine can be compared as what they are. */
export function isAlike(one: string, other: string): boolean {
  const [a, b] = [typeOfNative(one), typeOfNative(other)];
  return one === other || (a !== 'other' && b !== 'other' && (fits(a, b) || fits(b, a)));
}
