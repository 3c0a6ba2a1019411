import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeTgz, makeWheel } from '../../../sandbox/test/package-files.ts';
import { type Bench, startBench } from './bench.ts';
import { promotePackagesIn } from './promote-packages-in.ts';

const at = { owner: '111111111111', region: 'eu-west-1', domain: 'ml' } as const;
const released = { ...at, repository: 'released' };
const pinned = { ...at, repository: 'pinned' };

let bench: Bench;
beforeEach(async () => {
  const npm = [
    await makeTgz('@ml/shapes', '2.0.0', {}),
    await makeTgz('@ml/shapes', '2.1.0', {}),
    await makeTgz('left', '1.0.0', {}),
  ];
  bench = await startBench({ npm, pypi: [makeWheel('left', '1.0.0')] });
  bench.sandbox.stores.codeartifact.store.ensureRepository(released);
});
afterEach(() => bench.close());

const promote = (inputs: Readonly<Record<string, string>>) => promotePackagesIn(bench, inputs);
const npm = (packages: string) => ({ packages, format: 'npm' });

/** What the service has of a version, or that it has none. */
async function inRepository(repository: string, name: string, version: string) {
  const [, namespace = '', plain = name] = /^@([^/]+)\/(.+)$/.exec(name) ?? [];
  const { packages } = bench.sandbox.stores.codeartifact.store.ensureRepository({ ...at, repository });
  const found = packages.get(`npm/${namespace}/${plain}`)?.versions.get(version);
  return found === undefined ? 'missing' : { status: found.status, revision: found.revision };
}

