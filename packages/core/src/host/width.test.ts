import { describe, expect, it } from 'vitest';
import { cutTo, padTo, widthOf, wrap } from './width.ts';

describe('widthOf', () => {
  it.each([
    ['plain', 5],
    ['', 0],
    ['e\u0301te\u0301', 3],
    ['模型', 4],
    ['ﾓﾃﾞﾙ', 4],
    ['한국', 4],
    ['Ａ', 2],
    ['✓ … ━', 5],
    ['🐧', 2],
    ['👩‍🔬', 2],
    ['⚠\ufe0f', 2],
    ['⚠', 1],
    ['🇩🇪', 2],
    ['a\u200bb', 2],
    ['\u001b[31mred\u001b[39m', 3],
  ])('%s takes %i cells', (text, width) => {
    expect(widthOf(text)).toBe(width);
  });
});

describe('wrap', () => {
  it.each([
    ['one two three', 20, ['one two three']],
    ['one two three four', 10, ['one two', '  three', '  four']],
    ['  digest   sha256:0123456789', 20, ['  digest', '  sha256:0123456789']],
    ['at sha256:0123456789abcdef now', 12, ['at sha256:0123456789abcdef', '  now']],
    ['\u001b[31mone two three\u001b[39m', 8, ['\u001b[31mone two', '  three\u001b[39m']],
    ['', 8, ['']],
  ])('%j in %i', (text, width, lines) => {
    expect(wrap(text, width, '  ')).toEqual(lines);
  });
});

describe('cutTo and padTo', () => {
  it.each([
    ['plain', 5, 'plain'],
    ['plain', 4, 'pla…'],
    ['模型模型', 6, '模型…'],
    ['模型模型', 5, '模型…'],
    ['ne\u0301e\u0301e', 3, 'ne\u0301…'],
    ['👩‍🔬👩‍🔬', 3, '👩‍🔬…'],
    ['plain', 1, '…'],
    ['plain', 0, ''],
  ])('cut %s to %i', (text, width, expected) => {
    expect(cutTo(text, width)).toBe(expected);
    expect(widthOf(cutTo(text, width))).toBeLessThanOrEqual(width);
  });

  it('pads by cells', () => {
    expect([padTo('模', 4), padTo('e\u0301', 3), padTo('long', 2)]).toEqual(['模  ', 'e\u0301  ', 'long']);
  });
});
