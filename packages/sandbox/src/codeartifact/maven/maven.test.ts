import { expect, test } from 'vitest';
import { versionsOfMetadata, writeMetadata } from './metadata.ts';
import { parseMavenPath } from './path.ts';
import { parsePom } from './pom.ts';

const tool = { format: 'maven', namespace: 'com.example', name: 'tool' } as const;

test.each([
  ['com/example/tool/1.0/tool-1.0.jar', '1.0', 'tool-1.0.jar', undefined],
  ['com/example/tool/1.0/tool-1.0.jar.sha512', '1.0', 'tool-1.0.jar', 'SHA-512'],
  ['com/example/tool/1.0/tool-1.0.jar.asc.md5', '1.0', 'tool-1.0.jar.asc', 'MD5'],
  ['com/example/tool/maven-metadata.xml', undefined, undefined, undefined],
  ['com/example/tool/maven-metadata.xml.sha1', undefined, undefined, 'SHA-1'],
])('%s is a file of %s', (path, version, name, checksum) => {
  expect(parseMavenPath(path.split('/'))).toEqual({
    name: tool,
    file: version === undefined ? undefined : { version, name },
    checksum,
    isSnapshot: false,
  });
});

test.each(['com/example/tool/1.0-SNAPSHOT/maven-metadata.xml', 'com/example/tool/1.0-SNAPSHOT/tool.jar'])(
  '%s is of a snapshot',
  (path) => {
    expect(parseMavenPath(path.split('/'))).toMatchObject({ name: tool, isSnapshot: true });
  },
);

test.each([
  '',
  'tool.jar',
  'tool/1.0/tool.jar',
  'maven-metadata.xml',
  'tool/maven-metadata.xml',
  'a/../b/1/c',
])('"%s" is no path of a package', (path) => {
  expect(parseMavenPath(path.split('/'))).toBeUndefined();
});

test('a list of versions is read as it is written', async () => {
  const text = writeMetadata(tool, ['1.10', '1.9', '2.0-rc1', '1.9'], Date.UTC(2026, 0, 2, 3, 4, 5));
  expect(await versionsOfMetadata(text)).toEqual(['1.9', '1.10', '2.0-rc1']);
  expect(text).toContain('<latest>2.0-rc1</latest>');
  expect(text).toContain('<lastUpdated>20260102030405</lastUpdated>');
});

test('one version is a list, and no version is none', async () => {
  const list = (text: string) => `<metadata><versioning><versions>${text}</versions></versioning></metadata>`;
  expect(await versionsOfMetadata(list('<version>1.0</version>'))).toEqual(['1.0']);
  expect(await versionsOfMetadata(list(''))).toEqual([]);
  expect(await versionsOfMetadata('<metadata><plugins/></metadata>')).toEqual([]);
  await expect(versionsOfMetadata('no xml')).rejects.toThrow('not XML');
});

test('a POM that says little has little in it', async () => {
  expect(await parsePom('<project><artifactId>a</artifactId></project>')).toEqual({
    displayName: undefined,
    summary: undefined,
    homePage: undefined,
    sourceCodeRepository: undefined,
    licenses: [],
    dependencies: [],
  });
});
