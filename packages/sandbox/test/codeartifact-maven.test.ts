import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  CreateRepositoryCommand,
  DescribePackageVersionCommand,
  DescribeRepositoryCommand,
  ListPackagesCommand,
  ListPackageVersionAssetsCommand,
  ListPackageVersionDependenciesCommand,
  UpdatePackageVersionsStatusCommand,
} from '@aws-sdk/client-codeartifact';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../src/index.ts';
import { ask, at, codeartifact } from './codeartifact-setup.ts';
import { type FakeIndex, fakeMaven } from './fake-indexes.ts';

let sandbox: Sandbox;
let outside: FakeIndex;
beforeAll(async () => {
  sandbox = await startSandbox();
  outside = await fakeMaven({
    'org/far/away/maven-metadata.xml': listOf('1.0', '2.0', '3.0-SNAPSHOT'),
    'org/far/away/1.0/away-1.0.pom': pom('away', '1.0'),
    'org/far/away/1.0/away-1.0.jar': 'far jar',
    'org/far/away/1.0/away-1.0-tests.jar': 'far tests',
  });
  await sandbox.stores.codeartifact.seedMaven(
    at,
    await folderOf({
      'com/example/seeded/1.0/seeded-1.0.jar': 'seeded',
      'com/example/seeded/1.0/seeded-1.0.jar.sha1': hash('sha1', 'seeded'),
      'com/example/seeded/1.0/seeded-1.0.pom': pom('seeded', '1.0'),
      'com/example/seeded/1.9/seeded-1.9.jar': 'newer',
      'com/example/seeded/1.10/seeded-1.10.jar': 'newest',
      'com/example/seeded/maven-metadata.xml': listOf('0.1'),
    }),
  );
  const upstreams = [{ repositoryName: 'pinned' }];
  await client().send(new CreateRepositoryCommand({ domain: 'ml', repository: 'team', upstreams }));
});
afterAll(async () => {
  await sandbox.stop();
  await outside.close();
});

const client = () => codeartifact(sandbox);
const tool = {
  domain: 'ml',
  repository: 'pinned',
  format: 'maven',
  namespace: 'com.example',
  package: 'tool',
} as const;
const hash = (algorithm: string, text: string) => createHash(algorithm).update(text).digest('hex');
const get = (path: string, repository?: string) => ask(sandbox, 'maven', path, {}, repository);
const put = async (path: string, body: string, repository?: string) =>
  (await ask(sandbox, 'maven', path, { method: 'PUT', body }, repository)).status;

async function folderOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ml-ci-maven-'));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

function listOf(...versions: string[]): string {
  const items = versions.map((version) => `<version>${version}</version>`).join('');
  return `<metadata><versioning><versions>${items}</versions></versioning></metadata>`;
}

function pom(artifact: string, version: string): string {
  return `<?xml version="1.0"?>
    <project xmlns="http://maven.apache.org/POM/4.0.0">
      <parent><groupId>com.example</groupId><artifactId>parent</artifactId><version>7</version></parent>
      <artifactId>${artifact}</artifactId><version>${version}</version>
      <name>The ${artifact}</name><description>a &amp; b</description><url>https://example.com</url>
      <licenses><license><name>MIT</name><url>https://example.com/mit</url></license></licenses>
      <dependencies>
        <dependency><groupId>org.far</groupId><artifactId>away</artifactId><version>[1.0,2)</version></dependency>
        <dependency><groupId>junit</groupId><artifactId>junit</artifactId><version>4</version><scope>test</scope></dependency>
        <dependency><groupId>g</groupId><artifactId>maybe</artifactId><optional>true</optional></dependency>
      </dependencies>
    </project>`;
}

