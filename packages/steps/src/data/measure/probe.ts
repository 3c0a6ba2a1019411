import type { Check } from '../checks/check.ts';
import type { Ask } from '../engine/ask.ts';
import type { Dialect } from '../engine/dialect.ts';
import type { Engine } from '../engine/engine.ts';
import type { Plot } from '../report/plot.ts';

/** What the readings of a source found so far: the value of each aggregate by its SQL. */
export interface Known {
  /** Of an aggregate that was asked for in an earlier reading. */
  value(ask: Ask): unknown;
  bigint(ask: Ask): bigint;
  /** Undefined where there is none, as of no rows. */
  number(ask: Ask): number | undefined;
  /** The type that the engine gives SQL over a row, of those that a bound check names as its `values`. */
  typeOf(sql: string): string;
}

/** What a probe may ask beyond aggregates. */
export interface Reader extends Pick<Engine, 'dialect' | 'query' | 'keep' | 'forget'> {
  /** The rows of the source with their cells, as a FROM item. */
  readonly rows: string;
  /** A name for a table of one check, unlike all others of the run. */
  tableName(use: string): string;
}

/**
 * How a check is measured: aggregates in up to three readings of the rows, each knowing what the ones before found. All
 * probes of a source share those readings, and what several of them want is computed once.
 */
export interface Probe {
  readonly asks: readonly ((known: Known) => readonly Ask[])[];
  tell(known: Known, reader: Reader): Found | Promise<Found>;
}

/** What a probe found. */
export type Found =
  /** Rows that break the check, out of those it looked at; `condition` is true for them. */
  | { readonly kind: 'rows'; readonly failing: bigint; readonly rows?: bigint; readonly condition: string }
  /** One figure, which is in its range or not. */
  | {
      readonly kind: 'figure';
      readonly value: number;
      readonly isFailing: boolean;
      /** It is in its range, and so near the end of it that a warning is due. */
      readonly isWarning?: boolean;
      /** For the reader: `is 3.2`. No value of the data stands in it. */
      readonly text: string;
      /** The value that the figure is about; it is shown as far as values of the column may be. */
      readonly named?: string;
      readonly plots?: readonly Plot[];
    }
  | { readonly kind: 'unmeasured'; readonly reason: string };

/** What a probe is made from. */
export interface ProbeTarget {
  readonly check: Check;
  /** SQL that is true for the rows that the check looks at. */
  readonly scope: string;
  /** Whether that leaves rows out that can be read. */
  readonly isPart: boolean;
  readonly dialect: Dialect;
}

/** A value of the rows that a check looks at; null in all others. */
export function inScope(value: string, { scope, isPart }: Pick<ProbeTarget, 'scope' | 'isPart'>): string {
  return isPart ? `CASE WHEN ${scope} THEN ${value} END` : value;
}
