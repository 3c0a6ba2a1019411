import { expect, test } from 'vitest';
import { configurationOf } from './strategy.ts';

test.each([
  ['canary-10-percent-5-minutes', 'CodeDeployDefault.ECSCanary10Percent5Minutes'],
  ['linear-10-percent-every-1-minute', 'CodeDeployDefault.ECSLinear10PercentEvery1Minutes'],
  ['all-at-once', 'CodeDeployDefault.ECSAllAtOnce'],
  ['CodeDeployDefault.ECSAllAtOnce', 'CodeDeployDefault.ECSAllAtOnce'],
  ['our-own', 'our-own'],
])('%s is %s', (strategy, configuration) => expect(configurationOf(strategy)).toBe(configuration));

test.each(['canary-20-percent-5-minutes', 'linear-10-percent-every-2-minutes', 'canary-10-percent-5-minute'])(
  '%s has the form of a strategy, but is none',
  (strategy) => {
    expect(() => configurationOf(strategy)).toThrow(expect.objectContaining({ code: 'STRATEGY_UNKNOWN' }));
  },
);
