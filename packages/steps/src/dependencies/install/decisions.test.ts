import type { Environment } from '@ml-ci/core';
import { describe, expect, test } from 'vitest';
import { chooseAccount } from '../account.ts';
import { npmCause, pdmCause, pipCause, poetryCause, uvCause } from './child-failure.ts';
import { compareInstalled } from './node/npm-proof.ts';
import { checkProjectNpmrc } from './node/npmrc.ts';
import { compareReport } from './python/pip-report.ts';
import { noHash } from './python/poetry-project.ts';
import { findSdist } from './python/sdist.ts';

const dev: Environment = {
  type: 'ecr',
  name: 'dev',
  account: '111111111111',
  region: 'eu-west-1',
  repository: 'a',
};
const prod: Environment = {
  type: 'ecr',
  name: 'prod',
  account: '333333333333',
  region: 'us-east-1',
  repository: 'b',
};
const folder: Environment = { type: 'layout', name: 'folder', path: 'images' };

describe('the account of a domain', () => {
  const none = { env: undefined, owner: undefined, region: undefined };
  test.each([
    ['the first environment in AWS', none, [folder, dev, prod], ['111111111111', 'dev', 'eu-west-1']],
    [
      'that of the owner',
      { ...none, owner: '333333333333' },
      [dev, prod],
      ['333333333333', 'prod', 'us-east-1'],
    ],
    ['the named environment', { ...none, env: prod }, [dev, prod], ['333333333333', 'prod', 'us-east-1']],
    ['another owner', { ...none, owner: '999999999999' }, [dev], ['999999999999', 'dev', 'eu-west-1']],
    ['another region', { ...none, region: 'us-west-2' }, [dev], ['111111111111', 'dev', 'us-west-2']],
    [
      'owner and region alone',
      { ...none, owner: '999999999999', region: 'us-west-2' },
      [],
      ['999999999999', 'dependencies', 'us-west-2'],
    ],
  ])('is %s', (_name, inputs, environments, expected) => {
    const { owner, environment } = chooseAccount(inputs, environments, 'install');
    expect([owner, environment.name, environment.region]).toEqual(expected);
  });

  test.each([
    ['nothing to go by', none, [folder]],
    ['an owner without region', { ...none, owner: '999999999999' }, []],
    ['an owner that is no account', { ...none, owner: '$(id)' }, [dev]],
    ['an environment outside AWS', { ...none, env: folder }, [folder]],
  ])('is not guessed from %s', (_name, inputs, environments) => {
    expect(() => chooseAccount(inputs, environments, 'install')).toThrow(
      expect.objectContaining({ code: 'INPUT_INVALID' }),
    );
  });
});

describe('what npm prints', () => {
  test.each([
    ['npm error code EINTEGRITY\nnpm error sha512-…', 'mismatch'],
    ['npm ERR! code E401', 'denied'],
    ['npm error code E403', 'denied'],
    ['npm error code E404', 'missing'],
    ['npm error code ETARGET', 'missing'],
    ['npm error code EUSAGE', 'stale'],
    ['npm error code ENOSPC', 'unknown'],
    ['a package says: npm error code E401', 'unknown'],
    ['', 'unknown'],
  ])('%s means %s', (stderr, cause) => {
    expect(npmCause({ stderr })).toBe(cause);
  });
});

describe('what pip prints', () => {
  test.each([
    ['ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.', 'mismatch'],
    [
      'WARNING: 401 Error, Credentials not correct for http://h\nERROR: No matching distribution found for a',
      'denied',
    ],
    ['ERROR: HTTP error 403\n403 Client Error: Forbidden for url', 'denied'],
    ['ERROR: No matching distribution found for a==1', 'missing'],
    ['ERROR: In --require-hashes mode, all requirements must have their versions pinned with ==.', 'stale'],
    ['ERROR: ResolutionImpossible', 'stale'],
    ['Killed', 'unknown'],
  ])('%s means %s', (stderr, cause) => {
    expect(pipCause({ stdout: '', stderr })).toBe(cause);
  });
});

