import { describe, expect, test } from 'vitest';
import { parseForm } from './query.ts';

describe('a form', () => {
  test.each([
    ['scalars', 'A=1&B=x%20y', { A: '1', B: 'x y' }],
    ['a list', 'L.member.2=b&L.member.1=a&L.member.10=c', { L: ['a', 'b', 'c'] }],
    ['a list of structures', 'D.member.1.Name=n&D.member.1.Value=v', { D: [{ Name: 'n', Value: 'v' }] }],
    ['nested lists', 'A.member.1.B.member.1=x', { A: [{ B: ['x'] }] }],
    ['a structure', 'S.T.U=1&S.V=2', { S: { T: { U: '1' }, V: '2' } }],
    ['a map', 'M.entry.1.key=k&M.entry.1.value=v', { M: { k: 'v' } }],
    ['a flattened list', 'L.1=a&L.2=b', { L: ['a', 'b'] }],
    ['an empty list', 'L=', { L: '' }],
  ])('gives %s', (_name, form, input) => {
    expect(parseForm(form)).toEqual(input);
  });

  test('does not reach the prototype of objects', () => {
    const input = parseForm('__proto__.polluted=yes&A.__proto__.polluted=yes');
    expect('polluted' in {}).toBe(false);
    expect(Object.getPrototypeOf(input.A)).toBe(Object.prototype);
  });

  test('is refused when it is nested without end', () => {
    expect(() => parseForm(`${'A.'.repeat(50)}B=1`)).toThrow(
      expect.objectContaining({ code: 'MalformedInput' }),
    );
  });
});
