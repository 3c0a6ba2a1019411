import { appendFile, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { combineDigests, digestFile, guardFiles, sha256 } from '../../src/data/sources/digest.ts';
import { folderWith } from './fixture.ts';

it('is the digest of the bytes, and of all files in their order', async () => {
  const root = await folderWith({ a: 'x', b: 'y' });
  const { signal } = new AbortController();
  const files = await Promise.all(
    ['a', 'b'].map((name) => digestFile({ name, path: join(root, name) }, signal)),
  );
  expect(files[0]).toEqual({ name: 'a', bytes: 1, digest: sha256('x') });
  const digests = files.map(({ digest }) => digest);
  expect(combineDigests(digests)).toBe(sha256(`${sha256('x')}\n${sha256('y')}\n`));
  expect(combineDigests(digests.toReversed())).not.toBe(combineDigests(digests));
});

it.each<[string, (path: string) => Promise<unknown>]>([
  ['grew', (path) => appendFile(path, 'more')],
  ['went away', (path) => rm(path)],
  ['was written again', (path) => utimes(path, 1, 1)],
])('notices a file that %s while it was read', async (_rule, change) => {
  const root = await folderWith({ a: 'x', b: 'y' });
  const files = ['a', 'b'].map((name) => ({ name, path: join(root, name) }));
  const unchanged = await guardFiles(files);
  await unchanged();
  await change(join(root, 'b'));
  await expect(unchanged()).rejects.toMatchObject({
    code: 'SOURCE_CHANGED',
    message: expect.stringContaining('"b"'),
  });
});
