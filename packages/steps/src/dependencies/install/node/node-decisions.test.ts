import { describe, expect, test } from 'vitest';
import { pnpmCause, yarnCause } from '../child-failure.ts';
import { comparePnp } from './pnp-proof.ts';
import { checkOwnCredentials, checkPnpmNpmrc, checkPnpmSettings } from './pnpm-settings.ts';
import { compareIntegrity, compareTree } from './tree-proof.ts';
import { notCovered } from './yarn-1-covered.ts';
import { checkYarn1Npmrc, checkYarnrc } from './yarn-1-settings.ts';
import { splitYarnrc, yarnrcFor } from './yarnrc.ts';

const unsafe = expect.objectContaining({ code: 'INSTALL_CONFIG_UNSAFE' });

describe('what pnpm prints', () => {
  test.each([
    ['\u2009ERR_PNPM_TARBALL_INTEGRITY\u2009 Got unexpected checksum for "http://h/a.tgz".', 'mismatch'],
    ['[ERR_PNPM_TARBALL_INTEGRITY] Got unexpected checksum for "http://h/a.tgz".', 'mismatch'],
    ['Error: ERR_PNPM_TARBALL_INTEGRITY\n\n  × installing dependencies', 'mismatch'],
    ['\u2009ERR_PNPM_FETCH_401\u2009 GET http://h/a.tgz: Unauthorized - 401', 'denied'],
    ['[ERR_PNPM_FETCH_403] GET http://h/a.tgz: Forbidden - 403', 'denied'],
    [
      'Error: ERR_PNPM_TARBALL_HTTP_STATUS\n  ╰─▶ Tarball server returned HTTP\n      401 for http://h/a.tgz',
      'denied',
    ],
    ['\u2009ERR_PNPM_FETCH_404\u2009 GET http://h/a.tgz: Not Found - 404', 'missing'],
    [
      'Error: ERR_PNPM_TARBALL_HTTP_STATUS\n  ╰─▶ Tarball server returned HTTP 404 for http://h/a.tgz',
      'missing',
    ],
    [
      'Error: ERR_PNPM_META_FETCH_FAIL\n      from http://h/gone:\n      HTTP status client error (404 Not Found)',
      'missing',
    ],
    ['\u2009ERR_PNPM_OUTDATED_LOCKFILE\u2009 Cannot install with "frozen-lockfile"', 'stale'],
    ['Error: ERR_PNPM_OUTDATED_LOCKFILE', 'stale'],
    ['\u2009ERR_PNPM_LOCKFILE_CONFIG_MISMATCH\u2009 Cannot proceed', 'stale'],
    ['[WARN] deprecated a@1.0.0: ERR_PNPM_FETCH_401', 'unknown'],
    [
      'Error: ERR_PNPM_TARBALL_HTTP_STATUS\n  ╰─▶ Tarball server returned HTTP 503 for http://h/a.tgz',
      'unknown',
    ],
    ['', 'unknown'],
  ])('%s means %s', (stdout, cause) => {
    expect(pnpmCause({ stdout, stderr: '' })).toBe(cause);
  });
});

describe('what Yarn prints', () => {
  test.each([
    [
      'error http://h/a.tgz: Integrity check failed for "a" (computed integrity doesn\'t match our records)',
      'mismatch',
    ],
    ["➤ YN0018: │ a@npm:1.0.0: The remote archive doesn't match the expected checksum", 'mismatch'],
    ['error Error: http://h/a.tgz: Request failed "401 Unauthorized"', 'denied'],
    ['error Error: http://h/a: The authorization token has expired.', 'denied'],
    ['➤ YN0041: │ a@npm:1.0.0: Invalid authentication (as an unknown user)', 'denied'],
    ['➤ YN0035: │   Response Code: 403 (Forbidden)', 'denied'],
    ['error Error: http://h/a.tgz: Request failed "404 Not Found"', 'missing'],
    ['error Couldn\'t find package "a@^1.0.0" required by "part@0.0.1" on the "npm" registry.', 'missing'],
    ['➤ YN0035: │ a@npm:1.0.0: Package not found\n➤ YN0035: │   Response Code: 404 (Not Found)', 'missing'],
    ['error Your lockfile needs to be updated, but yarn was run with `--frozen-lockfile`.', 'stale'],
    [
      '➤ YN0028: │ The lockfile would have been modified by this install, which is explicitly forbidden.',
      'stale',
    ],
    ['➤ YN0000: │ a says: error Integrity check failed', 'unknown'],
    ['', 'unknown'],
  ])('%s means %s', (stdout, cause) => {
    expect(yarnCause({ stdout, stderr: '' })).toBe(cause);
  });
});

