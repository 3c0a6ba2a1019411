import { expect, test } from 'vitest';
import { normalizeVersion } from './python-version.ts';

test.each([
  ['1.0', '1.0.0'],
  ['v1.2', '1.2'],
  ['1.0-Beta.2', '1b2'],
  ['1.0.preview', '1rc0'],
  ['1.0-1', '1.0.post1'],
  ['1.0.rev3', '1.post3'],
  ['1.0_dev', '1.dev0'],
  ['1!2.0', '1!2'],
  ['0!2.0', '2'],
  ['2.1.0+CU-12.04', '2.1+cu.12.4'],
  ['2011k', '2011k'],
])('%s and %s are one version', (one, other) => {
  expect(normalizeVersion(one)).toBe(normalizeVersion(other));
});

test.each([
  ['1.0', '1.0.1'],
  ['1.0', '1.0rc1'],
  ['1.0', '1.0.post1'],
  ['1.0', '1.0+cu12'],
  ['10', '1'],
])('%s and %s are two', (one, other) => {
  expect(normalizeVersion(one)).not.toBe(normalizeVersion(other));
});
