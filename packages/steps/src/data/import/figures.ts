/** Numbers as a checks document has them. */

/** A share as per cent, digit by digit: 0.1 is `10%`. */
export function shareText(share: number): string {
  const { digits, places } = decimal(share);
  return percent(digits, places);
}

/** What is left of 1: of 0.9 that is `10%`, and not 9.999999999999998 %. */
export function restText(share: number): string {
  const { digits, places } = decimal(share);
  return percent(10n ** BigInt(places) - digits, places);
}

function percent(digits: bigint, places: number): string {
  const text = String(digits * 100n).padStart(places + 1, '0');
  const [whole, fraction] = [text.slice(0, text.length - places), text.slice(text.length - places)];
  const rest = fraction.replace(/0+$/, '');
  return `${whole}${rest === '' ? '' : `.${rest}`}%`;
}

/** The digits of a number from 0 up, and how many of them stand behind the point. */
function decimal(value: number): { readonly digits: bigint; readonly places: number } {
  const [mantissa = '0', exponent = '0'] = String(value).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const places = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return places < 0 ? { digits: digits * 10n ** BigInt(-places), places: 0 } : { digits, places };
}

/** The nearest numbers above and below: "greater than 5" is "at least the next number". */
export const nextAbove = (value: number) => neighbour(value, 1n);
export const nextBelow = (value: number) => -neighbour(-value, 1n);

function neighbour(value: number, step: bigint): number {
  if (value === 0) return Number.MIN_VALUE;
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setFloat64(0, value);
  bytes.setBigInt64(0, bytes.getBigInt64(0) + (value > 0 ? step : -step));
  return bytes.getFloat64(0);
}

/** A range of numbers from bounds that may be exclusive; undefined where there is no bound. */
export function rangeOf(bounds: {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly isAboveMin?: boolean;
  readonly isBelowMax?: boolean;
  readonly isWhole?: boolean;
}): { readonly min?: number; readonly max?: number } | undefined {
  const { min, max, isAboveMin = false, isBelowMax = false, isWhole = false } = bounds;
  const low = isWhole
    ? (value: number) => (isAboveMin ? Math.floor(value) + 1 : Math.ceil(value))
    : (value: number) => (isAboveMin ? nextAbove(value) : value);
  const high = isWhole
    ? (value: number) => (isBelowMax ? Math.ceil(value) - 1 : Math.floor(value))
    : (value: number) => (isBelowMax ? nextBelow(value) : value);
  if (min === undefined && max === undefined) return undefined;
  return {
    ...(min === undefined ? {} : { min: low(min) }),
    ...(max === undefined ? {} : { max: high(max) }),
  };
}