describe('the configuration of a project for pnpm', () => {
  test.each([
    'https-proxy=http://evil.example',
    'no-proxy=h',
    'strict-ssl=false',
    'tokenHelper=/tmp/x',
    '//host.example/:tokenHelper=/tmp/x',
    '//host.example/:ca=x',
    'use-node-version=22.0.0',
    'node-mirror:release=http://evil.example',
    `\${NO-https-}proxy=http://evil.example`,
  ])('may not say %s', (line) => {
    expect(() => checkPnpmNpmrc(`${line}\n`, '.npmrc')).toThrow(unsafe);
  });

  test.each([
    'httpsProxy',
    'noProxy',
    'strictSsl',
    'cafile',
    'useNodeVersion',
    'nodeDownloadMirrors',
    '<<',
    'executionEnv',
  ])('may not set %s in YAML', (key) => {
    expect(() => checkPnpmSettings({ [key]: 'x' }, 'pnpm-workspace.yaml', 12)).toThrow(unsafe);
  });

  test('may send a scope elsewhere, which is not obeyed; pnpm 10 would obey registries', () => {
    checkPnpmNpmrc(
      'registry=http://a.example/\n@ml:registry=http://a.example/\n//a.example/:_authToken=x\n',
      '.npmrc',
    );
    const settings = {
      packages: ['packages/*'],
      registries: { default: 'http://a.example/' },
      overrides: {},
    };
    checkPnpmSettings(settings, 'pnpm-workspace.yaml', 11);
    checkPnpmSettings(undefined, 'package.json', 10);
    expect(() => checkPnpmSettings(settings, 'pnpm-workspace.yaml', 10)).toThrow(unsafe);
    expect(() => checkPnpmSettings({ configDependencies: {} }, 'package.json', 10)).toThrow(unsafe);
  });

  test.each([
    ['//h.example/npm/pinned/:_authToken=x', true],
    ['//h.example/:_auth=x', true],
    ['//h.example/npm/other/:_authToken=x', false],
    ['//other.example/:_authToken=x', false],
  ])('with %s has credentials for the repository: %s', (line, isOwn) => {
    const check = () => checkOwnCredentials(line, '.npmrc', 'https://h.example/npm/pinned/');
    if (isOwn) expect(check).toThrow(unsafe);
    else check();
  });
});

describe('the configuration of a project for Yarn 1', () => {
  test.each([
    'https-proxy "http://evil.example"',
    '"strict-ssl" false',
    'cafile ./x',
    '--install.modules-folder /tmp/x',
    '"--*.registry" "http://evil.example"',
    'env:',
  ])('may not say %s', (line) => {
    expect(() => checkYarnrc(`# fine\n${line}\n`, '.yarnrc')).toThrow(unsafe);
  });

  test('may say where packages come from, and what runs: neither is obeyed', () => {
    checkYarnrc(
      'registry "http://a.example"\n"@ml:registry" "http://a.example"\nyarn-path "./yarn.cjs"\n',
      '.yarnrc',
    );
    checkYarn1Npmrc('registry=http://a.example/\n', '.npmrc');
    expect(() => checkYarn1Npmrc('proxy=http://evil.example\n', '.npmrc')).toThrow(unsafe);
  });
});

