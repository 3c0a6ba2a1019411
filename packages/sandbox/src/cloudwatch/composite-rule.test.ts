import { expect, test } from 'vitest';
import { alarmsOf, holds, parseCompositeRule } from './composite-rule.ts';
import type { StateValue } from './evaluate.ts';

const states = new Map<string, StateValue>([
  ['red', 'ALARM'],
  ['green', 'OK'],
  ['two words', 'ALARM'],
]);

test.each([
  ['ALARM("red")', true],
  ['ALARM(red) AND ALARM(green)', false],
  ['ALARM(red) OR ALARM(green)', true],
  ['NOT ALARM(green)', true],
  ['ALARM("two words") AND NOT (OK(red) OR FALSE)', true],
  ['ALARM(green) AND ALARM(green) OR OK(green)', true],
  ['ALARM(arn:aws:cloudwatch:eu-west-1:111111111111:alarm:red)', true],
  ['ALARM(nowhere)', false],
  ['TRUE', true],
])('%s is %s', (text, expected) => {
  expect(holds(parseCompositeRule(text), (name) => states.get(name))).toBe(expected);
});

test('names what it depends on once', () => {
  expect(alarmsOf(parseCompositeRule('ALARM(a) OR (OK("b") AND NOT ALARM(a))'))).toEqual(['a', 'b']);
});

test.each(['', 'ALARM', 'ALARM(a) AND', '(ALARM(a)', 'ALARM(a) ALARM(b)', 'MAYBE(a)'])(
  '"%s" is refused',
  (text) => {
    expect(() => parseCompositeRule(text)).toThrow();
  },
);
