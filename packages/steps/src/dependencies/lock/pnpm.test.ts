import { describe, expect, test } from 'vitest';
import { integrity, integrityHex, refused } from './fixture.ts';
import { readLock } from './read-lock.ts';

const fine = `{integrity: ${integrity}}`;

interface Parts {
  readonly importers?: string;
  readonly packages?: string;
  readonly snapshots?: string;
  readonly version?: string;
}

function lockOf({ importers = '', packages = '', snapshots = '', version = "'9.0'" }: Parts): string {
  return `lockfileVersion: ${version}\n\nimporters:\n${importers}\npackages:\n${packages}\nsnapshots:\n${snapshots}`;
}

function pinned(...keys: readonly string[]): string {
  return keys.map((key) => `  ${key}:\n    resolution: ${fine}\n`).join('');
}

describe('a pnpm-lock.yaml', () => {
  test('is read with its workspace, links and lines', async () => {
    const text = lockOf({
      importers: `
  .:
    dependencies:
      '@ml/shapes':
        specifier: workspace:*
        version: link:packages/shapes
  packages/model:
    dependencies:
      '@ml/tools':
        specifier: link:../tools
        version: link:../tools
`,
      packages: pinned("'@ml/a@1.0.0-rc.1'"),
    });
    expect(await readLock(text, 'pnpm-lock.yaml')).toEqual({
      kind: 'pnpm',
      format: 'npm',
      file: 'pnpm-lock.yaml',
      packages: [
        { name: '@ml/a', version: '1.0.0-rc.1', hashes: [integrityHex], mayBeAbsent: true, line: 17 },
      ],
      local: ['.', 'packages/model', 'packages/shapes', 'packages/tools'],
    });
  });

  test('tells what its projects reach by dependencies alone', async () => {
    const text = lockOf({
      importers: `
  .:
    dependencies:
      a:
        specifier: ^1.0.0
        version: 1.0.0(peer@1.0.0)
      alias:
        specifier: npm:real@1.0.0
        version: real@1.0.0
    devDependencies:
      dev:
        specifier: ^1.0.0
        version: 1.0.0
    optionalDependencies:
      native:
        specifier: ^1.0.0
        version: 1.0.0
`,
      packages: pinned(...['a', 'b', 'peer', 'real', 'dev', 'native', 'far'].map((name) => `${name}@1.0.0`)),
      snapshots: `
  a@1.0.0(peer@1.0.0):
    dependencies:
      b: 1.0.0
      peer: 1.0.0
    optionalDependencies:
      far: 1.0.0
  b@1.0.0: {}
  peer@1.0.0: {}
  real@1.0.0: {}
  dev@1.0.0: {}
  native@1.0.0:
    optional: true
  far@1.0.0:
    optional: true
`,
    });
    const { packages } = await readLock(text, 'pnpm-lock.yaml');
    const always = packages.filter(({ mayBeAbsent }) => !mayBeAbsent);
    expect(always.map(({ name }) => name)).toEqual(['a', 'b', 'peer', 'real']);
  });

  test('may have a document of what pnpm itself needs before it', async () => {
    const own = `---\n${lockOf({ packages: pinned('pnpm@12.0.0') })}\n---\n`;
    const { packages } = await readLock(own + lockOf({ packages: pinned('a@1.0.0') }), 'pnpm-lock.yaml');
    expect(packages.map(({ name, mayBeAbsent }) => [name, mayBeAbsent])).toEqual([
      ['a', true],
      ['pnpm', true],
    ]);
    expect((await refused('pnpm', own + lockOf({ packages: '  a@1.0.0:\n    resolution: {}\n' }))).code).toBe(
      'LOCK_UNPINNED',
    );
    expect((await refused('pnpm', own + own + lockOf({}))).code).toBe('LOCK_INVALID');
  });

  test.each([
    ['no integrity', 'a@1.0.0', '{}', 'LOCK_UNPINNED', 'has no hash'],
    ['a weak integrity', 'a@1.0.0', '{integrity: sha1-AAAA}', 'LOCK_UNPINNED', /"sha1-AAAA", which is no/],
    ['a range', 'a@^1.0.0', fine, 'LOCK_UNPINNED', 'has no exact version'],
    ['no version', 'a', fine, 'LOCK_UNPINNED', 'has no exact version'],
    ['git', 'a@git+ssh://h/a#1', '{commit: "1", repo: ssh://h/a, type: git}', 'LOCK_UNSAFE', /no registry$/],
    [
      'an archive of a host for code',
      'a@https://codeload.example/a',
      '{tarball: https://codeload.example/a}',
      'LOCK_UNSAFE',
      /no registry$/,
    ],
    [
      'a file',
      'a@file:vendor/a.tgz',
      `{integrity: ${integrity}, tarball: file:vendor/a.tgz}`,
      'LOCK_UNSAFE',
      /no registry$/,
    ],
    ['a runtime', 'a@runtime:24.0.0', '{type: variations}', 'LOCK_UNSAFE', /no registry$/],
    ['a folder outside', 'a@file:../a', '{directory: ../a, type: directory}', 'LOCK_UNSAFE', /outside/],
    [
      'plain http',
      'a@1.0.0',
      `{integrity: ${integrity}, tarball: http://h.example/a.tgz}`,
      'LOCK_UNSAFE',
      /plain http$/,
    ],
  ])('with %s is refused', async (_name, key, resolution, code, message) => {
    const packages = `${pinned('fine@1.0.0')}  ${key}:\n    resolution: ${resolution}\n`;
    const found = await refused('pnpm', lockOf({ packages }));
    expect(found).toEqual({ code, found: ['a 8'], messages: [expect.stringMatching(message)] });
  });

  test.each([
    ['a project outside', 'importers:\n  ../other: {}\n', '../other 3'],
    [
      'a link outside',
      'importers:\n  .:\n    dependencies:\n      a:\n        specifier: x\n        version: link:../a\n',
      'a 5',
    ],
    ['a patch outside', 'patchedDependencies:\n  a@1.0.0:\n    hash: x\n    path: ../a.patch\n', 'a@1.0.0 3'],
  ])('with %s is refused', async (_name, lines, found) => {
    const text = `lockfileVersion: '9.0'\n${lines}`;
    expect(await refused('pnpm', text)).toMatchObject({ code: 'LOCK_UNSAFE', found: [found] });
  });

  test.each(["'6.0'", '5.4', '"10.0"'])('of the version %s is refused', async (version) => {
    expect((await refused('pnpm', lockOf({ version }))).code).toBe('LOCK_INVALID');
  });
});
