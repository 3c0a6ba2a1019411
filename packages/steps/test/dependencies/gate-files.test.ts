import { rm } from 'node:fs/promises';
import { type Sandbox, startSandbox } from '@ml-ci/sandbox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { folderOf } from '../../../sandbox/test/codeartifact-setup.ts';
import { makeSdist, makeWheel, type PackageFile } from '../../../sandbox/test/package-files.ts';
import { readLock } from '../../src/dependencies/lock/read-lock.ts';
import { at, holdIn } from './gate-in.ts';

const shapes = { format: 'pypi', name: 'shapes' } as const;
const wheel = makeWheel('shapes', '2.0');
const evil = makeWheel('shapes', '2.0', { source: 'evil = True\n' });
let sdist: PackageFile;
let sandbox: Sandbox;
let folder: string;

beforeAll(async () => {
  sdist = await makeSdist('shapes', '2.0', { 'setup.py': '' });
  folder = await folderOf([wheel, sdist]);
  sandbox = await startSandbox();
  await sandbox.stores.codeartifact.seedPypi(at, folder);
});
afterAll(async () => {
  await sandbox.stop();
  await rm(folder, { recursive: true });
});

/** A uv.lock of these files. */
function uvLock(...files: readonly PackageFile[]): string {
  const rows = files.map(({ fileName, sha256 }) => {
    const url = `https://files.pythonhosted.org/packages/aa/${fileName}`;
    return `    { url = "${url}", hash = "sha256:${sha256}" },\n`;
  });
  return `version = 1\nrevision = 3\n\n[[package]]\nname = "shapes"\nversion = "2.0"
source = { registry = "https://pypi.org/simple" }\nwheels = [\n${rows.join('')}]\n`;
}

const held = async (text: string, file = 'uv.lock') => holdIn(sandbox, await readLock(text, file));

describe('the files of a version', () => {
  test('are as the lock has them; those of other platforms need not be there', async () => {
    const other = makeWheel('shapes_win', '2.0');
    const { result, said } = await held(uvLock(wheel, sdist, other));
    expect(result.findings).toEqual([]);
    expect(said).not.toContain('beside');
  });

  test('may be more than the lock has, which is told', async () => {
    const { result, said } = await held(uvLock(wheel));
    expect(result.findings).toEqual([]);
    expect(said).toContain('ml/pinned has 1 file beside those of uv.lock');
  });

  test('are not all taken for good because one is', async () => {
    const { codeartifact } = sandbox.stores;
    codeartifact.swapAsset(at, shapes, '2.0', wheel.fileName, evil.bytes, { hashes: 'new' });
    try {
      const { result, said } = await held(uvLock(wheel, sdist));
      expect(result.findings.map(({ kind }) => kind)).toEqual(['hash']);
      expect(said).toContain(`has the file "${wheel.fileName}" with another hash than the lock: sha256:`);
      // Requirements have no names of files: that one of them is there is all that can be said.
      const hashes = [wheel, sdist].map(({ sha256 }) => ` --hash=sha256:${sha256}`).join('');
      expect((await held(`shapes==2.0${hashes}\n`, 'requirements.txt')).result.findings).toEqual([]);
    } finally {
      codeartifact.swapAsset(at, shapes, '2.0', wheel.fileName, wheel.bytes, { hashes: 'new' });
    }
  });
});