test('of a .yarnrc.yml only what says how packages lie counts', () => {
  const settings = {
    nodeLinker: 'node-modules',
    yarnPath: './x.cjs',
    plugins: [],
    npmScopes: {},
    httpsProxy: 'x',
    checksumBehavior: 'ignore',
    enableScripts: true,
  };
  const { own, ignored } = splitYarnrc(settings);
  expect(own).toEqual({ nodeLinker: 'node-modules' });
  expect(ignored).toEqual([
    'yarnPath',
    'plugins',
    'npmScopes',
    'httpsProxy',
    'checksumBehavior',
    'enableScripts',
  ]);
  const options = {
    endpoint: 'https://h.example/npm/pinned/',
    scopes: ['@ml'],
    temporary: '/t',
    isPnp: false,
  };
  const written = JSON.parse(yarnrcFor(own, options));
  const registry = {
    npmRegistryServer: options.endpoint,
    npmAuthToken: `\${CODEARTIFACT_AUTH_TOKEN:-}`,
    npmAlwaysAuth: true,
  };
  expect(written).toMatchObject({
    ...registry,
    npmScopes: { ml: registry },
    enableScripts: false,
    checksumBehavior: 'throw',
  });
  expect(written.unsafeHttpWhitelist).toBeUndefined();
});

describe('what a frozen yarn.lock does not cover', () => {
  const entries = [
    { asked: ['debug@^4.0.0'], needs: ['ms@^2.1.1'] },
    { asked: ['ms@^2.0.0', 'ms@^2.1.1'], needs: [] },
  ];
  test.each([
    ['nothing', [{ dependencies: { debug: '^4.0.0' } }], []],
    ['another range of a workspace', [{}, { devDependencies: { ms: '^2.2.0' } }], ['ms@^2.2.0']],
    ['but a workspace is no package', [{ dependencies: { part: '0.0.1' } }, { name: 'part' }], []],
    ['but a link is none either', [{ dependencies: { part: 'link:./part' } }], []],
    ['but a resolution has its own', [{ dependencies: { ms: '3' }, resolutions: { '**/ms': '2.1.1' } }], []],
  ])('%s', (_name, manifests, expected) => {
    expect(notCovered(entries, manifests)).toEqual(expected);
  });

  test('what a package asks for', () => {
    expect(notCovered([{ asked: ['debug@^4.0.0'], needs: ['ms@^2.1.1'] }], [])).toEqual(['ms@^2.1.1']);
  });
});

describe('what lies in node_modules', () => {
  const locked = [
    { name: 'a', version: '1.0.0', mayBeAbsent: false },
    { name: '@ml/b', version: '2.0.0', mayBeAbsent: true },
  ];
  const a = { name: 'a', version: '1.0.0', isBundled: false };
  test.each([
    ['is the lock', [a, { ...a, name: '@ml/b', version: '2.0.0' }], []],
    ['lacks what may be absent', [a], []],
    ['lacks a package', [], ['a@1.0.0 is not installed']],
    [
      'has another version',
      [{ ...a, version: '1.0.1' }],
      ['a@1.0.0 is not installed', 'a@1.0.1 is not in the lock'],
    ],
    ['has one twice', [a, a], []],
    ['has what came inside of a package', [a, { ...a, name: 'x', isBundled: true }], []],
    ['writes its version otherwise', [{ ...a, version: 'v1.0.0+build' }], []],
  ])('%s', (_name, tree, expected) => {
    expect(compareTree(locked, tree)).toEqual(expected);
  });

  test('has another integrity', () => {
    const one = { name: 'a', version: '1.0.0', hashes: ['sha512:x'] };
    expect(compareIntegrity([one], [{ ...one, hashes: ['sha512:y'] }])).toEqual([
      'a@1.0.0 has another integrity',
    ]);
    expect(compareIntegrity([one], [one])).toEqual([]);
  });
});

test("what Plug'n'Play leads to is the lock", () => {
  const locked = [
    { name: '@ml/a', version: '1.0.0', mayBeAbsent: false },
    { name: 'b', version: '2.0.0-rc.1', mayBeAbsent: false },
  ];
  const a =
    '"packageLocation": "./.yarn/cache/@ml-a-npm-1.0.0-0123456789-abcdef0123.zip/node_modules/@ml/a/"';
  const b = '"packageLocation": "./.yarn/unplugged/b-npm-2.0.0-rc.1-0123456789/node_modules/b/"';
  const c = '"packageLocation": "./.yarn/cache/c-npm-1.0.0-0123456789-abcdef0123.zip/node_modules/c/"';
  expect(comparePnp(locked, `${a}\n${b}`)).toEqual({ differences: [], count: 2 });
  expect(comparePnp(locked, `${a}\n${c}`).differences).toEqual([
    'b@2.0.0-rc.1 is not installed',
    'c-npm-1.0.0 is not in the lock',
  ]);
});
