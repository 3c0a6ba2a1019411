import { expect, test } from 'vitest';
import { afterCheck, type Health, initialHealth, matchesStatus } from './health.ts';

const why = { reason: 'Target.Timeout', description: 'Request timed out' } as const;

/** `+` a check that passes, `x` one that does not. */
function after(checks: string, start: Health = initialHealth): string {
  const thresholds = { healthy: 3, unhealthy: 2 };
  return [...checks].reduce<Health>(
    (health, mark) => afterCheck(health, mark === 'x' ? why : undefined, thresholds),
    start,
  ).state;
}

test.each([
  ['one pass makes a new target healthy', '+', 'healthy'],
  ['one failure leaves it new', 'x', 'initial'],
  ['two failures make it unhealthy', 'xx', 'unhealthy'],
  ['a healthy target survives one failure', '+x', 'healthy'],
  ['failures must be in a row', '+x+x', 'healthy'],
  ['two in a row end it', '+xx', 'unhealthy'],
  ['an unhealthy target needs three passes', 'xx++', 'unhealthy'],
  ['and gets well with them', 'xx+++', 'healthy'],
  ['passes must be in a row', 'xx++x+', 'unhealthy'],
])('%s', (_rule, checks, state) => {
  expect(after(checks)).toBe(state);
});

test('a target that drains stays so', () => {
  expect(after('+', { state: 'draining' })).toBe('draining');
});

test.each([
  ['200', 200, true],
  ['200', 201, false],
  ['200,302', 302, true],
  ['200-299', 204, true],
  ['200-299', 300, false],
])('matcher %s and %i: %s', (matcher, status, expected) => {
  expect(matchesStatus(matcher, status)).toBe(expected);
});
