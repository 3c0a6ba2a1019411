import type { Status } from '../verdict.ts';

/** A status in a word and a sign: colour alone tells nobody anything. */
export const statusWords: Readonly<Record<Status, { readonly word: string; readonly sign: string }>> = {
  failed: { word: 'Failed', sign: '✕' },
  warned: { word: 'Warned', sign: '!' },
  skipped: { word: 'Skipped', sign: '–' },
  passed: { word: 'Passed', sign: '✓' },
};

/** `1,234,567`. */
export function grouped(count: bigint | number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A figure for people, in four digits, or in three where that is for an axis. */
export function shortNumber(value: number, digits = 4): string {
  const short = Number(value.toPrecision(digits));
  return Number.isInteger(short) && Math.abs(short) < 1e15 && Math.abs(short) >= 1e4
    ? `${short < 0 ? '-' : ''}${grouped(Math.abs(short))}`
    : String(short);
}

/** `12.5 %`; a share that is not nothing is never 0 %. */
export function shortShare(share: number): string {
  const percent = Number((share * 100).toPrecision(3));
  return share > 0 && percent < 0.01 ? 'under 0.01 %' : `${percent} %`;
}
