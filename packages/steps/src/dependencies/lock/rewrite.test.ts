import { describe, expect, test } from 'vitest';
import { integrity, refusedBy, sha256 } from './fixture.ts';
import type { LockKind } from './lock.ts';
import { rewriteHosts } from './rewrite.ts';
import { poetrySource } from './rewrite-python.ts';

const host = 'https://ml-111111111111.d.codeartifact.eu-west-1.amazonaws.com';
const pypi = `${host}/pypi/pinned/`;
const npm = `${host}/npm/pinned/`;
const sha1 = '0'.repeat(40);
const hex = sha256.slice(7);

/** Pairs of lines of a lock: as they are, and as they become; one text where nothing changes. */
type Change = string | readonly [from: string, to: string];

const changes: readonly (readonly [LockKind, string, readonly Change[]])[] = [
  ['requirements', pypi, [`a==1.0 --hash=${sha256}  # via https://pypi.org/simple`]],
  [
    'uv',
    pypi,
    [
      'version = 1\nrevision = 3\n\n[[package]]\nname = "Ruamel.Yaml"\nversion = "0.18+cpu"',
      ['source = { registry = "https://pypi.org/simple" }', `source = { registry = "${pypi}simple/" }`],
      [
        'dependencies = [{ name = "b", version = "1", source = { registry = "https://other.example/simple/" } }]',
        `dependencies = [{ name = "b", version = "1", source = { registry = "${pypi}simple/" } }]`,
      ],
      [
        `sdist = { url = "https://files.example/aa/bb/ruamel%2Byaml.tar.gz?x=y#z", hash = "${sha256}", size = 1 }`,
        `sdist = { url = "${pypi}simple/ruamel-yaml/0.18+cpu/ruamel%2Byaml.tar.gz", hash = "${sha256}", size = 1 }`,
      ],
      'wheels = [   # two of them',
      [
        `    { url = "https://files.example/r.whl", hash = "${sha256}" },\r`,
        `    { url = "${pypi}simple/ruamel-yaml/0.18+cpu/r.whl", hash = "${sha256}" },\r`,
      ],
      ']\n\n[[package]]\nname = "m"\nversion = "1"\nsource = { editable = "m" }\n[package.metadata]',
      'requires-dist = [{ name = "a", index = "https://pypi.org/simple" }]\n',
    ],
  ],
  [
    'poetry',
    pypi,
    [
      `[[package]]\nname = "a"\nversion = "1"\ndescription = "see https://a.example"\nfiles = [{file = "a.whl", hash = "${sha256}"}]\n\n[package.source]\ntype = "legacy"`,
      [
        'url = "https://pypi.org/simple"\nreference = "mine"',
        `url = "${pypi}simple"\nreference = "${poetrySource}"`,
      ],
      `\n[[package]]\nname = "b"\nversion = "1"\nfiles = [{file = "b.whl", hash = "${sha256}"}]\n`,
      '[[package]]\nname = "c"\nversion = "1"\nfiles = []\n\n[package.source]\ntype = "directory"\nurl = "packages/c"\n',
      '[metadata]\nlock-version = "2.1"',
    ],
  ],
  [
    'pdm',
    pypi,
    [
      '[metadata]\nlock_version = "4.5.0"\n\n[[package]]\nname = "a"\nversion = "1.0"\nsummary = "url = \\"x\\""',
      [
        `files = [{url = "https://files.example/x/a.whl", hash = "${sha256}"}]`,
        `files = [{url = "${pypi}simple/a/1.0/a.whl", hash = "${sha256}"}]`,
      ],
      `\n[[package]]\nname = "b"\nversion = "1.0"\nfiles = [{file = "b.whl", hash = "${sha256}"}]`,
    ],
  ],
  [
    'pylock',
    pypi,
    [
      'lock-version = "1.0"\n\n[[packages]]\nname = "a"\nversion = "1.0"',
      ['index = "https://pypi.org/simple"', `index = "${pypi}simple/"`],
      [
        `wheels = [{name = "a.whl",url = "https://files.example/a.whl", hashes = {sha256 = "${hex}"}}]`,
        `wheels = [{name = "a.whl",url = "${pypi}simple/a/1.0/a.whl", hashes = {sha256 = "${hex}"}}]`,
      ],
      '\n[[packages]]\nname = "b"\nversion = "2.0"\n[[packages.wheels]]',
      ['url = "https://files.example/b.whl"', `url = "${pypi}simple/b/2.0/b.whl"`],
      `[packages.wheels.hashes]\nsha256 = "${hex}"`,
      // As PEP 751 itself writes one.
      "\n[[packages]]\nname = 'c'\nversion = '3.0'",
      ["index = 'https://pypi.org/simple'", `index = '${pypi}simple/'`],
      '    [[packages.wheels]]',
      ["    url = 'https://files.example/c.whl'", `    url = '${pypi}simple/c/3.0/c.whl'`],
      `    hashes = {sha256 = '${hex}'}`,
    ],
  ],
  [
    'pnpm',
    npm,
    [
      "lockfileVersion: '9.0'\n\npackages:\n  a@1.0.0:",
      [
        `    resolution: {integrity: ${integrity}, tarball: https://registry.npmjs.org/a/-/a-1.0.0.tgz}`,
        `    resolution: {integrity: ${integrity}}`,
      ],
      "  '@ml/b@1.0.0':",
      [
        `    resolution: {tarball: 'https://host.example/@ml/b, c.tgz', integrity: ${integrity}}`,
        `    resolution: {integrity: ${integrity}}`,
      ],
      `  c@1.0.0:\n    resolution: {integrity: ${integrity}}\n    deprecated: see https://c.example, tarball`,
    ],
  ],
  [
    'yarn-1',
    npm,
    [
      '# yarn lockfile v1\n\na@^1.0.0:\n  version "1.0.0"',
      [
        `  resolved "https://registry.yarnpkg.com/a/-/a-1.0.0.tgz#${sha1}"`,
        `  resolved "${npm}a/-/a-1.0.0.tgz#${sha1}"`,
      ],
      `  integrity ${integrity}\n\n"b@npm:@ml/real@1", "b@npm:@ml/real@^1":`,
      ['  resolved "https://host.example/download/1"', `  resolved "${npm}@ml/real/-/real-1.2.0.tgz"`],
      `  version "1.2.0"\n  integrity ${integrity}\n  dependencies:\n    resolved "^1.0.0"\n`,
    ],
  ],
  [
    'yarn-berry',
    npm,
    [
      '__metadata:\n  version: 8\n\n"a@npm:^1.0.0":\n  version: 1.0.0',
      [
        '  resolution: "a@npm:1.0.0::__archiveUrl=https%3A%2F%2Fhost.example%2Fa.tgz"',
        '  resolution: "a@npm:1.0.0"',
      ],
      `  checksum: 10c0/${'0'.repeat(128)}\n\n"@ml/b@npm:^1.0.0":\n  version: 1.0.0\n  resolution: "@ml/b@npm:1.0.0"`,
      `  checksum: 10c0/${'0'.repeat(128)}\n`,
    ],
  ],
];

