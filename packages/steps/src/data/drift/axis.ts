import type { ColumnType } from '../checks/schema.ts';
import type { Dialect } from '../engine/dialect.ts';
import { double } from '../measure/exact-sum.ts';

/**
 * How the values of a column are compared: by name, or in their order. Dates are counted in days and timestamps in
 * microseconds since 1970, in UTC.
 */
export type Axis = 'names' | 'numbers' | 'dates' | 'timestamps';

/** A place on an axis: whole microseconds of timestamps, which a double does not hold beyond the year 2255. */
export type Place = number | bigint;

/** The axis of a column of this type; what has none is compared by name. */
export function axisOf(type: ColumnType | 'other' | undefined): Axis {
  switch (type) {
    case 'integer':
    case 'number':
      return 'numbers';
    case 'date':
      return 'dates';
    case 'timestamp':
      return 'timestamps';
    default:
      return 'names';
  }
}

/** What a standard deviation is at least, on the axis: 0.001 of a number (as in Evidently 0.7), of a day or of a second. */
export const leastDeviation: Readonly<Record<Axis, number>> = {
  names: 0.001,
  numbers: 0.001,
  dates: 0.001,
  timestamps: 1_000,
};

/** The place of a date or time in SQL; null for an infinite one. */
export function placeOf(time: string, axis: 'dates' | 'timestamps', dialect: Dialect): string {
  return axis === 'timestamps'
    ? dialect.epochMicros(time)
    : `CAST(date_diff('day', DATE '1970-01-01', ${time}) AS DOUBLE)`;
}

/** A place as the engine returned it. */
export function readPlace(value: unknown, axis: Axis): Place {
  return axis === 'timestamps' ? BigInt(String(value)) : Number(value);
}

/** A place as SQL. */
export function placeSql(place: Place): string {
  return typeof place === 'bigint' ? `(${place})` : double(place);
}

/** `place - origin` in SQL, as a double; the difference of two timestamps is exact before that. */
export function distanceSql(place: string, origin: string, axis: Axis, { whole }: Dialect): string {
  return axis === 'timestamps'
    ? `CAST(CAST(${place} AS ${whole}) - CAST(${origin} AS ${whole}) AS DOUBLE)`
    : `(${place} - ${origin})`;
}

/** `high - low` */
export function span(low: Place, high: Place): number {
  return typeof low === 'bigint' && typeof high === 'bigint'
    ? Number(high - low)
    : Number(high) - Number(low);
}

/** A place for the reader: a number as it is, `2024-02-29`, `2024-02-29T12:00:00.000001Z`. */
export function told(place: Place, axis: Axis): number | string {
  if (typeof place === 'bigint') return timestampText(place);
  // an edge within a day lies before the next date
  return axis === 'dates' ? dateText(Math.ceil(place)) : place;
}

function dateText(days: number): string {
  const date = new Date(days * 86_400_000);
  return Number.isNaN(date.getTime()) ? `${days} days since 1970` : (date.toISOString().split('T')[0] ?? '');
}

function timestampText(micros: bigint): string {
  const rest = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const date = new Date(Number((micros - rest) / 1_000n));
  if (Number.isNaN(date.getTime())) return `${micros} microseconds since 1970`;
  const fraction = rest === 0n ? '' : `.${String(rest).padStart(6, '0')}`;
  return date.toISOString().replace('.000Z', `${fraction}Z`);
}
