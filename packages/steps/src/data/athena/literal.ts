import type { Literal } from '../checks/check.ts';
import { quote } from '../checks/literal.ts';

/** A literal of the checks file in Athena's SQL; `native` is the type of the column it is compared with. */
export function athenaLiteral(literal: Literal, native?: string): string {
  switch (literal.type) {
    case 'integer':
      return wholeSql(literal.text);
    case 'number':
      return numberSql(literal.text, native);
    case 'boolean':
      return String(literal.value);
    case 'string':
      return quote(literal.text);
    case 'date':
      return `DATE ${quote(literal.text)}`;
    case 'timestamp':
      return timestampSql(literal.text, native);
  }
}

function wholeSql(text: string): string {
  const value = BigInt(text);
  if (BigInt.asIntN(64, value) !== value) return `DECIMAL '${value}'`;
  return value < 0n ? `(${value})` : String(value);
}

/** Decimals are compared exactly with what can be written exactly, as in the engine of this machine. */
function numberSql(text: string, native: string | undefined): string {
  if (native?.startsWith('DECIMAL') && /^-?\d{1,19}(\.\d{1,19})?$/.test(text))
    return `DECIMAL ${quote(text)}`;
  return `CAST(${quote(text)} AS ${native === 'FLOAT' ? 'REAL' : 'DOUBLE'})`;
}

/** The instant in UTC, as a column without time zones is taken for UTC; up to the microsecond, which is all that is compared. */
function timestampSql(text: string, native: string | undefined): string {
  const [, day = '', minute = '00:00', second = '00', fraction = '', zone = 'Z'] =
    /^(.{10})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:\d{2})?)?$/.exec(text) ?? [];
  const instant = new Date(`${day}T${minute}:${second}${zone}`).toISOString().slice(0, 19);
  const written = `${instant.replace('T', ' ')}.${fraction.slice(0, 6).padEnd(6, '0')}`;
  return native?.endsWith('TIME ZONE')
    ? `CAST('${written} UTC' AS TIMESTAMP(6) WITH TIME ZONE)`
    : `TIMESTAMP '${written}'`;
}
