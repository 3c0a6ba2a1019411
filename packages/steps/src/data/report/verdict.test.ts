import { describe, expect, it } from 'vitest';
import type { Check, Rule } from '../checks/check.ts';
import { anyFails, anyWarns, exceeds, type Limits, parseLimit } from '../checks/limit.ts';
import type { Measured } from '../measure/measure.ts';
import { judge, percent, type Status, statusOf, total, worstFirst } from './verdict.ts';

describe('a limit', () => {
  it.each<[number | string, bigint, bigint, boolean]>([
    [0, 0n, 10n, false],
    [0, 1n, 10n, true],
    [5, 5n, 10n, false],
    [5, 6n, 10n, true],
    ['0%', 1n, 10n ** 30n, true],
    ['10%', 1n, 10n, false],
    ['10%', 2n, 10n, true],
    ['0.1%', 1n, 1000n, false],
    ['0.1%', 1n, 999n, true],
    ['33.333333333333333333%', 1n, 3n, true],
    ['33.333333333333333334%', 1n, 3n, false],
    ['100%', 10n, 10n, false],
    ['50%', 0n, 0n, false],
  ])('of %s with %s of %s rows', (limit, failing, rows, expected) =>
    expect(exceeds(parseLimit(limit), failing, rows)).toBe(expected),
  );
});

describe('the status of a check', () => {
  const both: Limits = { warn: parseLimit(1), fail: parseLimit('50%') };
  it.each<[string, Limits, bigint, Status]>([
    ['nothing fails', anyFails, 0n, 'passed'],
    ['anything fails', anyFails, 1n, 'failed'],
    ['anything warns', anyWarns, 10n, 'warned'],
    ['under both limits', both, 1n, 'passed'],
    ['over the one', both, 2n, 'warned'],
    ['over both', both, 6n, 'failed'],
  ])('%s', (_rule, limits, failing, expected) => expect(statusOf(limits, failing, 10n)).toBe(expected));
});

const check = (kind: Rule['kind'], limits: Limits = anyFails): Check => ({
  name: kind,
  // the verdict looks at the kind only
  rule: { kind } as Rule,
  columns: ['a'],
  limits,
  demand: 'something',
  line: 1,
});
const unmeasured = (isAllowed: boolean, limits: Limits = anyFails): Measured => ({
  kind: 'unmeasured',
  check: check('min', limits),
  reason: 'there is no column',
  isAllowed,
});
const present = (failing: bigint): Measured => ({
  kind: 'table',
  check: check('present'),
  failing,
  message: undefined,
});

describe('a check that was not measured', () => {
  it.each<[string, Measured[], Status[]]>([
    ['fails', [unmeasured(false)], ['failed']],
    ['warns where it could only warn', [unmeasured(false, anyWarns)], ['warned']],
    ['is skipped where that is allowed', [unmeasured(true)], ['skipped']],
    ['is skipped where its column has failed', [present(1n), unmeasured(false)], ['failed', 'skipped']],
    ['fails where its column has passed', [present(0n), unmeasured(false)], ['passed', 'failed']],
  ])('%s', (_rule, measured, expected) =>
    expect(judge(measured, 10n).map(({ status }) => status)).toEqual(expected),
  );
});

it('adds up: a warning does not fail, and checks of the table have no failing rows', () => {
  const of = (kind: Rule['kind'], status: Status, failing: bigint) => ({
    check: check(kind),
    status,
    failing,
    rows: 10n,
    message: undefined,
  });
  const warned = [of('min', 'warned', 4n), of('max', 'passed', 1n), of('present', 'warned', 1n)];
  expect(total([{ rows: 10n, findings: warned }])).toMatchObject({
    verdict: 'passed',
    failingRows: 4n,
    warned: 2,
    rows: 10n,
  });
  expect(
    total([
      { rows: 10n, findings: warned },
      { rows: 5n, findings: [of('in', 'failed', 2n)] },
    ]),
  ).toMatchObject({ verdict: 'failed', failingRows: 6n, failed: 1, rows: 15n, checks: 4 });
  expect(worstFirst([...warned, of('in', 'failed', 1n)]).map((finding) => finding.check.name)).toEqual([
    'in',
    'min',
    'present',
  ]);
});

it.each<[bigint, bigint, string]>([
  [0n, 10n, '0 %'],
  [10n, 10n, '100 %'],
  [1n, 3n, '33.33 %'],
  [1n, 10n ** 9n, 'less than 0.01 %'],
  [10n ** 9n - 1n, 10n ** 9n, '99.99 %'],
  [0n, 0n, '0 %'],
])('%s of %s is told as %s', (part, whole, expected) => expect(percent(part, whole)).toBe(expected));