describe('what uv prints', () => {
  test.each([
    ['error: Failed to download `a==1`\n  cause: Hash mismatch for `a==1`', 'mismatch'],
    ['  × Failed to download `a==1`\n  ╰─▶ Hash mismatch for `a==1`', 'mismatch'],
    ['  cause: HTTP status client error (401 Unauthorized) for url (http://h/a.whl)', 'denied'],
    ['  cause: HTTP status client error (403 Forbidden) for url (http://h/a.whl)', 'denied'],
    ['  cause: HTTP status client error (404 Not Found) for url (http://h/a.whl)', 'missing'],
    [
      "error: Distribution `a==1 @ registry+http://h/` can't be installed because it is marked as `--no-build` but has no binary distribution",
      'missing',
    ],
    [
      "error: Distribution `a==1 @ registry+http://h/` can't be installed because it doesn't have a source distribution or wheel for the current platform",
      'missing',
    ],
    ['error: The lockfile at `uv.lock` needs to be updated, but `--locked` was provided.', 'stale'],
    ['error: No solution found when resolving dependencies', 'stale'],
    ['error: Hash-checking is required, but no trusted hash was provided for: `b`', 'stale'],
    [
      'error: No solution found when resolving dependencies\n  cause: Because a was not found in the package registry and you require a==1.0',
      'missing',
    ],
    [
      'error: No solution found when resolving dependencies\n  cause: Because a==0.1 has no usable wheels and you require a==0.1',
      'missing',
    ],
    [
      'error: No solution found when resolving dependencies\n  cause: Because a was not found in the package registry\nhint: An index URL (http://h/) could not be queried due to a lack of valid authentication credentials (401 Unauthorized)',
      'denied',
    ],
    [
      'error: In `--require-hashes` mode, all requirements must have a hash, but none were provided for: a==1',
      'stale',
    ],
    [
      'error: Failed to generate package metadata for `a @ editable+.`\n  cause: No solution found when resolving: `hatchling`',
      'unknown',
    ],
    ['error: failed to create directory', 'unknown'],
  ])('%s means %s', (stderr, cause) => {
    expect(uvCause({ stdout: '', stderr })).toBe(cause);
  });
});

describe('what Poetry prints', () => {
  test.each([
    [
      'Hash for a (1) from archive a-1-py3-none-any.whl not found in known hashes (was: sha256:b)',
      'mismatch',
    ],
    [
      '    | Downloaded distributions for a (1) did not match any known checksums in your lock file.',
      'mismatch',
    ],
    [`Retrieved digests for links a-1.tar.gz(sha256:b) not in poetry.lock metadata {'${noHash}'}`, 'missing'],
    [
      'Source (ml-ci): Authorization error accessing http://h/simple/a/\n    | Unable to find installation candidates for a (1)',
      'denied',
    ],
    ['401 Client Error: Unauthorized for url: http://h/a.whl', 'denied'],
    ['    | Unable to find installation candidates for a (1)', 'missing'],
    ['404 Client Error: Not Found for url: http://h/a.whl', 'missing'],
    [
      'Error: pyproject.toml changed significantly since poetry.lock was last generated. Run `poetry lock`',
      'stale',
    ],
    ['Error: Declared README file does not exist: README.md', 'unknown'],
  ])('%s means %s', (stderr, cause) => {
    expect(poetryCause({ stdout: '', stderr })).toBe(cause);
  });
});

describe('what PDM prints', () => {
  test.each([
    ['unearth.errors.HashMismatchError: Hash mismatch for http://h/a.whl:', 'mismatch'],
    [
      "unearth.errors.UnpackError: Download failed: Client error '401 Unauthorized' for url 'http://h/'",
      'denied',
    ],
    [
      "unearth.errors.UnpackError: Download failed: Client error '403 Forbidden' for url 'http://h/'",
      'denied',
    ],
    [
      "unearth.errors.UnpackError: Download failed: Client error '404 Not Found' for url 'http://h/'",
      'missing',
    ],
    [
      'unearth.errors.UnpackError: Download failed: 401 Client Error: Unauthorized for url: http://h/',
      'denied',
    ],
    [
      'unearth.errors.UnpackError: Download failed: 404 Client Error: Not Found for url: http://h/',
      'missing',
    ],
    [
      'pdm.exceptions.CandidateNotFound: No candidate is found for `a` that matches the environment or hashes',
      'missing',
    ],
    ["WARNING: Lockfile doesn't satisfy the project requirements, packages may be outdated", 'stale'],
    ['[PdmException]: No compatible lock target found', 'unknown'],
  ])('%s means %s', (stderr, cause) => {
    expect(pdmCause({ stdout: '', stderr })).toBe(cause);
  });
});

