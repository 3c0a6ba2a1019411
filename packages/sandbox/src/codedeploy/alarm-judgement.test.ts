import { expect, test } from 'vitest';
import type { StateValue } from '../cloudwatch/evaluate.ts';
import { judgeAlarms } from './alarm-judgement.ts';

const usual = { insufficientDataStops: false, missingAlarmIsUnreadable: false };
const strict = { insufficientDataStops: true, missingAlarmIsUnreadable: true };

test.each([
  ['all OK', { a: 'OK', b: 'OK' }, {}, usual, []],
  ['one red', { a: 'OK', b: 'ALARM' }, {}, usual, ['b']],
  ['both red', { a: 'ALARM', b: 'ALARM' }, {}, usual, ['a', 'b']],
  ['red but not enabled', { a: 'ALARM', b: 'OK' }, { isEnabled: false }, usual, []],
  ['no data, as it is believed to be', { a: 'INSUFFICIENT_DATA', b: 'OK' }, {}, usual, []],
  ['no data, the other reading', { a: 'INSUFFICIENT_DATA', b: 'OK' }, {}, strict, ['a']],
  ['missing, as it is believed to be', { b: 'OK' }, {}, usual, []],
  ['missing, the other reading', { b: 'OK' }, {}, strict, ['a']],
  ['missing, and not to be minded', { b: 'OK' }, { ignorePollAlarmFailure: true }, strict, []],
] as const)('%s', (_rule, states, more, switches, names) => {
  const configuration = { isEnabled: true, ignorePollAlarmFailure: false, names: ['a', 'b'], ...more };
  const known = new Map<string, StateValue>(Object.entries(states));
  const judged = judgeAlarms(configuration, (name) => known.get(name), switches);
  expect(judged.stops ? judged.names : []).toEqual(names);
});
