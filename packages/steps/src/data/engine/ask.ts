/** The quantile `at` (0 to 1) of the numbers `x`, interpolated. Not every engine has it as an aggregate. */
export interface Quantile {
  readonly x: string;
  readonly at: number;
  /** At most so many numbers; what is not said is taken for few. */
  readonly values?: number;
}

/** How many different whole numbers `integers` has: of very many there is a faster way than to keep each. */
export interface Distinct {
  readonly integers: string;
}

/** What is asked of rows: an aggregate by its SQL, or one that engines compute in ways of their own. */
export type Ask = string | Quantile | Distinct;

/** What an aggregate is known by: its SQL in the engine of this machine. */
export function aggregateKey(ask: Ask): string {
  if (typeof ask === 'string') return ask;
  return 'integers' in ask ? distinctSql(ask) : `quantile_cont(${ask.x}, ${ask.at})`;
}

/** The aggregate that every engine has. */
export function distinctSql({ integers }: Distinct): string {
  return `count(DISTINCT ${integers})`;
}

export const isQuantile = (ask: Ask): ask is Quantile => typeof ask !== 'string' && 'x' in ask;
export const isDistinct = (ask: Ask): ask is Distinct => typeof ask !== 'string' && 'integers' in ask;