describe('the configuration of a project', () => {
  test.each([
    'https-proxy=http://evil.example',
    'proxy = http://evil.example',
    'strict-ssl=false',
    'strict-ssl',
    'cafile=/tmp/ca.pem',
    'ca[]=x',
    'userconfig=/tmp/x',
    'replace-registry-host=never',
    '//host.example/:certfile=/tmp/x',
  ])('may not say %s', (line) => {
    const check = () => checkProjectNpmrc(`; fine\n${line}\n`, '.npmrc');
    expect(check).toThrow(expect.objectContaining({ code: 'INSTALL_CONFIG_UNSAFE' }));
    expect(check).not.toThrow(/evil/);
  });

  test('may say what does no harm', () => {
    checkProjectNpmrc(
      'registry=https://a.example/\n@ml:registry=https://b.example/\nlegacy-peer-deps=true\n# proxy=x',
      '.npmrc',
    );
  });
});

describe('what npm installed', () => {
  const locked = [
    {
      path: 'node_modules/a',
      name: 'a',
      version: '1.0.0',
      integrity: 'i',
      resolved: undefined,
      mayBeAbsent: false,
    },
    {
      path: 'node_modules/b',
      name: 'b',
      version: '1.0.0',
      integrity: 'j',
      resolved: undefined,
      mayBeAbsent: true,
    },
  ];
  const a = { version: '1.0.0', integrity: 'i' };
  test.each([
    ['is the lock', { 'node_modules/a': a, 'node_modules/b': { version: '1.0.0', integrity: 'j' } }, []],
    ['lacks what may be absent', { 'node_modules/a': a }, []],
    ['lacks a package', {}, ['a@1.0.0 is not installed']],
    ['has another version', { 'node_modules/a': { ...a, version: '2.0.0' } }, ['a is 2.0.0, not 1.0.0']],
    [
      'has another integrity',
      { 'node_modules/a': { ...a, integrity: 'k' } },
      ['a@1.0.0 has another integrity'],
    ],
    ['has more', { 'node_modules/a': a, 'node_modules/x': a }, ['node_modules/x is not in the lock']],
    ['has a workspace', { 'node_modules/a': a, 'node_modules/w': { link: true } }, []],
  ])('%s', (_name, installed, expected) => {
    expect(compareInstalled(locked, installed)).toEqual(expected);
  });
});

describe('what pip installed', () => {
  const requirement = {
    project: 'a',
    pin: 'a==1',
    version: '1',
    marker: undefined,
    hashes: ['sha256:x', 'sha256:y'],
    line: 1,
  };
  const item = { project: 'a', version: '1', url: 'http://h/pypi/r/simple/a', hashes: ['sha256:y'] };
  test.each([
    ['is the lock', [requirement], [item], []],
    ['lacks a package', [requirement], [], ['a==1 is not installed']],
    ['lacks what is for other machines', [{ ...requirement, marker: 'os_name == "nt"' }], [], []],
    [
      'has another hash',
      [requirement],
      [{ ...item, hashes: ['sha256:z'] }],
      ['a has a hash that is not in the lock'],
    ],
    [
      'comes from another place',
      [requirement],
      [{ ...item, url: 'http://evil/a' }],
      ['a came from another place'],
    ],
    ['has more', [requirement], [item, { ...item, project: 'b' }], ['b is not in the lock']],
  ])('%s', (_name, requirements, installed, expected) => {
    expect(compareReport(requirements, installed, 'http://h/pypi/r/')).toEqual(expected);
  });
});

test('a source distribution is found by its hash, and never by a wheel or a path', () => {
  const [sdist, wheel] = ['a'.repeat(64), 'b'.repeat(64)];
  const page = `<a href="1.0/a-1.0-py3-none-any.whl#sha256=${wheel}">a</a><a href="1.0/a-1.0.tar.gz#sha256=${sdist}">a</a>`;
  expect(findSdist(page, [`sha256:${sdist}`, `sha256:${wheel}`])).toEqual({
    href: '1.0/a-1.0.tar.gz',
    sha256: sdist,
    fileName: 'a-1.0.tar.gz',
  });
  expect(findSdist(page, [`sha256:${wheel}`])).toBeUndefined();
  expect(findSdist(`<a href="..%2f..%2fa.tar.gz#sha256=${sdist}">`, [`sha256:${sdist}`])).toBeUndefined();
});
