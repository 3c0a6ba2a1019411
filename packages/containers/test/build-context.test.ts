import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { extract, pack } from 'tar-stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { chooseBuilder } from '../src/build.ts';
import { readBuildContext, writeBuildContext } from '../src/build-context.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ml-ci-context-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

const rules: readonly [string, string, readonly string[]][] = [
  ['nothing is excluded by an empty file', '', ['a.txt', 'b.txt', 'docs/a.txt', 'docs/deep/a.txt']],
  ['a name excludes at the top only', 'a.txt', ['b.txt', 'docs/a.txt', 'docs/deep/a.txt']],
  ['**/ excludes at every depth', '**/a.txt', ['b.txt']],
  ['a folder goes with what is in it', 'docs', ['a.txt', 'b.txt']],
  [
    '! brings a file of an excluded folder back',
    'docs\n!docs/deep/a.txt',
    ['a.txt', 'b.txt', 'docs/deep/a.txt'],
  ],
  ['everything but one', '*\n!b.txt', ['b.txt']],
  ['a comment is no pattern', '# a.txt\nb.txt', ['a.txt', 'docs/a.txt', 'docs/deep/a.txt']],
];

test.each(rules)('%s', async (_, ignore, kept) => {
  await write({
    Dockerfile: 'FROM scratch',
    'a.txt': '',
    'b.txt': '',
    'docs/a.txt': '',
    'docs/deep/a.txt': '',
  });
  await write({ '.dockerignore': ignore });
  const { paths } = await readBuildContext(folder, join(folder, 'Dockerfile'));
  expect(paths.filter((path) => path.endsWith('.txt'))).toEqual(kept);
});

test('the ignore file of the Dockerfile goes before the one of the folder', async () => {
  await write({
    'my.Dockerfile': 'FROM scratch',
    'my.Dockerfile.dockerignore': 'a.txt',
    '.dockerignore': 'b.txt',
  });
  await write({ 'a.txt': '', 'b.txt': '' });
  const { paths } = await readBuildContext(folder, join(folder, 'my.Dockerfile'));
  expect(paths).toEqual(['.dockerignore', 'b.txt', 'my.Dockerfile', 'my.Dockerfile.dockerignore']);
});

async function namesIn(dockerfile: string): Promise<Record<string, string>> {
  const context = await readBuildContext(folder, dockerfile);
  const archive = pack();
  const written = writeBuildContext(archive, folder, context);
  const found: Record<string, string> = {};
  for await (const entry of archive.pipe(extract())) {
    const { name, type, linkname } = entry.header;
    found[name] = `${type}${linkname ? ` -> ${linkname}` : ''}`;
    entry.resume();
  }
  await written;
  return found;
}

test('an excluded Dockerfile is sent all the same, and links are not followed', async () => {
  await write({ Dockerfile: 'FROM scratch', '.dockerignore': '*\n!link', 'secret.txt': '' });
  await symlink('/etc/passwd', join(folder, 'link'));
  expect(await namesIn(join(folder, 'Dockerfile'))).toEqual({
    Dockerfile: 'file',
    link: 'symlink -> /etc/passwd',
  });
});

test('a Dockerfile from elsewhere hides no file of the context', async () => {
  await write({ 'app/Dockerfile': 'FROM scratch', Dockerfile: 'other' });
  const context = await readBuildContext(join(folder, 'app'), join(folder, 'Dockerfile'));
  expect(context).toMatchObject({
    dockerfile: '.ml-ci.Dockerfile',
    isDockerfileApart: true,
    paths: ['Dockerfile'],
  });
});

test('a missing Dockerfile is named', async () => {
  await expect(readBuildContext(folder, join(folder, 'Dockerfile'))).rejects.toMatchObject({
    code: 'FILE_MISSING',
  });
});

const builders: readonly [string, string, 'classic' | 'buildkit'][] = [
  ['a plain one', 'FROM scratch\nCOPY a /a\nRUN echo x', 'classic'],
  ['a mount', 'FROM x\nRUN --mount=type=cache,target=/c make', 'buildkit'],
  ['a named syntax', '# syntax=docker/dockerfile:1\nFROM x', 'buildkit'],
  ['a linked copy', 'FROM x\nCOPY --link a /a', 'buildkit'],
  ['a here-document', 'FROM x\nRUN <<EOF\necho\nEOF', 'buildkit'],
];

test.each(builders)('the builder for %s', (_, dockerfile, builder) => {
  expect(chooseBuilder(dockerfile)).toBe(builder);
});
