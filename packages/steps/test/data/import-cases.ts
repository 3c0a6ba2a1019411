/** A rule file of another tool, data, and what both say of it: the verdict and the number of failing rows. */
export interface ImportCase {
  readonly name: string;
  /** The lines of a CSV file, or the query of a Parquet file. */
  readonly csv?: string;
  readonly parquet?: string;
  /** The content of the rule file. */
  readonly rules: unknown;
  /** What both say. */
  readonly expect: Answer;
  /** What the other tool says, where that is another thing by design: docs/data-import.md has the case by its name. */
  readonly theirs?: Answer;
}

/** `passed` or `failed`, and the rows that fail. */
export type Answer = readonly ['passed' | 'failed', number];
