/** What is drawn beside a check; all figures are those of the verdict, none is rounded. */
export type Plot =
  /** How the rows fall into bins: those of the source and, where there is one, of what it is held against. */
  | {
      readonly kind: 'bins';
      readonly bins: readonly Bin[];
      /** Rows of each that are in some bin. */
      readonly rows: number;
      readonly referenceRows?: number;
    }
  /** A figure of several columns, the largest first: a share, and the rows that it is made of. */
  | {
      readonly kind: 'columns';
      readonly columns: readonly {
        readonly column: string;
        readonly rows: number;
        readonly share: number;
      }[];
    }
  /** The figure of earlier runs, the oldest first, without the one of this run. */
  | { readonly kind: 'series'; readonly values: readonly number[] };

/** One bar. */
export interface Bin {
  /** The value of a category; undefined for a bin of ordered values, and for the rest of many categories. */
  readonly value?: string;
  /** From and up to, times as ISO 8601: the last bin holds its upper end as well. */
  readonly from?: number | string;
  readonly to?: number | string;
  readonly rows: number;
  readonly referenceRows?: number;
}
