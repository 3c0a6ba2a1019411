import { parse } from 'smol-toml';
import { describe, expect, test } from 'vitest';
import { contentHash } from './content-hash.ts';
import { withAddresses, withIndex, withoutBuilds } from './pdm-project.ts';
import { hashKindOf, noHash, wheelsOnly, withSource } from './poetry-project.ts';

const index = 'https://ml.example/pypi/pinned/simple/';
const project = {
  name: 'model',
  version: '1.0',
  readme: 'README.md',
  license: { file: 'LICENSE' },
  dependencies: ['a==1'],
};

describe('the copy of a project of Poetry', () => {
  const pyproject = {
    project,
    'dependency-groups': { dev: ['b'] },
    'build-system': { requires: ['hatchling'] },
    tool: {
      poetry: {
        'requires-plugins': { evil: '*' },
        source: [{ name: 'corp', url: 'https://corp.example/simple/' }],
        dependencies: { a: { source: 'corp' }, c: [{ version: '1', source: 'corp' }] },
      },
      other: { key: 'value' },
    },
  };

  test('has one source, and neither plugins nor files', () => {
    expect(withSource(pyproject, index, 'primary')).toEqual({
      project: { name: 'model', version: '1.0', dependencies: ['a==1'] },
      'dependency-groups': { dev: ['b'] },
      tool: {
        poetry: {
          source: [{ name: 'ml-ci', url: index, priority: 'primary' }],
          dependencies: { a: { source: 'ml-ci' }, c: [{ version: '1', source: 'ml-ci' }] },
        },
      },
    });
    expect(withSource({ tool: { poetry: {} } }, index, 'default')).toEqual({
      tool: { poetry: { source: [{ name: 'ml-ci', url: index, priority: 'default' }] } },
    });
  });

  test('has the hash that is made in the way of its lock', () => {
    for (const kind of ['with-groups', 'without-groups'] as const)
      expect(hashKindOf(pyproject, { metadata: { 'content-hash': contentHash(pyproject, kind) } })).toBe(
        kind,
      );
    expect(hashKindOf(pyproject, { metadata: { 'content-hash': 'other' } })).toBeUndefined();
    expect(hashKindOf(pyproject, {})).toBeUndefined();
  });

  test('has a lock of wheels', () => {
    const file = (name: string) => `    {file = "${name}", hash = "sha256:${'a'.repeat(64)}"},\n`;
    const entry = (name: string, ...files: string[]) =>
      `[[package]]\nname = "${name}"\nversion = "1.0"\nfiles = [\n${files.map(file).join('')}]\n\n`;
    const tail = '[extras]\nx = ["a"]\n\n[metadata]\nlock-version = "2.1"\ncontent-hash = "old"\n';
    const lock = `# made\n\n${entry('a', 'a-1.0.tar.gz', 'a-1.0.whl')}${entry('s', 's-1.0.tar.gz')}${entry('left', 'left-1.0.tar.gz')}${tail}`;
    const text = wheelsOnly(lock, 'new', (name) => name === 'left');
    expect(text).toBe(
      `# made\n\n${entry('a', 'a-1.0.whl')}${entry('s', 's-1.0.tar.gz').replace(/sha256:a+/, noHash)}${tail.replace('"old"', '"new"')}`,
    );
    expect(() => parse(text)).not.toThrow();
  });
});

describe('the copy of a project of PDM', () => {
  test('has no hooks, and the index where it had one', () => {
    const pdm = {
      scripts: { pre_install: 'touch pwned' },
      plugins: ['evil'],
      resolution: { overrides: { a: '1' } },
    };
    expect(withIndex({ project, tool: { pdm } }, index)).toEqual({
      project: { name: 'model', version: '1.0', dependencies: ['a==1'] },
      tool: { pdm: { resolution: { overrides: { a: '1' } } } },
    });
    expect(withIndex({ project, tool: { pdm: { source: [{ name: 'corp' }] } } }, index)).toMatchObject({
      tool: { pdm: { source: [{ name: 'pypi', url: index, verify_ssl: true }] } },
    });
  });

  test('has a lock without folders and without what is built later', () => {
    const head = '[metadata]\nlock_version = "4.5.0"\n\n';
    const a = '[[package]]\nname = "a"\nversion = "1.0"\n\n';
    const part = '[[package]]\nname = "part"\nversion = "1.0"\npath = "./packages/part"\n\n';
    const left = '[[package]]\nname = "left"\nversion = "1.0"\n';
    expect(withoutBuilds(head + a + part + left, (name) => name === 'left')).toBe(head + a);
  });

  test('has a lock with the address of each file', () => {
    const lock = (strategy: string, file: string) =>
      `[metadata]\nstrategy = [${strategy}]\n\n[[package]]\nname = "B.b"\nversion = "1.0"\nfiles = [\n    {${file}, hash = "sha256:a"},\n]\n`;
    const url = `url = "${index}b-b/1.0/b.whl"`;
    const expected = lock('"static_urls", "inherit_metadata"', url);
    const endpoint = index.replace('simple/', '');
    expect(withAddresses(lock('"inherit_metadata"', 'file = "b.whl"'), endpoint)).toBe(expected);
    expect(withAddresses(expected, endpoint)).toBe(expected);
    expect(parse(expected)).toMatchObject({ package: [{ files: [{ hash: 'sha256:a' }] }] });
  });
});
