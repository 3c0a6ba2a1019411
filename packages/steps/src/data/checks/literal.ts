import type { Literal } from './check.ts';
import type { ColumnType } from './schema.ts';

const datePattern = /^\d{4}-\d{2}-\d{2}$/;
const timestampPattern = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?$/;
const integerPattern = /^[+-]?\d{1,38}$/;
const numberPattern = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** The type that a value of the checks file speaks of. */
export function typeOf(value: string | number | boolean): ColumnType {
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'boolean';
  if (isDay(value)) return 'date';
  if (timestampPattern.test(value) && isDay(value.slice(0, 10))) return 'timestamp';
  return 'string';
}

/** The type a bound speaks of: as `typeOf`, but digits in quotes are a number. */
export function typeOfBound(value: string | number): ColumnType {
  return typeof value === 'string' && numberPattern.test(value) ? 'number' : typeOf(value);
}

/** A value as a literal of `type`; undefined where it is none. */
export function toLiteral(value: string | number | boolean, type: ColumnType): Literal | undefined {
  switch (type) {
    case 'integer':
      return integerLiteral(value);
    case 'number':
      return numberLiteral(value);
    case 'boolean':
      return typeof value === 'boolean' ? { type, value } : undefined;
    case 'string':
      return typeof value === 'string' ? { type, text: value } : undefined;
    case 'date':
      return typeof value === 'string' && isDay(value) ? { type, text: value } : undefined;
    case 'timestamp':
      return typeof value === 'string' && ['date', 'timestamp'].includes(typeOf(value))
        ? { type, text: value }
        : undefined;
  }
}

/** True for a whole number that YAML has already rounded: it must be written in quotes. */
export function isRounded(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
}

/** `literal` as SQL; `native` is the engine's type of the column it is compared with, where that is known. */
export function literalSql(literal: Literal, native?: string): string {
  switch (literal.type) {
    case 'integer':
      return literal.text.startsWith('-') ? `(${literal.text})` : literal.text;
    case 'number':
      return numberSql(literal, native);
    case 'boolean':
      return String(literal.value);
    case 'string':
      return quote(literal.text);
    case 'date':
      return `CAST(${quote(literal.text)} AS DATE)`;
    case 'timestamp':
      return timestampSql(literal.text, native);
  }
}

/** Text as a string of SQL. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The name of a column or table in SQL. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A column without time zones is taken as UTC; casting the literal costs nothing, casting the column a fifth of a scan. */
function timestampSql(text: string, native: string | undefined): string {
  // the engine wants seconds before an offset; ISO 8601 does not
  const instant = `CAST(${quote(text.replace(/([T ]\d{2}:\d{2})(Z|[+-])/, '$1:00$2'))} AS TIMESTAMPTZ)`;
  const isNaive = native?.startsWith('TIMESTAMP') === true && !native.endsWith('TIME ZONE');
  return isNaive ? `CAST(${instant} AS TIMESTAMP)` : instant;
}

function numberSql(literal: { readonly text: string }, native: string | undefined): string {
  if (native?.startsWith('DECIMAL') && /^-?\d{1,19}(\.\d{1,19})?$/.test(literal.text))
    return `(${literal.text})`;
  return `CAST(${quote(literal.text)} AS ${native === 'FLOAT' ? 'FLOAT' : 'DOUBLE'})`;
}

function integerLiteral(value: string | number | boolean): Literal | undefined {
  if (typeof value === 'boolean') return undefined;
  const text = String(value);
  if (!integerPattern.test(text) || isRounded(value)) return undefined;
  return { type: 'integer', text: String(BigInt(text.replace(/^\+/, ''))) };
}

function numberLiteral(value: string | number | boolean): Literal | undefined {
  if (typeof value === 'boolean' || (typeof value === 'string' && !numberPattern.test(value)))
    return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? { type: 'number', value: number, text: String(value) } : undefined;
}

function isDay(text: string): boolean {
  if (!datePattern.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
