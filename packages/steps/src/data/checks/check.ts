import type { Limits } from './limit.ts';
import type { ColumnType } from './schema.ts';
import type { driftMeasures } from './schema-related.ts';

/** A literal of the checks file, in the form the engine compares exactly. */
export type Literal =
  | { readonly type: 'integer'; readonly text: string }
  | { readonly type: 'number'; readonly value: number; readonly text: string }
  | { readonly type: 'string' | 'date' | 'timestamp'; readonly text: string }
  | { readonly type: 'boolean'; readonly value: boolean };

/** From `min` to `max`, where those are given. */
interface CountRange {
  readonly min?: number;
  readonly max?: number;
}

/** What a check asks of one cell; nulls are skipped, but for `nullable`. */
export type CellRule =
  | { readonly kind: 'type'; readonly type: ColumnType }
  | { readonly kind: 'nullable' }
  | { readonly kind: 'finite' }
  | { readonly kind: 'min' | 'max' | 'above' | 'below'; readonly bound: Literal }
  | { readonly kind: 'in' | 'not-in'; readonly values: readonly Literal[] }
  | { readonly kind: 'matches'; readonly pattern: string }
  | { readonly kind: 'length'; readonly range: CountRange };

/** What a check asks of the table as a whole. */
type TableRule =
  | { readonly kind: 'readable' }
  | { readonly kind: 'header' }
  | { readonly kind: 'present' }
  | { readonly kind: 'strict' }
  | { readonly kind: 'ordered' }
  | { readonly kind: 'row-count'; readonly range: CountRange };

/** From `min` to `max`, where those are given; shares are numbers from 0 to 1. */
export interface NumberRange {
  readonly min?: number;
  readonly max?: number;
}

/** What a check asks of one figure that many rows make. */
export type FigureRule =
  | { readonly kind: 'mean' | 'sum'; readonly range: NumberRange }
  | { readonly kind: 'std'; readonly range: NumberRange }
  | { readonly kind: 'smallest' | 'largest'; readonly range: NumberRange }
  | { readonly kind: 'distinct' | 'distinct-share'; readonly range: NumberRange }
  /** Values that must each occur. */
  | { readonly kind: 'includes'; readonly values: readonly Literal[] }
  /** `at` from 0 to 1: the median is at 0.5. */
  | { readonly kind: 'quantile'; readonly at: number; readonly range: NumberRange }
  /** The share of the most common value, or of each. */
  | { readonly kind: 'most-common' | 'balance'; readonly range: NumberRange }
  | { readonly kind: 'max-age'; readonly ms: number };

/** Rows that lie too far from the others. */
export interface OutlierRule {
  readonly kind: 'outliers';
  readonly method: 'iqr' | 'z-score';
  readonly factor: number;
}

/** How far the values of a column have moved from those of another source. */
export interface DriftRule {
  readonly kind: 'drift';
  /** The reference, as an entry. */
  readonly source: string;
  readonly measure: (typeof driftMeasures)[number];
  readonly bins: 'quantiles' | 'equal-width';
  /** Values that each side must have at least. */
  readonly minRows: number;
  readonly warn?: number;
  readonly fail?: number;
}

/** How far one column alone tells another one, the label. */
export interface LeakageRule {
  readonly kind: 'leakage';
  readonly label: string;
  /** The columns that are looked at; all others where it is not given. */
  readonly features?: readonly string[];
  readonly except: readonly string[];
  /** Of the figure of each column, from 0 to 1. */
  readonly range: { readonly max: number };
  /** Rows with a label that there must be at least. */
  readonly minRows: number;
}

/** The drift of many columns: which they are is known when the source and its reference are open. */
export interface DriftOfAllRule {
  readonly kind: 'drift-of-all';
  readonly source: string;
  /** Columns that are not compared, or by a rule of their own. */
  readonly except: readonly string[];
  readonly ordered: DriftRule;
  /** For columns whose values have no order. */
  readonly names: DriftRule;
}

/** What is held against another source, row by row. */
export type RelatedRowRule =
  /** Each value must be in a column there. */
  | { readonly kind: 'references'; readonly source: string; readonly column: string }
  /** No row may be there as well. */
  | { readonly kind: 'overlap'; readonly source: string };

/** What is held against another source as a whole. */
export type RelatedTableRule =
  | { readonly kind: 'row-change'; readonly source: string; readonly max: number }
  | { readonly kind: 'same-columns'; readonly source: string };

/** How far the figure of another check may be from those of earlier runs; with one of the three limits at least. */
export interface HistoryRule {
  readonly kind: 'history';
  /** The name of that check. */
  readonly check: string;
  /** The runs that are looked back at. */
  readonly last: number;
  /** Fewer tell nothing. */
  readonly minRuns: number;
  readonly maxDifference?: number;
  /** A share of the median. */
  readonly maxChange?: number;
  readonly maxZ?: number;
}

/** A figure that is written as SQL over aggregates of all rows. */
export interface MetricRule {
  readonly kind: 'metric';
  readonly sql: string;
  readonly range: NumberRange;
  /** A bound is written as a share, and so is the figure told. */
  readonly isShare: boolean;
  /** The columns of which the figure may be a value itself, as the greatest is; known when the SQL is brought together with them. */
  readonly valuesOf?: readonly string[];
}

/** What a check asks. */
export type Rule =
  | CellRule
  | TableRule
  | FigureRule
  | OutlierRule
  | DriftRule
  | LeakageRule
  | DriftOfAllRule
  | RelatedRowRule
  | RelatedTableRule
  | HistoryRule
  | { readonly kind: 'unique'; readonly nulls?: 'equal' }
  | { readonly kind: 'expression'; readonly sql: string }
  | MetricRule;

/** One check of one source. */
export interface Check {
  /** Unlike every other of the source: `bill_length_mm min`. */
  readonly name: string;
  readonly rule: Rule;
  /** The columns it looks at, as the checks file spells them. */
  readonly columns: readonly string[];
  readonly limits: Limits;
  /** What is asked, for the reader: `at least 30`. */
  readonly demand: string;
  /** SQL that is true for the rows that are looked at; all rows where it is not given. */
  readonly where?: string;
  readonly description?: string;
  readonly owner?: string;
  readonly tags?: readonly string[];
  /** Its line in the checks file. */
  readonly line: number;
}

/** The checks of one source, and how its columns are to be read. */
export interface SourcePlan {
  readonly checks: readonly Check[];
  /** The type of each column, declared or concluded from the values of its checks. */
  readonly types: ReadonlyMap<string, ColumnType>;
  /** How the dates of a column are written, where that is not ISO 8601. */
  readonly formats: ReadonlyMap<string, readonly string[]>;
  /** Whether NaN is a null. */
  readonly nanIsNull: boolean;
  /** Columns that may be absent. */
  readonly optional: ReadonlySet<string>;
  /** Columns whose values are personal data. */
  readonly pii: ReadonlySet<string>;
}

/** True for a check that earlier runs are needed for. */
export function isHistory(check: Check): check is Check & { readonly rule: HistoryRule } {
  return check.rule.kind === 'history';
}
