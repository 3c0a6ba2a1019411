import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { makeTgz } from '../../../../../sandbox/test/package-files.ts';
import { hasSameContents, tarballContents, zipContents } from './contents.ts';

/** A zip as Yarn 4 makes it of a package, as far as it is read. */
function zipOf(name: string, files: Readonly<Record<string, string>>, isDeflated = false): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [path, text] of Object.entries({ '': '', ...files })) {
    const full = Buffer.from(`node_modules/${name}/${path}`);
    const content = isDeflated && path !== '' ? deflateRawSync(text) : Buffer.from(text);
    const method = isDeflated && path !== '' ? 8 : 0;
    const header = Buffer.alloc(30);
    header.writeUInt16LE(full.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(method, 10);
    entry.writeUInt32LE(content.length, 20);
    entry.writeUInt16LE(full.length, 28);
    entry.writeUInt32LE(offset, 42);
    local.push(header, full, content);
    central.push(entry, full);
    offset += header.length + full.length + content.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(central.length / 2, 10);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, ...central, end]);
}

const manifest = JSON.stringify({ name: '@ml/here', version: '1.0.0', main: 'index.js' });
const files = { 'package.json': manifest, 'index.js': 'module.exports = "1.0.0";\n', 'lib/a.node': 'binary' };

it('a tarball has its files by their paths in the package', async () => {
  const { bytes } = await makeTgz('@ml/here', '1.0.0', {}, { 'lib/a.node': 'binary' });
  const contents = await tarballContents(bytes);
  expect([...contents.keys()].sort()).toEqual(['index.js', 'lib/a.node', 'package.json']);
  expect(contents.get('lib/a.node')).toBe(createHash('sha256').update('binary').digest('hex'));
});

it.each<[string, Readonly<Record<string, string>>, boolean]>([
  ['the same files', files, true],
  ['another content', { ...files, 'lib/a.node': 'other' }, false],
  ['a file more', { ...files, 'evil.js': '' }, false],
  ['a file less', { 'package.json': manifest, 'index.js': files['index.js'] }, false],
  ['a file of another name', { ...files, 'lib/a.node': '', 'lib/b.node': 'binary' }, false],
])('an archive with %s is told from the tarball', async (_what, there, expected) => {
  const { bytes } = await makeTgz('@ml/here', '1.0.0', {}, { 'lib/a.node': 'binary' });
  const published = await tarballContents(bytes);
  for (const isDeflated of [false, true])
    expect(hasSameContents(published, zipContents(zipOf('@ml/here', there, isDeflated), '@ml/here'))).toBe(
      expected,
    );
});

it('what is no archive has no files, and is the same as nothing', () => {
  expect(hasSameContents(new Map(), zipContents(Buffer.from('text'), 'a'))).toBe(false);
});
