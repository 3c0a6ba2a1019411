import { expect, test } from 'vitest';
import { integrity, integrityHex } from './fixture.ts';
import { readLock } from './read-lock.ts';

test('a package-lock is read to packages of the registry and folders of the project', async () => {
  const good = { version: '1.0.0', integrity };
  const packages = {
    '': { name: 'model' },
    'node_modules/@ml/a': { ...good, resolved: 'https://registry.npmjs.org/@ml/a/-/a-1.0.0.tgz' },
    'node_modules/@ml/a/node_modules/b': { ...good, optional: true },
    'node_modules/@ml/a/node_modules/inside': { version: '2.0.0', inBundle: true },
    'node_modules/alias': { ...good, name: 'b' },
    'node_modules/w': { resolved: 'packages/w', link: true },
    'packages/w': { version: '0.0.0' },
  };
  const text = JSON.stringify({ lockfileVersion: 3, packages }, undefined, 2);
  expect(await readLock(text, 'package-lock.json')).toEqual({
    kind: 'package-lock',
    format: 'npm',
    file: 'package-lock.json',
    packages: [
      { name: '@ml/a', version: '1.0.0', hashes: [integrityHex], mayBeAbsent: false, line: 7 },
      { name: 'b', version: '1.0.0', hashes: [integrityHex], mayBeAbsent: false, line: 12 },
    ],
    local: ['.', 'packages/w'],
  });
});
