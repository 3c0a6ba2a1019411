import { describe, expect, test } from 'vitest';
import { parseNpmName } from './npm/name.ts';
import { tokenOf } from './plane-auth.ts';
import { parseDistribution } from './pypi/file-name.ts';
import { jsonIndex, wantsJson } from './pypi/index-page.ts';
import { parseMetadata } from './pypi/metadata.ts';
import { compareVersions } from './version-order.ts';

describe('the token of a request', () => {
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
  test.each([
    [basic('aws:t0k:en'), 't0k:en'],
    [basic('AWS:token'), undefined],
    [basic('token'), undefined],
    ['Bearer token', 'token'],
    ['bearer  token', 'token'],
    ['Bearer', undefined],
    ['Digest token', undefined],
    [undefined, undefined],
  ])('in %s is %s', (header, token) => {
    expect(tokenOf(header)).toBe(token);
  });
});

test.each([
  ['1.9', '1.10'],
  ['1.0', '1.0.1'],
  ['1.0rc1', '1.0'],
  ['1.0-beta.2', '1.0-beta.10'],
  ['1.0', '1.0.post1'],
  ['1.0a1', '1.0b1'],
  ['9.0.0', '10.0.0'],
])('%s is before %s', (a, b) => {
  expect([Math.sign(compareVersions(a, b)), Math.sign(compareVersions(b, a))]).toEqual([-1, 1]);
  expect(compareVersions(a, a)).toBe(0);
});

test.each([
  [
    'scikit_learn-1.5.0-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl',
    'scikit-learn',
    '1.5.0',
    'wheel',
  ],
  ['a-1.0-2-py3-none-any.whl', 'a', '1.0', 'wheel'],
  ['zope.interface-5.0.tar.gz', 'zope-interface', '5.0', 'sdist'],
  ['my-model-0.1rc1.zip', 'my-model', '0.1rc1', 'sdist'],
])('%s is %s %s', (fileName, project, version, kind) => {
  expect(parseDistribution(fileName)).toEqual({ kind, project, version });
});

test.each(['a-1.0.exe', 'a.whl', '../a-1.0-py3-none-any.whl', 'a-1.0-py3-none-any.whl.asc', ''])(
  '"%s" is no distribution',
  (fileName) => {
    expect(parseDistribution(fileName)).toBeUndefined();
  },
);

test.each([
  [undefined, false],
  ['*/*', false],
  [jsonIndex, true],
  [`${jsonIndex}, text/html;q=0.1`, true],
  [`text/html, ${jsonIndex};q=0.5`, false],
  ['application/vnd.pypi.simple.latest+json', true],
])('Accept: %s wants JSON: %s', (accept, expected) => {
  expect(wantsJson(accept)).toBe(expected);
});

test.each([
  ['lines', undefined, 'lines'],
  ['@ml/shapes', 'ml', 'shapes'],
])('%s is an npm name', (text, namespace, name) => {
  expect(parseNpmName(text)).toEqual({ format: 'npm', namespace, name });
});

test.each(['@ml', '@ml/', '../x', 'a/b', '.hidden', '', '@ml/../x', 'x'.repeat(215)])(
  '"%s" is no npm name',
  (text) => {
    expect(parseNpmName(text)).toBeUndefined();
  },
);

test('metadata is read up to the description, which is the readme', () => {
  const text = [
    'Metadata-Version: 2.1\r\nName: My.Pkg\r\nVersion: 1\r\nRequires-Python: >=3.9\r\nLicense: MIT',
    'Requires-Dist: Foo_Bar[fast] (>=1.2,<2) ; extra == "x"\r\nRequires-Dist: plain\r\n\r\nName: evil\r\n',
  ].join('\r\n');
  expect(parseMetadata(text)).toMatchObject({
    name: 'My.Pkg',
    version: '1',
    requiresPython: '>=3.9',
    manifest: {
      displayName: 'My.Pkg',
      licenses: [{ name: 'MIT' }],
      readme: 'Name: evil',
      dependencies: [
        { package: 'foo-bar', dependencyType: 'Requires-Dist', versionRequirement: '>=1.2,<2' },
        { package: 'plain', dependencyType: 'Requires-Dist', versionRequirement: undefined },
      ],
    },
  });
});
