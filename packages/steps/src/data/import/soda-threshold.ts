import { nextBelow, rangeOf } from './figures.ts';
import { asNumber, asRecord, givenIn } from './record.ts';
import type { Options, Refusal } from './target.ts';

type Mapping = Readonly<Record<string, unknown>>;

const knownOfThreshold = new Set([
  'metric',
  'unit',
  'must_be',
  'must_not_be',
  'must_be_greater_than',
  'must_be_greater_than_or_equal',
  'must_be_less_than',
  'must_be_less_than_or_equal',
  'must_be_between',
  'must_be_not_between',
  'level',
  'additional',
]);

const noRange: Refusal = {
  why: 'has a threshold that is no range',
  instead: 'write a least and a greatest value',
};
const unknown: Refusal = {
  why: 'has a threshold that is not known',
  instead: 'see what the tool makes of it',
};

/** The bounds of a threshold, before they are numbers of rows or of a figure. */
interface Bounds {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly isAboveMin?: boolean;
  readonly isBelowMax?: boolean;
}

function boundsOf(threshold: Mapping): Bounds | Refusal {
  if (Object.keys(threshold).some((key) => !knownOfThreshold.has(key))) return unknown;
  if (threshold.must_not_be !== undefined || threshold.must_be_not_between !== undefined) return noRange;
  const exact = asNumber(threshold.must_be);
  if (exact !== undefined) return { min: exact, max: exact };
  const range = asRecord(threshold.must_be_between);
  if (range !== undefined) return inner(range, '');
  return inner(threshold, 'must_be_');
}

function inner(range: Mapping, prefix: string): Bounds | Refusal {
  const number = (key: string) => asNumber(range[`${prefix}${key}`]);
  const [above, below] = [number('greater_than'), number('less_than')];
  const min = above ?? number('greater_than_or_equal');
  const max = below ?? number('less_than_or_equal');
  if (min === undefined && max === undefined) return unknown;
  return { min, max, isAboveMin: above !== undefined, isBelowMax: below !== undefined };
}

/** A threshold of a figure as a range, or of a number of things as one of whole numbers. */
export function rangeOfThreshold(
  given: unknown,
  isWhole: boolean,
): { readonly range: { readonly min?: number; readonly max?: number }; readonly options: Options } | Refusal {
  const threshold = givenIn(asRecord(given) ?? {});
  if (threshold.additional !== undefined)
    return { why: 'has two thresholds', instead: 'write one check for each' };
  const bounds = boundsOf(threshold);
  if ('why' in bounds) return bounds;
  const range = rangeOf({ ...bounds, isWhole });
  return range === undefined ? unknown : { range, options: levelOf(threshold) };
}

/** How many failing rows a threshold allows. Ours are limits from above: "at least so many fail" has no equal. */
export function limitsOf(given: unknown): Options | Refusal {
  const threshold = givenIn(asRecord(given) ?? {});
  const { additional, ...own } = threshold;
  const [first, second] = [own, asRecord(additional)].map(
    (each) => each && limitOf({ metric: own.metric, ...each }),
  );
  if (first === undefined || 'why' in first) return first ?? unknown;
  if (second === undefined) return first;
  return 'why' in second ? second : { ...first, ...second };
}

function limitOf(threshold: Mapping): Options | Refusal {
  const { metric = 'count', level, ...comparison } = givenIn(threshold);
  const key = level === 'warn' ? 'warn' : 'fail';
  if (Object.keys(comparison).length === 0) return key === 'warn' ? { severity: 'warn' } : {};
  const bounds = boundsOf(comparison);
  if ('why' in bounds) return bounds;
  const { min = 0, max, isAboveMin = false, isBelowMax = false } = bounds;
  const most = max === undefined ? undefined : greatest(max, metric === 'percent', isBelowMax);
  if (
    most === undefined ||
    min > 0 ||
    isAboveMin ||
    (min === 0 && max !== 0 && threshold.must_be !== undefined)
  ) {
    return { why: 'wants rows to fail', instead: 'ask for what the other rows have' };
  }
  if (most === 0) return key === 'warn' ? { severity: 'warn' } : {};
  return { [key]: metric === 'percent' ? `${most}%` : most };
}

/** No table has enough rows for a share between the two numbers. */
function greatest(max: number, isShare: boolean, isBelow: boolean): number | undefined {
  const most = isShare ? (isBelow ? nextBelow(max) : max) : isBelow ? Math.ceil(max) - 1 : Math.floor(max);
  return most < 0 || (isShare && (most > 100 || /e/.test(String(most)))) ? undefined : most;
}

function levelOf(threshold: Mapping): Options {
  return threshold.level === 'warn' ? { severity: 'warn' } : {};
}
