import { expect, test } from 'vitest';
import { refusedBy } from './fixture.ts';
import { lockKindOf } from './lock-kind.ts';

test.each([
  ['a/uv.lock', '', 'uv'],
  ['a\\poetry.lock', '', 'poetry'],
  ['pdm.lock', '', 'pdm'],
  ['pylock.toml', '', 'pylock'],
  ['pylock.dev.toml', '', 'pylock'],
  ['package-lock.json', '', 'package-lock'],
  ['npm-shrinkwrap.json', '', 'package-lock'],
  ['pnpm-lock.yaml', '', 'pnpm'],
  ['yarn.lock', '# yarn lockfile v1\n', 'yarn-1'],
  ['yarn.lock', '# by yarn\n\n__metadata:\n  version: 8\n', 'yarn-berry'],
  ['requirements.txt', '', 'requirements'],
  ['requirements-dev.lock', '# nothing\n', 'requirements'],
  ['requirements.lock', 'version = 1\nrevision = 3\n', 'uv'],
  ['my.lock', '# by hand\nuvicorn[standard]==1.0 \\\n', 'requirements'],
  ['my.lock', '{\n  "name": "x",\n  "lockfileVersion": 3\n}', 'package-lock'],
  ['my.lock', '\r\nversion = 1\r\nrequires-python = ">=3.10"\r\n', 'uv'],
  ['my.lock', '[metadata]\nlock-version = "2.1"\ncontent-hash = "a"\n', 'poetry'],
  ['my.lock', '[metadata]\nlock_version = "4.5.0"\n', 'pdm'],
  ['my.toml', 'lock-version = "1.0"\n\n[[packages]]\n', 'pylock'],
  ['my.yaml', "lockfileVersion: '9.0'\n", 'pnpm'],
  ['my.lock', '# yarn lockfile v1\r\n', 'yarn-1'],
  ['my.lock', '__metadata:\n  version: 8\n', 'yarn-berry'],
])('%s with %j is of %s', (file, text, kind) => {
  expect(lockKindOf(text, file)).toBe(kind);
});

test.each(['', 'requests\n', '{}', 'hello: world\n'])('%j is of no kind', async (text) => {
  expect((await refusedBy(() => lockKindOf(text, 'my.lock'))).code).toBe('LOCK_INVALID');
});
