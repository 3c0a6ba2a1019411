import { expect, test } from 'vitest';
import { verdictOf } from './complete.ts';

test.each([
  ['proved', 100, [], 'passed'],
  ['proved', 90, [], 'inconclusive'],
  ['proved', 0, [], 'inconclusive'],
  ['proved', 100, ['fraud-5xx'], 'inconclusive'],
  ['unmeasured', 100, [], 'inconclusive'],
  ['short', 100, [], 'failed'],
  ['refuted', 100, [], 'failed'],
  ['refuted', 90, ['fraud-5xx'], 'failed'],
] as const)('%s with %d %% of the traffic and %o blind is %s', (proof, traffic, blind, verdict) => {
  expect(verdictOf({ proof, reason: 'r' }, traffic, blind).verdict).toBe(verdict);
});