describe('promote-packages', () => {
  it('copies exact versions, and finds them there the next time', async () => {
    const first = await promote(npm('@ml/shapes@2.0.0,@ml/shapes@2.1.0,left@1.0.0'));
    expect(first).toMatchObject({ verdict: 'passed', outputs: { copied: 3, kept: 0, refused: 0 } });
    const source = await inRepository('pinned', '@ml/shapes', '2.1.0');
    expect(source).toMatchObject({ status: 'Published' });
    expect(await inRepository('released', '@ml/shapes', '2.1.0')).toMatchObject({ status: 'Published' });
    const again = await promote(npm('@ml/shapes@2.0.0,left@1.0.0'));
    expect(again).toMatchObject({ verdict: 'passed', outputs: { copied: 0, kept: 2, refused: 0 } });
  });

  it('plans what it would copy, and copies nothing', async () => {
    const { plan, outputs } = await promote({ ...npm('left@1.0.0'), plan: 'true' });
    expect(plan).toEqual([
      {
        change: expect.stringMatching(/^copy left@1\.0\.0 \(revision \S+\) to ml\/released$/),
        call: 'codeartifact:CopyPackageVersions',
      },
    ]);
    expect(outputs).toEqual({ copied: 0, kept: 0, refused: 0 });
    expect(await inRepository('released', 'left', '1.0.0')).toBe('missing');
  });

  it('lists what cannot be copied one by one, and copies the rest', async () => {
    const { verdict, exitCode, outputs, lines } = await promote(
      npm('@ml/shapes@2.0.0,@ml/shapes@9.9.9,absent@1.0.0'),
    );
    expect([verdict, exitCode, outputs]).toEqual(['failed', 1, { copied: 1, kept: 0, refused: 2 }]);
    expect(lines).toEqual([
      '@ml/shapes@9.9.9 was not copied: NOT_FOUND: the source does not have it',
      'absent@1.0.0 was not copied: NOT_FOUND: the source does not have it',
    ]);
    expect(await inRepository('released', '@ml/shapes', '2.0.0')).toMatchObject({ status: 'Published' });
  });

  it('does not replace other files of the same version, unless it may', async () => {
    const other = await makeTgz('left', '1.0.0', { description: 'another' });
    await writeFile(join(bench.folder, 'home', other.fileName), other.bytes);
    await bench.sandbox.stores.codeartifact.seedNpm(released, join(bench.folder, 'home'));
    const before = await inRepository('released', 'left', '1.0.0');
    const refused = await promote(npm('left@1.0.0'));
    expect([refused.exitCode, refused.lines]).toEqual([
      1,
      ['left@1.0.0 was not copied: ALREADY_EXISTS: the destination has other files under this version'],
    ]);
    expect(await inRepository('released', 'left', '1.0.0')).toEqual(before);
    const replaced = await promote({ ...npm('left@1.0.0'), overwrite: 'true' });
    expect(replaced).toMatchObject({ verdict: 'passed', outputs: { copied: 1 } });
    expect(await inRepository('released', 'left', '1.0.0')).not.toEqual(before);
  });

  it('refuses a version that is archived in the source', async () => {
    const { store } = bench.sandbox.stores.codeartifact;
    const version = store.ensureRepository(pinned).packages.get('npm//left')?.versions.get('1.0.0');
    if (version === undefined) throw new Error('left is not there');
    version.status = 'Archived';
    const { exitCode, lines } = await promote(npm('left@1.0.0'));
    expect(exitCode).toBe(1);
    expect(lines[0]).toContain('MISMATCHED_STATUS: it is Archived in the source');
    expect(await inRepository('released', 'left', '1.0.0')).toBe('missing');
  });

  it('copies the revisions that an install recorded, and none that has changed since', async () => {
    const { store } = bench.sandbox.stores.codeartifact;
    const revisionOf = async (name: string, version: string) => {
      const found = await inRepository('pinned', name, version);
      return typeof found === 'string' ? '' : (found.revision ?? '');
    };
    const packages = [
      {
        format: 'npm',
        name: '@ml/shapes',
        version: '2.0.0',
        hashes: [],
        revision: await revisionOf('@ml/shapes', '2.0.0'),
      },
      {
        format: 'npm',
        name: 'left',
        version: '1.0.0',
        hashes: [],
        revision: await revisionOf('left', '1.0.0'),
      },
    ];
    await bench.write({ 'dependencies.json': JSON.stringify({ version: 1, packages }) });
    const changed = store.ensureRepository(pinned).packages.get('npm//left')?.versions.get('1.0.0');
    if (changed === undefined) throw new Error('left is not there');
    store.touch(changed);
    const { outputs, lines } = await promote({ record: 'dependencies.json' });
    expect(outputs).toEqual({ copied: 1, kept: 0, refused: 1 });
    expect(lines[0]).toMatch(
      /^left@1\.0\.0 was not copied: MISMATCHED_REVISION: the source has revision \S+, and \S+ was tested$/,
    );
    expect(await inRepository('released', 'left', '1.0.0')).toBe('missing');
  });

  it('takes the record of two locks, which may have a name in both formats and a package twice', async () => {
    const left = { name: 'left', version: '1.0.0', hashes: [] };
    const packages = [
      { ...left, format: 'npm', lock: 'a/package-lock.json' },
      { ...left, format: 'npm', lock: 'b/package-lock.json' },
      { ...left, format: 'pypi', lock: 'requirements.txt' },
    ];
    await bench.write({ 'dependencies.json': JSON.stringify({ version: 1, locks: [], packages }) });
    const { outputs } = await promote({ record: 'dependencies.json' });
    expect(outputs).toEqual({ copied: 2, kept: 0, refused: 0 });
    const to = bench.sandbox.stores.codeartifact.store.ensureRepository(released);
    expect([...to.packages.keys()].sort()).toEqual(['npm//left', 'pypi//left']);
  });

  it.each([
    ['nothing to copy', {}, 'INPUT_INVALID'],
    ['no format', { packages: 'left@1.0.0' }, 'INPUT_INVALID'],
    ['a name without a version', npm('left'), 'INPUT_INVALID'],
    ['one repository twice', { ...npm('left@1.0.0'), to: 'pinned' }, 'INPUT_INVALID'],
    ['a repository that is not there', { ...npm('left@1.0.0'), to: 'absent' }, 'RESOURCE_MISSING'],
    ['a record that is none', { record: 'package.json' }, 'DOCUMENT_INVALID'],
  ])('stops at %s', async (_rule, inputs, code) => {
    await bench.write({ 'package.json': '{"name":"x"}' });
    expect((await promote(inputs)).error?.code).toBe(code);
  });
});
