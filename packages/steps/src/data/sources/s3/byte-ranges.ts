/** Bytes of an object, the end not included. */
export interface Bytes {
  readonly start: number;
  readonly end: number;
}

/** Ranges that are nearer than this are read as one: a request costs more than the bytes between. */
const nearBytes = 1 << 17;

/** The same bytes in few ranges, ascending, without those of `read`, which ends the object. */
export function joinRanges(ranges: readonly Bytes[], read: Bytes): readonly Bytes[] {
  const joined: Bytes[] = [];
  for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
    const range = { start, end: Math.min(end, read.start) };
    const last = joined.at(-1);
    if (range.start >= range.end) continue;
    if (last === undefined || range.start > last.end + nearBytes) joined.push(range);
    else joined[joined.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
  }
  return joined;
}

/** How many bytes some ranges have. */
export const lengthOf = (ranges: readonly Bytes[]): number =>
  ranges.reduce((sum, { start, end }) => sum + end - start, 0);