describe('a Maven repository', () => {
  test('serves files, their digests, and a list of versions', async () => {
    const jar = 'com/example/seeded/1.0/seeded-1.0.jar';
    expect(await (await get(jar)).text()).toBe('seeded');
    for (const algorithm of ['md5', 'sha1', 'sha256', 'sha512']) {
      expect(await (await get(`${jar}.${algorithm}`)).text()).toBe(hash(algorithm, 'seeded'));
    }
    const head = await ask(sandbox, 'maven', jar, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '6', '']);
    const list = await (await get('com/example/seeded/maven-metadata.xml')).text();
    expect(list).toContain('<groupId>com.example</groupId><artifactId>seeded</artifactId>');
    expect(list).toContain('<latest>1.10</latest><release>1.10</release>');
    expect(list).toContain('<version>1.0</version><version>1.9</version><version>1.10</version>');
    const digest = await get('com/example/seeded/maven-metadata.xml.sha256');
    expect(await digest.text()).toBe(hash('sha256', list));
  });

  test.each([
    ['com/example/seeded/1.0/other.jar', 404],
    ['com/example/seeded/1.0/other.jar.sha1', 404],
    ['com/example/seeded/7.0/seeded-7.0.jar', 404],
    ['com/example/none/maven-metadata.xml', 404],
    ['com/example/seeded/1.0-SNAPSHOT/maven-metadata.xml', 404],
    ['maven-metadata.xml', 404],
    ['com/example/..%2f..%2fseeded/1.0/seeded-1.0.jar', 404],
  ])('answers %s with %i', async (path, status) => {
    expect((await get(path)).status).toBe(status);
  });

  test('tells what the POM says', async () => {
    const version = { ...tool, package: 'seeded', packageVersion: '1.0' };
    const { packageVersion } = await client().send(new DescribePackageVersionCommand(version));
    expect(packageVersion).toMatchObject({
      namespace: 'com.example',
      packageName: 'seeded',
      displayName: 'The seeded',
      summary: 'a & b',
      homePage: 'https://example.com',
      licenses: [{ name: 'MIT', url: 'https://example.com/mit' }],
    });
    const { dependencies } = await client().send(new ListPackageVersionDependenciesCommand(version));
    expect(dependencies).toEqual([
      { namespace: 'com.example', package: 'parent', dependencyType: 'parent', versionRequirement: '7' },
      { namespace: 'org.far', package: 'away', dependencyType: 'compile', versionRequirement: '[1.0,2)' },
      { namespace: 'junit', package: 'junit', dependencyType: 'test', versionRequirement: '4' },
      { namespace: 'g', package: 'maybe', dependencyType: 'optional' },
    ]);
  });
});

describe('a deployment', () => {
  const jar = 'com/example/tool/1.0/tool-1.0.jar';
  const list = 'com/example/tool/maven-metadata.xml';
  const statusOf = async (packageVersion: string) =>
    (await client().send(new DescribePackageVersionCommand({ ...tool, packageVersion }))).packageVersion
      ?.status;

  test('is open until the list of versions comes', async () => {
    expect(await put(jar, 'jar')).toBe(200);
    expect(await put(`${jar}.sha1`, hash('sha1', 'jar'))).toBe(200);
    expect(await put('com/example/tool/1.0/tool-1.0.pom', pom('tool', '1.0'))).toBe(200);
    expect(await statusOf('1.0')).toBe('Unfinished');
    expect([(await get(jar)).status, (await get(list)).status]).toEqual([404, 404]);
    expect(await put(list, listOf('1.0'))).toBe(200);
    expect(await put(`${list}.sha1`, hash('sha1', listOf('1.0')))).toBe(200);
    expect(await statusOf('1.0')).toBe('Published');
    expect(await (await get(jar)).text()).toBe('jar');
    const { assets } = await client().send(
      new ListPackageVersionAssetsCommand({ ...tool, packageVersion: '1.0' }),
    );
    expect(assets?.map(({ name }) => name)).toEqual(['tool-1.0.jar', 'tool-1.0.pom']);
  });

  test('may add files later, and the same one again, but not another content', async () => {
    expect(await put('com/example/tool/1.0/tool-1.0-sources.jar', 'sources')).toBe(200);
    expect(await put(jar, 'jar')).toBe(200);
    expect(await put(jar, 'another')).toBe(409);
    expect(await (await get('com/example/tool/1.0/tool-1.0-sources.jar')).text()).toBe('sources');
  });

  test('with a wrong digest stays open until it is right', async () => {
    const next = 'com/example/tool/1.1/tool-1.1.jar';
    expect(await put(`${next}.sha1`, hash('sha1', 'next'))).toBe(404);
    await put(next, 'next');
    expect(await put(`${next}.sha1`, hash('sha1', 'other'))).toBe(400);
    expect(await put(`${next}.sha1`, hash('sha1', 'next').toUpperCase())).toBe(400);
    expect(await put(list, listOf('1.0', '1.1'))).toBe(400);
    expect(await statusOf('1.1')).toBe('Unfinished');
    expect(await put(`${next}.sha1`, `${hash('sha1', 'next')}\n`)).toBe(200);
    expect(await put(list, listOf('1.0', '1.1'))).toBe(200);
    expect(await statusOf('1.1')).toBe('Published');
    expect(await put(`${list}.md5`, hash('md5', 'else'))).toBe(400);
  });

  test('can be closed through the API instead', async () => {
    await put('com/example/tool/1.2/tool-1.2.jar', 'x');
    await client().send(
      new UpdatePackageVersionsStatusCommand({ ...tool, versions: ['1.2'], targetStatus: 'Published' }),
    );
    expect(await (await get(list)).text()).toContain('<version>1.2</version>');
  });

  test.each([
    ['a snapshot', 'com/example/tool/2.0-SNAPSHOT/tool-2.0-20260101.000000-1.jar', 'x', 400],
    ['a list that is no XML', 'com/example/tool/maven-metadata.xml', 'versions: 1', 400],
    ['a path that is none', 'tool.jar', 'x', 404],
  ])('of %s is refused', async (_name, path, body, status) => {
    expect(await put(path, body)).toBe(status);
  });

  test('of a version that an upstream has is refused', async () => {
    expect(await put('com/example/seeded/1.0/seeded-1.0.jar', 'mine', 'team')).toBe(409);
    expect(await put('com/example/seeded/2.0/seeded-2.0.jar', 'mine', 'team')).toBe(200);
  });
});

