import { expect, test } from 'vitest';
import { readVersion } from './tool-version.ts';

test.each([
  ['uv 0.13.9 (x86_64-unknown-linux-gnu)', 'uv ', [0, 6], '0.13.9', true],
  ['uv 0.4.30', 'uv ', [0, 6], '0.4.30', false],
  ['Poetry (version 2.5.1)', 'Poetry (version ', [1, 8], '2.5.1', true],
  ['Poetry (version 1.7.0)', 'Poetry (version ', [1, 8], '1.7.0', false],
  ['a warning\nPDM, version 2.29.4', 'PDM, version ', [2, 12], '2.29.4', true],
] as const)('%s', (stdout, prefix, oldest, text, isNew) => {
  expect(readVersion(stdout, { prefix, oldest })).toEqual({ text, isNew });
});

test('what tells no version has none', () => {
  expect(readVersion('usage: uv', { prefix: 'uv ', oldest: [0, 6] })).toBeUndefined();
});
