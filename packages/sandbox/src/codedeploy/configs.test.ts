import { expect, test } from 'vitest';
import { predefinedConfigs, routingProblem, shiftsOf, type TrafficRouting } from './configs.ts';

function picture(routing: TrafficRouting): string {
  return shiftsOf(routing)
    .map(({ afterMs, greenPercent }) => `${afterMs / 60_000}:${greenPercent}`)
    .join(' ');
}

test.each([
  [{ type: 'AllAtOnce' }, '0:100'],
  [{ type: 'TimeBasedCanary', percentage: 10, intervalMinutes: 5 }, '0:10 5:100'],
  [{ type: 'TimeBasedLinear', percentage: 25, intervalMinutes: 2 }, '0:25 2:50 4:75 6:100'],
  [{ type: 'TimeBasedLinear', percentage: 30, intervalMinutes: 1 }, '0:30 1:60 2:90 3:100'],
] satisfies [TrafficRouting, string][])('%j shifts %s', (routing, expected) => {
  expect(picture(routing)).toBe(expected);
});

test.each([
  [{ type: 'TimeBasedCanary', percentage: 100, intervalMinutes: 5 }, 'percentage'],
  [{ type: 'TimeBasedCanary', percentage: 10, intervalMinutes: 0 }, 'interval'],
  [{ type: 'TimeBasedLinear', percentage: 1, intervalMinutes: 60 }, '2880'],
] satisfies [TrafficRouting, string][])('%j is refused because of the %s', (routing, why) => {
  expect(routingProblem(routing)).toContain(why);
});

test('an account begins with the seventeen configurations that AWS gives it', () => {
  expect(predefinedConfigs.map(({ name }) => name.replace('CodeDeployDefault.', '')).sort()).toEqual([
    'AllAtOnce',
    'ECSAllAtOnce',
    'ECSCanary10Percent15Minutes',
    'ECSCanary10Percent5Minutes',
    'ECSLinear10PercentEvery1Minutes',
    'ECSLinear10PercentEvery3Minutes',
    'HalfAtATime',
    'LambdaAllAtOnce',
    'LambdaCanary10Percent10Minutes',
    'LambdaCanary10Percent15Minutes',
    'LambdaCanary10Percent30Minutes',
    'LambdaCanary10Percent5Minutes',
    'LambdaLinear10PercentEvery10Minutes',
    'LambdaLinear10PercentEvery1Minute',
    'LambdaLinear10PercentEvery2Minutes',
    'LambdaLinear10PercentEvery3Minutes',
    'OneAtATime',
  ]);
});