describe('the addresses of a lock', () => {
  test.each(changes)('of %s are replaced, and nothing else', async (kind, endpoint, lines) => {
    const before = lines.map((line) => (typeof line === 'string' ? line : line[0])).join('\n');
    const after = lines.map((line) => (typeof line === 'string' ? line : line[1])).join('\n');
    expect(await rewriteHosts(before, kind, endpoint)).toBe(after);
    expect(await rewriteHosts(after, kind, endpoint)).toBe(after);
  });

  test('of npm are removed', async () => {
    const entry = { version: '1.0.0', integrity };
    const lockOf = (a: object) =>
      JSON.stringify({ lockfileVersion: 3, packages: { '': {}, 'node_modules/a': a } }, undefined, 2);
    const text = lockOf({ ...entry, resolved: 'https://host.example/a.tgz' });
    expect(await rewriteHosts(text, 'package-lock', npm)).toBe(lockOf(entry));
  });

  const uv = 'version = 1\nrevision = 3\n[[package]]\nname = "a"\nversion = "1"';
  test.each<[string, LockKind, string]>([
    ['a source in other quotes', 'uv', `${uv}\nsource = { registry = 'https://h.example/' }`],
    ['a source in other spaces', 'uv', `${uv}\nsource = {registry="https://h.example/"}`],
    ['a source in a table', 'uv', `${uv}\n[package.source]\nregistry = "https://h.example/"`],
    [
      'a file in other quotes',
      'uv',
      `${uv}\nsource = { registry = "https://h.example/" }\nsdist = { url = 'https://h.example/a' }`,
    ],
    [
      'another order',
      'poetry',
      '[metadata]\nlock-version = "2.1"\n[[package]]\nname = "a"\n[package.source]\nurl = "https://h.example"\ntype = "legacy"',
    ],
    [
      'an archive on a line of its own',
      'pnpm',
      "lockfileVersion: '9.0'\npackages:\n  a@1.0.0:\n    resolution:\n      tarball: https://h.example/a.tgz\n",
    ],
    [
      'an archive behind another parameter',
      'yarn-berry',
      '__metadata:\n  version: 8\n"a@npm:1":\n  resolution: "a@npm:1.0.0::x=y&__archiveUrl=https%3A%2F%2Fh.example"\n',
    ],
  ])('in a form that no tool writes is refused: %s', async (_name, kind, text) => {
    const { code, found } = await refusedBy(() => rewriteHosts(text, kind, `${host}/`));
    expect({ code, found }).toEqual({ code: 'LOCK_INVALID', found: [expect.stringMatching(/^[\w-]+ \d+$/)] });
  });
});
