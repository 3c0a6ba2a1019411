import type { Literal } from '../checks/check.ts';
import type { ParsedExpression } from '../expression/expression.ts';

/** What stands for a column of an expression, and the type of it. */
export interface ExpressionColumn {
  readonly sql: string;
  /** The engine's name of its type; undefined where it is not known yet. */
  readonly native: string | undefined;
}

/** An expression in the SQL of an engine. */
export type WrittenExpression =
  | { readonly ok: true; readonly sql: string }
  | { readonly ok: false; readonly reason: string };

/** What engines spell differently. All other SQL of the checks is the same to each of them. */
export interface Dialect {
  /** The type of whole numbers of 38 digits. */
  readonly whole: string;
  /** A double as the nearest such number; of two that are as near the even one. */
  toWhole(double: string): string;
  /** Whether NaN is above every number where it is compared. */
  readonly nanIsGreatest: boolean;
  /** Values that are counted together in one pass. */
  readonly countedTogether: number;
  isFinite(number: string): string;
  isNaN(number: string): string;
  /** True where the pattern is found anywhere in the text. */
  matches(text: string, pattern: string): string;
  /** `native` is the type of the column it is compared with, where that is known. */
  literal(literal: Literal, native?: string): string;
  /** Several values as one that can be compared. */
  row(values: readonly string[]): string;
  /** True where `value` is one of the column `value` of a FROM item; `isRow` where it is several values as one. */
  isIn(value: string, from: string, isRow: boolean): string;
  /** Milliseconds since 1970 of a date or time. */
  epochMs(time: string): string;
  /** Microseconds since 1970 of a time, a whole number; null for an infinite one. */
  epochMicros(time: string): string;
  /** Of the rows of an aggregate, `value` of that with the least `keys`. */
  valueOfLeast(value: string, keys: readonly string[]): string;
  /** The expression of a checks file over other columns, or why it would mean something else there. */
  expression(
    expression: ParsedExpression,
    columns: ReadonlyMap<string, ExpressionColumn>,
  ): Promise<WrittenExpression>;
}
