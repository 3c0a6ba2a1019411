import type { PackageVersionFacts } from '@ml-ci/aws';
import { describe, expect, it } from 'vitest';
import { type GatePolicy, judge } from './judge.ts';
import type { Found, Guard } from './look-up.ts';
import { packageName, packagePattern } from './package-name.ts';

const hash = `sha256:${'a'.repeat(64)}`;
const other = `sha256:${'b'.repeat(64)}`;
const locked = { name: 'shapes', version: '2.0.0', hashes: [hash], mayBeAbsent: false, line: 7 };
const internal = { type: 'INTERNAL', entryPoint: 'pinned' } as const;
const external = { type: 'EXTERNAL', entryPoint: 'public:pypi' } as const;
const published: PackageVersionFacts = { status: 'Published', revision: 'r', origin: internal };
const asset = (...hashes: string[]) => ({ name: 'a.whl', size: 1, hashes: [...hashes, 'md5:0'] });
const found: Found = { locked, facts: published, assets: [asset(other), asset(hash)], guard: undefined };
const policy: GatePolicy = {
  format: 'pypi',
  domain: 'ml',
  withOrigin: true,
  allowedOrigins: ['internal', 'external:*'],
  internal: [],
  connections: ['public:pypi'],
};
const guard = (upstream: 'ALLOW' | 'BLOCK', externalUpstream: string, pattern = '/*'): Guard => ({
  restrictions: { publish: 'ALLOW', upstream },
  group: { pattern, externalUpstream },
});
const kinds = (change: Partial<Found>, held: Partial<GatePolicy> = {}) =>
  judge({ ...found, ...change }, { ...policy, ...held }).findings.map(({ kind }) => kind);
const withOrigin = (origin: PackageVersionFacts['origin']) => ({ facts: { ...published, origin } });

describe('an entry of a lock', () => {
  it.each<[string, Partial<Found>, Partial<GatePolicy>, readonly string[]]>([
    ['that is as the lock says', {}, {}, []],
    ['whose file was changed', { assets: [asset(other)] }, {}, ['hash']],
    ['without a file', { assets: [] }, {}, ['hash']],
    ['whose lock has no hash of the file', { locked: { ...locked, hashes: [] } }, {}, []],
    ['that was yanked', { facts: { ...published, status: 'Unlisted' } }, {}, ['status']],
    ['that was archived', { facts: { ...published, status: 'Archived' } }, {}, ['status']],
    ['of a status that AWS may add', { facts: { ...published, status: 'Frozen' } }, {}, ['status']],
    [
      'archived and changed',
      { facts: { ...published, status: 'Archived' }, assets: [] },
      {},
      ['status', 'hash'],
    ],
    ['that is nowhere', { facts: undefined }, { connections: [] }, ['missing']],
    ['that may come from outside', { facts: undefined }, {}, []],
    ['of ours that is nowhere', { facts: undefined }, { internal: ['sha*'] }, ['missing']],
    ['from outside', withOrigin(external), {}, []],
    [
      'from outside, where only ours may be',
      withOrigin(external),
      { allowedOrigins: ['internal'] },
      ['origin'],
    ],
    [
      'from another index than allowed',
      withOrigin(external),
      { allowedOrigins: ['external:public:npmjs'] },
      ['origin'],
    ],
    ['from nobody knows where', withOrigin({ type: 'UNKNOWN', entryPoint: undefined }), {}, ['origin']],
    ['from outside under a name of ours', withOrigin(external), { internal: ['sha*'] }, ['confusion']],
    ['of ours, and open to a public index', { guard: guard('ALLOW', 'ALLOW') }, {}, ['confusion']],
    ['of ours, closed by its own setting', { guard: guard('BLOCK', 'ALLOW') }, {}, []],
    ['of ours, closed by its group', { guard: guard('ALLOW', 'BLOCK') }, {}, []],
    ['of ours, open, with no index behind', { guard: guard('ALLOW', 'ALLOW') }, { connections: [] }, []],
    ['held to hashes alone', withOrigin(external), { withOrigin: false, allowedOrigins: [] }, []],
  ])('%s', (_rule, change, held, expected) => {
    expect(kinds(change, held)).toEqual(expected);
  });

  it('may be on its way from outside', () => {
    expect(judge({ ...found, facts: undefined }, policy).isPending).toBe(true);
    expect(judge(found, policy).isPending).toBe(false);
  });

  it.each([
    [
      'the group decides about more',
      '/*',
      /^aws codeartifact create-package-group .* && aws codeartifact update/,
    ],
    ['the group is its own', '/pypi//shapes$', /^aws codeartifact update-package-group-origin-configuration/],
  ])('open to a public index names the setting that closes it: %s', (_rule, pattern, fix) => {
    const [finding] = judge({ ...found, guard: guard('ALLOW', 'ALLOW', pattern) }, policy).findings;
    expect(finding?.fix).toMatch(fix);
    expect(finding?.fix).toContain("--package-group '/pypi//shapes$' --restrictions EXTERNAL_UPSTREAM=BLOCK");
    expect(finding?.message).toContain(pattern);
  });
});

it.each([
  ['npm', '@ml/shapes', { format: 'npm', namespace: 'ml', name: 'shapes' }, '/npm/ml/shapes$'],
  ['npm', 'left-pad', { format: 'npm', name: 'left-pad' }, '/npm//left-pad$'],
  ['pypi', 'ruamel-yaml', { format: 'pypi', name: 'ruamel-yaml' }, '/pypi//ruamel-yaml$'],
] as const)('%s %s is found under its name and by its pattern', (format, name, expected, pattern) => {
  expect(packageName(format, name)).toEqual(expected);
  expect(packagePattern(format, name)).toBe(pattern);
});
