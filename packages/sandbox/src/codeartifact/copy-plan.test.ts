import { expect, test } from 'vitest';
import { type CopyRequest, planCopy } from './copy-plan.ts';
import type { PackageVersion, VersionStatus } from './model.ts';

const open = { allowOverwrite: false, isOpen: true };

function version(name: string, status: VersionStatus = 'Published'): PackageVersion {
  return {
    version: name,
    origin: { originType: 'INTERNAL', domainEntryPoint: {} },
    publishedMs: 0,
    assets: new Map(),
    readManifest: async () => ({}),
    status,
    revision: `r${name}`,
  };
}

function request(name: string, rest: Partial<CopyRequest> = {}): CopyRequest {
  return { name, revision: undefined, source: version(name), there: 'nothing', ...rest };
}

test('copies what is not there, and not what is there and the same', () => {
  const plan = planCopy([request('1'), request('2', { there: 'the same' })], open);
  expect(plan.copies.map(({ version: name }) => name)).toEqual(['1']);
  expect([...plan.failures]).toEqual([]);
});

test.each([
  ['NOT_FOUND', { source: undefined }, open],
  ['MISMATCHED_REVISION', { revision: 'other' }, open],
  ['MISMATCHED_STATUS', { source: version('2', 'Unfinished') }, open],
  ['MISMATCHED_STATUS', { source: version('2', 'Disposed') }, open],
  ['ALREADY_EXISTS', { there: 'something else' }, open],
  ['NOT_ALLOWED', {}, { allowOverwrite: true, isOpen: false }],
] as const)('%s, and nothing is copied', (code, rest, options) => {
  const plan = planCopy([request('1', { there: 'the same' }), request('2', rest)], options);
  expect(plan.copies).toEqual([]);
  expect([...plan.failures]).toEqual([
    ['1', 'SKIPPED'],
    ['2', code],
  ]);
});

test.each([
  ['the named revision', { revision: 'r1' }, open],
  ['an archived version', { source: version('1', 'Archived') }, open],
  ['over another one where that is allowed', { there: 'something else' }, { ...open, allowOverwrite: true }],
  ['what is the same where nothing may come in', { there: 'the same' }, { ...open, isOpen: false }],
] as const)('takes %s', (_name, rest, options) => {
  expect([...planCopy([request('1', rest)], options).failures]).toEqual([]);
});
