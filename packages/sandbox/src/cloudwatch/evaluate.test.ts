import { expect, test } from 'vitest';
import { type AlarmRule, type Datapoint, evaluate } from './evaluate.ts';

const treatments = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;

/** `0 - X`: within the threshold, missing, breaching; oldest first, as the guide prints its tables. */
function range(picture: string): Datapoint[] {
  return picture.split(' ').map((mark, index) => ({
    timestampMs: index * 60_000,
    value: mark === '-' ? undefined : mark === 'X' ? 10 : 0,
  }));
}

function statesOf(picture: string, evaluationPeriods: number, datapointsToAlarm: number): string {
  return treatments
    .map((treatMissingData) => {
      const rule: AlarmRule = {
        threshold: 5,
        comparison: 'GreaterThanThreshold',
        evaluationPeriods,
        datapointsToAlarm,
        treatMissingData,
      };
      const kept = (['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const).map((previous) =>
        evaluate(range(picture), rule, previous),
      );
      return new Set(kept).size === 1 ? kept[0] : 'keeps';
    })
    .join(' ');
}

test.each([
  ['0 - X - X', 3, 3, 'OK OK OK OK'],
  ['- - - - 0', 3, 3, 'OK OK OK OK'],
  ['- - - - -', 3, 3, 'INSUFFICIENT_DATA keeps ALARM OK'],
  ['0 X X - X', 3, 3, 'ALARM ALARM ALARM ALARM'],
  ['- - X - -', 3, 3, 'ALARM keeps ALARM OK'],
  ['0 - X - X', 3, 2, 'ALARM ALARM ALARM ALARM'],
  ['0 0 X 0 X', 3, 2, 'ALARM ALARM ALARM ALARM'],
  ['0 - X - -', 3, 2, 'OK OK ALARM OK'],
  ['- - - - 0', 3, 2, 'OK OK ALARM OK'],
  ['- - - X -', 3, 2, 'ALARM keeps ALARM OK'],
])('%s with N=%i, M=%i is %s (the tables of the guide)', (picture, n, m, states) => {
  expect(statesOf(picture, n, m)).toBe(states);
});

test.each([
  [
    'a single old breach stays red while it is in the range, whatever missing data means',
    'X - -',
    1,
    1,
    'ALARM ALARM ALARM ALARM',
  ],
  ['a newer good point ends it', 'X 0 -', 1, 1, 'OK OK OK OK'],
  ['one fresh breach of three is no alarm yet', '- - - - X', 3, 3, 'OK keeps ALARM OK'],
  ['the newest N count', 'X X X 0 0 0', 3, 1, 'OK OK OK OK'],
])('%s', (_rule, picture, n, m, states) => {
  expect(statesOf(picture, n, m)).toBe(states);
});

test.each([
  ['GreaterThanOrEqualToThreshold', 5, 'ALARM'],
  ['GreaterThanThreshold', 5, 'OK'],
  ['LessThanThreshold', 5, 'OK'],
  ['LessThanThreshold', 4.9, 'ALARM'],
  ['LessThanOrEqualToThreshold', 5, 'ALARM'],
] as const)('%s of %d is %s at 5', (comparison, value, state) => {
  const rule = {
    threshold: 5,
    comparison,
    evaluationPeriods: 1,
    datapointsToAlarm: 1,
    treatMissingData: 'missing',
  } as const;
  expect(evaluate([{ timestampMs: 0, value }], rule, 'OK')).toBe(state);
});