describe('the outside', () => {
  test('is passed on when it is connected, file by file, and kept', async () => {
    const jar = 'org/far/away/1.0/away-1.0.jar';
    expect((await get(jar)).status).toBe(404);
    sandbox.stores.codeartifact.connect(at, { maven: outside.url });
    const { repository } = await client().send(
      new DescribeRepositoryCommand({ domain: 'ml', repository: 'pinned' }),
    );
    expect(repository?.externalConnections).toEqual([
      { externalConnectionName: 'public:maven-central', packageFormat: 'maven', status: 'Available' },
    ]);
    const list = await (await get('org/far/away/maven-metadata.xml', 'team')).text();
    expect(list).toContain('<versions><version>1.0</version><version>2.0</version></versions>');
    const packages = async (name: string) =>
      (await client().send(new ListPackagesCommand({ domain: 'ml', repository: name }))).packages?.map(
        (entry) => entry.package,
      );
    expect(await packages('team')).not.toContain('away');
    expect(await (await get(jar, 'team')).text()).toBe('far jar');
    expect(await (await get(`${jar}.sha512`, 'team')).text()).toBe(hash('sha512', 'far jar'));
    expect(await packages('team')).toContain('away');
    const version = { ...tool, namespace: 'org.far', package: 'away', packageVersion: '1.0' };
    const { packageVersion } = await client().send(new DescribePackageVersionCommand(version));
    expect(packageVersion?.origin).toEqual({
      originType: 'EXTERNAL',
      domainEntryPoint: { externalConnectionName: 'public:maven-central' },
    });
    const assetsOf = async (name: string) =>
      (
        await client().send(new ListPackageVersionAssetsCommand({ ...version, repository: name }))
      ).assets?.map((asset) => asset.name);
    expect(await assetsOf('pinned')).toEqual(['away-1.0.pom', 'away-1.0.jar']);
    // A file of no usual name comes in when it is asked for, also where the version was retained before.
    expect(await (await get('org/far/away/1.0/away-1.0-tests.jar', 'team')).text()).toBe('far tests');
    expect(await assetsOf('team')).toEqual(['away-1.0.pom', 'away-1.0.jar', 'away-1.0-tests.jar']);
    expect((await get('org/far/away/2.0/away-2.0.jar')).status).toBe(404);
    expect((await get('org/far/away/3.0-SNAPSHOT/away-3.0-SNAPSHOT.jar')).status).toBe(404);
    const asked = outside.asked.length;
    await get(jar, 'team');
    expect(outside.asked).toHaveLength(asked);
  });

  test('and publishing keep away from each other', async () => {
    expect(await put('org/far/away/9.0/away-9.0.jar', 'mine')).toBe(409);
    expect(await put('com/example/tool/maven-metadata.xml', listOf('1.0'))).toBe(200);
    expect(outside.asked).not.toContain('/maven2/com/example/tool/1.0/tool-1.0.jar.sha1');
  });
});
