import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { forgetOld, keepArchives, lendArchives } from './archives.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ml-ci-archives-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const hashOf = (text: string, algorithm = 'sha256') =>
  `${algorithm}:${createHash(algorithm).update(text).digest('hex')}`;

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

async function filesOf(root: string): Promise<string[]> {
  const entries = await readdir(join(folder, root), { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => relative(join(folder, root), join(parentPath, name)))
    .sort();
}

const allowed = new Set([hashOf('good'), hashOf('other', 'sha512')]);
const lend = (hashes = allowed) => lendArchives(join(folder, 'kept'), join(folder, 'tool'), hashes);
const keep = (lent: readonly string[] = []) =>
  keepArchives(join(folder, 'tool'), join(folder, 'kept'), allowed, lent);

it('lends what has a hash of the lock, of any kind, and nothing else', async () => {
  await write({ 'kept/a/x.whl': 'good', 'kept/a/y.whl': 'evil', 'kept/z.tgz': 'other' });
  expect([...(await lend())].sort()).toEqual(['a/x.whl', 'z.tgz']);
  expect(await filesOf('tool')).toEqual(['a/x.whl', 'z.tgz']);
});

it('follows no link, and lends nothing where the lock allows nothing', async () => {
  await write({ 'kept/x': 'good', outside: 'good' });
  await symlink(join(folder, 'outside'), join(folder, 'kept/link'));
  expect(await lend()).toEqual(['x']);
  expect(await lend(new Set())).toEqual([]);
});

it('keeps archives of the lock, and no answer that lies beside them', async () => {
  await write({ 'tool/a/x.whl': 'good', 'tool/a/answer': 'token', 'kept/a/x.whl': 'evil' });
  expect(await keep()).toEqual(['a/x.whl']);
  expect(await filesOf('kept')).toEqual(['a/x.whl']);
  expect(await readFile(join(folder, 'kept/a/x.whl'), 'utf8')).toBe('good');
});

it('does not write again what was lent, and does without a folder of the tool', async () => {
  await write({ 'tool/x': 'good' });
  expect(await keep(['x'])).toEqual([]);
  await rm(join(folder, 'tool'), { recursive: true });
  expect(await keep()).toEqual([]);
});

it('forgets what was not used for long', async () => {
  await write({ 'kept/used': 'good', 'kept/old': 'other', 'kept/new': 'third' });
  for (const name of ['used', 'old']) await utimes(join(folder, 'kept', name), 1_000, 1_000);
  await utimes(join(folder, 'kept/new'), 9_000, 9_000);
  await forgetOld(join(folder, 'kept'), ['used', 'gone'], { nowMs: 10_000_000, maxAgeMs: 5_000_000 });
  expect(await filesOf('kept')).toEqual(['new', 'used']);
});
