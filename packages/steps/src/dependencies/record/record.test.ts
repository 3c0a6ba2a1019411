import { describe, expect, it } from 'vitest';
import type { Found } from '../gate/look-up.ts';
import type { Lock } from '../lock/lock.ts';
import { cycloneDx, purlOf } from './cyclonedx.ts';
import { dependencyRecord, mergeRecords, type RecordSource } from './record.ts';

const one = `sha512:${'1'.repeat(128)}`;
const two = `sha512:${'2'.repeat(128)}`;
const shapes = { name: '@ml/shapes', version: '2.0.0', hashes: [one], mayBeAbsent: false, line: 3 };
const fsevents = { name: 'fsevents', version: '2.3.3', hashes: [one, two], mayBeAbsent: true, line: 9 };
const lock: Lock = {
  kind: 'package-lock',
  format: 'npm',
  file: 'package-lock.json',
  packages: [shapes, fsevents],
  local: [],
};
const found: Found = {
  locked: shapes,
  facts: { status: 'Published', revision: 'rev', origin: { type: 'INTERNAL', entryPoint: 'pinned' } },
  assets: [],
  guard: undefined,
};
const source: RecordSource = {
  lock,
  digest: 'sha256:lock',
  at: { domain: 'ml', owner: '111111111111', repository: 'pinned' },
  region: 'eu-west-1',
  found: [found],
};

it('records what the lock says and what CodeArtifact said, and nothing of when', () => {
  const record = dependencyRecord(source);
  expect(record.packages).toEqual([
    {
      format: 'npm',
      name: '@ml/shapes',
      version: '2.0.0',
      hashes: [one],
      origin: 'internal',
      entryPoint: 'pinned',
      revision: 'rev',
    },
    { format: 'npm', name: 'fsevents', version: '2.3.3', hashes: [one, two], optional: true },
  ]);
  expect(JSON.stringify(dependencyRecord(source))).toBe(JSON.stringify(record));
});

it('has of what the lock does not pin the hash that the repository told', () => {
  const unpinned = { ...shapes, hashes: [], isUnchecked: true };
  const assets = [{ name: 'package.tgz', size: 1, hashes: ['md5:0', two, `sha256:${'3'.repeat(64)}`] }];
  const record = dependencyRecord({
    ...source,
    lock: { ...lock, packages: [unpinned] },
    found: [{ ...found, locked: unpinned, assets }],
  });
  expect(record.packages).toMatchObject([{ hashes: [two], unchecked: true, revision: 'rev' }]);
  const [component] = cycloneDx(record, 'm').components;
  expect(component).toMatchObject({ hashes: [{ alg: 'SHA-512' }] });
  expect(component?.properties).toContainEqual({ name: 'ml-ci:lock:unchecked', value: 'true' });
});

it('gives an SBOM whose hash is that of the one file, and says which packages may be absent', () => {
  const { components, metadata } = cycloneDx(dependencyRecord(source), 'fraud');
  expect(metadata.component.name).toBe('fraud');
  expect(components).toMatchObject([
    {
      group: '@ml',
      name: 'shapes',
      scope: 'required',
      purl: 'pkg:npm/%40ml/shapes@2.0.0',
      hashes: [{ alg: 'SHA-512', content: '1'.repeat(128) }],
      properties: [
        { name: 'ml-ci:codeartifact:origin', value: 'internal' },
        { name: 'ml-ci:codeartifact:entry-point', value: 'pinned' },
        { name: 'ml-ci:codeartifact:revision', value: 'rev' },
      ],
    },
    { name: 'fsevents', scope: 'optional' },
  ]);
  expect(components[1]).not.toHaveProperty('hashes');
});

describe('the record of several locks', () => {
  const npm = dependencyRecord(source);
  const again = { ...shapes, mayBeAbsent: true };
  const other: Lock = { ...lock, file: 'web/package-lock.json', packages: [again] };
  const web = dependencyRecord({ ...source, lock: other, digest: 'sha256:web', found: [] });

  it('has each lock, and says of each package whose it is', () => {
    expect(mergeRecords([npm])).toBe(npm);
    const record = mergeRecords([npm, web]);
    expect(record).toMatchObject({
      version: 1,
      locks: [
        { file: 'package-lock.json', digest: 'sha256:lock', repository: { repository: 'pinned' } },
        { file: 'web/package-lock.json', digest: 'sha256:web' },
      ],
    });
    expect(record.packages.map((one) => ('lock' in one ? `${one.lock} ${one.name}` : ''))).toEqual([
      'package-lock.json @ml/shapes',
      'package-lock.json fsevents',
      'web/package-lock.json @ml/shapes',
    ]);
  });

  it('gives an SBOM in which what two locks have is one component', () => {
    const { components, metadata } = cycloneDx(mergeRecords([npm, web]), 'fraud');
    expect(components.map(({ name }) => name)).toEqual(['shapes', 'fsevents']);
    expect(components[0]).toMatchObject({ scope: 'required', hashes: [{ content: '1'.repeat(128) }] });
    expect(components[0]?.properties?.filter(({ name }) => name === 'ml-ci:lock:file')).toHaveLength(2);
    expect(metadata.properties.map(({ value }) => value)).toContain('sha256:web');
  });
});

it.each([
  ['npm', '@ml/shapes', '2.0.0', 'pkg:npm/%40ml/shapes@2.0.0'],
  ['pypi', 'torch', '2.9.0+cpu', 'pkg:pypi/torch@2.9.0%2Bcpu'],
] as const)('the purl of %s %s', (format, name, version, expected) => {
  expect(purlOf({ format, name, version })).toBe(expected);
});
