import { plural } from '@ml-ci/core';
import type { Check, Rule } from '../checks/check.ts';
import { describeLimit, exceeds, type Limits } from '../checks/limit.ts';
import type { Measured } from '../measure/measure.ts';
import type { Plot } from './plot.ts';

/** What became of a check. `skipped`: nothing to measure, and that is allowed or said by another check that failed. */
export type Status = 'passed' | 'warned' | 'failed' | 'skipped';

/** A check and what was found. */
export interface Finding {
  readonly check: Check;
  readonly status: Status;
  readonly failing: bigint;
  /** Those that the check looked at. */
  readonly rows: bigint;
  /** Of a check of rows with `where`: how many that chose. */
  readonly chosen?: bigint;
  /** Of a check of one figure: what it is, passed or not. */
  readonly figure?: {
    readonly value: number;
    readonly text: string;
    readonly named?: string;
    readonly plots?: readonly Plot[];
  };
  /** For a check that did not pass: what was found. */
  readonly message: string | undefined;
}

/** The findings of one source, from its figures alone. */
export function judge(measured: readonly Measured[], rows: bigint): Finding[] {
  const first = measured.map((one) => judgeOne(one, rows));
  const failedColumns = new Set(
    first.flatMap(({ check, status }, at) =>
      status === 'failed' && measured[at]?.kind === 'table' ? check.columns : [],
    ),
  );
  return first.map((finding, at) => {
    const one = measured[at];
    const isTold = finding.check.columns.some((name) => failedColumns.has(name));
    return one?.kind === 'unmeasured' && isTold ? { ...finding, status: 'skipped' } : finding;
  });
}

function judgeOne(measured: Measured, rows: bigint): Finding {
  const { check } = measured;
  if (measured.kind === 'unmeasured') {
    const status = measured.isAllowed ? 'skipped' : check.limits.fail === undefined ? 'warned' : 'failed';
    return { check, status, failing: 0n, rows, message: `not measured: ${measured.reason}` };
  }
  if (measured.kind === 'figure') {
    const { value, text, named, isFailing, isWarning = false, plots } = measured;
    const failing = isFailing ? 1n : 0n;
    const limited = statusOf(check.limits, failing, rows);
    const status = limited === 'passed' && isWarning ? 'warned' : limited;
    return {
      check,
      status,
      failing,
      rows,
      figure: { value, text, ...(named !== undefined && { named }), ...(plots && { plots }) },
      message: status === 'passed' ? undefined : text,
    };
  }
  const { failing } = measured;
  if (measured.kind === 'table')
    return { check, status: statusOf(check.limits, failing, rows), failing, rows, message: measured.message };
  const looked = measured.rows ?? rows;
  const message = failing === 0n ? undefined : rowsMessage(failing, looked, check.limits);
  const chosen = measured.rows === undefined ? {} : { chosen: measured.rows };
  return {
    check,
    status: statusOf(check.limits, failing, looked),
    failing,
    rows: looked,
    ...chosen,
    message,
  };
}

/** What a number of failing rows is under the limits of its check. */
export function statusOf(limits: Limits, failing: bigint, rows: bigint): Status {
  if (limits.fail !== undefined && exceeds(limits.fail, failing, rows)) return 'failed';
  return limits.warn !== undefined && exceeds(limits.warn, failing, rows) ? 'warned' : 'passed';
}

function rowsMessage(failing: bigint, rows: bigint, { fail, warn }: Limits): string {
  const limit = fail ?? warn;
  const allowed =
    limit === undefined || describeLimit(limit) === 'none' ? '' : `, allowed are ${describeLimit(limit)}`;
  return `${failing} of ${plural(rows, 'row')} (${percent(failing, rows)})${allowed}`;
}

/** A share for people: never 0 % or 100 % where it is not. */
export function percent(part: bigint, whole: bigint): string {
  if (whole === 0n) return '0 %';
  const hundredths = Number((part * 10_000n) / whole) / 100;
  if (hundredths === 0 && part > 0n) return 'less than 0.01 %';
  return `${hundredths} %`;
}

/** The figures of a whole run. */
export interface Totals {
  readonly rows: bigint;
  readonly checks: number;
  readonly failed: number;
  readonly warned: number;
  readonly skipped: number;
  readonly failingRows: bigint;
  readonly verdict: 'passed' | 'failed';
}

/** Adds the findings up. The answer is no when one check failed. */
export function total(
  sources: readonly { readonly rows: bigint; readonly findings: readonly Finding[] }[],
): Totals {
  const findings = sources.flatMap((source) => source.findings);
  const count = (status: Status) => findings.filter((finding) => finding.status === status).length;
  const bad = findings.filter(({ status, check }) => isBad(status) && isOfRows(check));
  return {
    rows: sources.reduce((sum, { rows }) => sum + rows, 0n),
    checks: findings.length,
    failed: count('failed'),
    warned: count('warned'),
    skipped: count('skipped'),
    failingRows: bad.reduce((sum, { failing }) => sum + failing, 0n),
    verdict: count('failed') > 0 ? 'failed' : 'passed',
  };
}

/** Worst first: failed before warned, then by the share of failing rows, then in the order of the checks file. */
export function worstFirst<F extends Finding>(findings: readonly F[]): F[] {
  const rank = ({ status }: Finding) => (status === 'failed' ? 0 : 1);
  return findings
    .filter(({ status }) => isBad(status))
    .sort((a, b) => rank(a) - rank(b) || Number(b.failing * a.rows - a.failing * b.rows));
}

const isBad = (status: Status) => status === 'failed' || status === 'warned';

/** Checks of the table or of one figure: what fails them is no row. */
const ofNoRows: ReadonlySet<Rule['kind']> = new Set([
  'header',
  'present',
  'strict',
  'ordered',
  'row-count',
  'mean',
  'sum',
  'std',
  'quantile',
  'distinct',
  'distinct-share',
  'includes',
  'smallest',
  'largest',
  'most-common',
  'balance',
  'max-age',
  'drift',
  'leakage',
  'drift-of-all',
  'row-change',
  'same-columns',
  'history',
  'metric',
]);

/** True where what fails the check are rows. */
export function isOfRows({ rule }: Check): boolean {
  return !ofNoRows.has(rule.kind);
}
