import type { Input } from '@ml-ci/core';
import { expect, test } from 'vitest';
import { layers, pairs, platform } from './kinds.ts';
import { chooseTag, decideTag } from './tag.ts';

const context = { environments: [], root: '/' };
const input = { summary: '' };

const parsed: readonly [string, Input<unknown>, string, unknown][] = [
  ['pairs', pairs(input), 'a=b, c=d=e\nf=', { a: 'b', c: 'd=e', f: '' }],
  ['no pair', pairs(input), 'a', undefined],
  ['a pair without a name', pairs(input), '=a', undefined],
  ['layers', layers(input), 'a=b=/c', [{ from: 'a=b', to: '/c' }]],
  ['a layer without a place', layers(input), 'a', undefined],
  ['a platform', platform(input), 'linux/amd64', { os: 'linux', architecture: 'amd64' }],
  ['a variant', platform(input), 'linux/arm/v7', { os: 'linux', architecture: 'arm', variant: 'v7' }],
  ['two platforms', platform(input), 'linux/amd64\nlinux/arm64', undefined],
  ['no platform', platform(input), 'amd64', undefined],
];

test.each(parsed)('%s', (_, kind, raw, expected) => {
  const result = kind.parse(raw, context);
  expect(result.ok ? result.value : undefined).toEqual(expected);
});

test.each([
  ['1.0', 'abc', '1.0'],
  [undefined, '0123456789abcdef', '0123456789ab'],
])('of tag %s and commit %s, %s', (given, commit, expected) => {
  expect(chooseTag(given, commit)).toBe(expected);
});

test('without a tag and a commit there is nothing to push under', () => {
  expect(() => chooseTag(undefined, undefined)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
});

test.each([
  ['no tag', undefined, false, 'push'],
  ['the same digest', 'new', false, 'done'],
  ['the same digest, to be replaced', 'new', true, 'done'],
  ['another digest, to be replaced', 'old', true, 'push'],
] as const)('%s: %s', (_, present, isReplaced, expected) => {
  expect(decideTag({ tag: '1', repository: 'r', present, wanted: 'new', isReplaced })).toBe(expected);
});

test('another digest is not replaced unasked', () => {
  const state = { tag: '1', repository: 'r', present: 'old', wanted: 'new', isReplaced: false };
  expect(() => decideTag(state)).toThrow(expect.objectContaining({ code: 'TAG_TAKEN' }));
});
