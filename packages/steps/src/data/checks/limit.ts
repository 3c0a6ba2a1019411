/** How many failing rows are too many: more than a count, or more than a share of all rows. */
export type Limit =
  | { readonly kind: 'count'; readonly count: bigint }
  /** `numerator / denominator` of the rows, kept exact: 0.1 % is 1 / 1000. */
  | {
      readonly kind: 'share';
      readonly numerator: bigint;
      readonly denominator: bigint;
      readonly text: string;
    };

/** From which number of failing rows a check warns and fails; without `fail` it never fails the step. */
export interface Limits {
  readonly warn?: Limit;
  readonly fail?: Limit;
}

const none: Limit = { kind: 'count', count: 0n };

/** Any failing row fails the check. */
export const anyFails: Limits = { fail: none };
/** Any failing row is a warning. */
export const anyWarns: Limits = { warn: none };

/** Reads `5` or `0.5%`; the schema has checked the form. */
export function parseLimit(raw: number | string): Limit {
  if (typeof raw === 'number') return { kind: 'count', count: BigInt(raw) };
  const [whole = '0', fraction = ''] = raw.slice(0, -1).split('.');
  return {
    kind: 'share',
    numerator: BigInt(whole + fraction),
    denominator: 100n * 10n ** BigInt(fraction.length),
    text: raw,
  };
}

/** True where `failing` of `rows` is more than the limit allows. */
export function exceeds(limit: Limit, failing: bigint, rows: bigint): boolean {
  return limit.kind === 'count'
    ? failing > limit.count
    : failing * limit.denominator > rows * limit.numerator;
}

/** `none`, `5`, `0.5%`: what a limit allows, for the reader. */
export function describeLimit(limit: Limit): string {
  if (limit.kind === 'share') return limit.text;
  return limit.count === 0n ? 'none' : String(limit.count);
}
