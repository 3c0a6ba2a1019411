import { mkdtemp, readdir } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribePackageVersionCommand, ListPackagesCommand } from '@aws-sdk/client-codeartifact';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../src/index.ts';
import { ask, at, codeartifact, folderOf, login } from './codeartifact-setup.ts';
import { fakePypi } from './fake-indexes.ts';
import { makeTgz, makeWheel, type PackageFile } from './package-files.ts';

const wheel = makeWheel('outside', '1.0');
const shadow = makeWheel('internal', '99.0');
const changed = makeWheel('changed', '1.0');
let tgz: PackageFile;
let server: Server;
let outside: string;
const asked: string[] = [];
let sandbox: Sandbox;

beforeAll(async () => {
  tgz = await makeTgz('@far/away', '3.0.0');
  server = createServer((request, response) => {
    asked.push(`${request.headers.authorization ?? '-'} ${request.url}`);
    const answer = answers()[request.url ?? ''];
    response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'text/html' }).end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  outside = `http://user:secret@127.0.0.1:${(server.address() as AddressInfo).port}`;
  sandbox = await startSandbox();
  await sandbox.stores.codeartifact.seedPypi(at, await folderOf([makeWheel('internal', '1.0')]));
});
afterAll(async () => {
  await sandbox.stop();
  server.close();
});

function answers(): Readonly<Record<string, string | Buffer>> {
  const link = (file: PackageFile) =>
    `<a href="../../files/${file.fileName}#sha256=${file.sha256}">${file.fileName}</a>`;
  const base = outside.replace('user:secret@', '');
  const dist = { tarball: `${base}/files/away-3.0.0.tgz`, integrity: tgz.integrity };
  return {
    '/simple/outside/': link(wheel),
    '/simple/internal/': link(shadow),
    '/simple/changed/': link(changed),
    [`/files/${wheel.fileName}`]: wheel.bytes,
    [`/files/${changed.fileName}`]: makeWheel('changed', '1.0', { source: 'evil' }).bytes,
    '/npm/@far%2faway': JSON.stringify({
      name: '@far/away',
      versions: { '3.0.0': { name: '@far/away', version: '3.0.0', dist } },
    }),
    '/files/away-3.0.0.tgz': tgz.bytes,
  };
}

async function get(format: 'npm' | 'pypi', path: string) {
  const { endpoint, token } = await login(sandbox, format);
  return await fetch(`${endpoint}${path}`, { headers: { authorization: `Bearer ${token}` } });
}

describe('a repository', () => {
  test('passes nothing on before it is connected', async () => {
    expect((await get('pypi', 'simple/outside/')).status).toBe(404);
    expect(asked).toEqual([]);
  });

  test('passes on what it does not have, checks it, keeps it, and tells where it is from', async () => {
    const cache = await mkdtemp(join(tmpdir(), 'ml-ci-cache-'));
    sandbox.stores.codeartifact.connect(at, { pypi: `${outside}/simple/`, npm: `${outside}/npm`, cache });
    expect(await (await get('pypi', 'simple/outside/')).text()).toContain(`#sha256=${wheel.sha256}`);
    const file = await get('pypi', `simple/outside/1.0/${wheel.fileName}`);
    expect(Buffer.from(await file.arrayBuffer()).equals(wheel.bytes)).toBe(true);
    await get('pypi', `simple/outside/1.0/${wheel.fileName}`);
    const basic = `Basic ${Buffer.from('user:secret').toString('base64')}`;
    expect(asked).toEqual([`${basic} /simple/outside/`, `${basic} /files/${wheel.fileName}`]);
    expect(await readdir(cache)).toEqual([`sha256-${wheel.sha256}`]);
    const described = await codeartifact(sandbox).send(
      new DescribePackageVersionCommand({
        domain: 'ml',
        repository: 'pinned',
        format: 'pypi',
        package: 'outside',
        packageVersion: '1.0',
      }),
    );
    expect(described.packageVersion?.origin).toEqual({
      originType: 'EXTERNAL',
      domainEntryPoint: { externalConnectionName: 'public:pypi' },
    });
  });

  test('passes on npm packages, with addresses of its own', async () => {
    const { endpoint } = await login(sandbox, 'npm');
    const document = (await (await get('npm', '@far%2faway')).json()) as {
      versions: Record<string, { dist: object }>;
    };
    expect(document.versions['3.0.0']?.dist).toMatchObject({
      tarball: `${endpoint}@far/away/-/away-3.0.0.tgz`,
      integrity: tgz.integrity,
    });
    const file = await get('npm', '@far/away/-/away-3.0.0.tgz');
    expect(Buffer.from(await file.arrayBuffer()).equals(tgz.bytes)).toBe(true);
  });

  test('takes nothing of a package that was published to it', async () => {
    const page = await (await get('pypi', 'simple/internal/')).text();
    expect(page).toContain('internal-1.0');
    expect(page).not.toContain('internal-99.0');
    const { packages } = await codeartifact(sandbox).send(
      new ListPackagesCommand({ domain: 'ml', repository: 'pinned', packagePrefix: 'internal' }),
    );
    expect(packages?.[0]?.originConfiguration?.restrictions).toEqual({ publish: 'ALLOW', upstream: 'BLOCK' });
  });

  test('does not pass on content that is not what the index promised', async () => {
    await get('pypi', 'simple/changed/');
    const response = await get('pypi', `simple/changed/1.0/${changed.fileName}`);
    expect(response.status).toBe(502);
    expect(await response.text()).not.toContain('secret');
  });
});

test('several clients may ask for a new package at once', async () => {
  const index = await fakePypi([makeWheel('wanted', '1.0')]);
  sandbox.stores.codeartifact.connect({ ...at, repository: 'busy' }, { pypi: index.url });
  const get = async () => (await ask(sandbox, 'pypi', 'simple/wanted/', {}, 'busy')).status;
  expect(await Promise.all([get(), get(), get()])).toEqual([200, 200, 200]);
  expect(index.asked).toEqual(['/simple/wanted/']);
  await index.close();
});

test('what the outside has yanked is shown as yanked, with the reason (PEP 592)', async () => {
  const files = ['1.0', '1.1', '1.2'].map((version) => makeWheel('withdrawn', version));
  const index = await fakePypi(files, {
    [files[0]?.fileName ?? '']: 'data-yanked="broken &lt;badly&gt;"',
    [files[1]?.fileName ?? '']: 'data-yanked',
  });
  const other = await startSandbox();
  try {
    other.stores.codeartifact.connect(at, { pypi: index.url });
    const page = await (await ask(other, 'pypi', 'simple/withdrawn/')).text();
    expect([...page.matchAll(/ data-yanked="[^"]*"/g)].map(([text]) => text)).toEqual([
      ' data-yanked="broken &lt;badly&gt;"',
      ' data-yanked=""',
    ]);
    const { endpoint, token } = await login(other, 'pypi');
    const headers = { authorization: `Bearer ${token}`, accept: 'application/vnd.pypi.simple.v1+json' };
    const { files: listed } = (await (await fetch(`${endpoint}simple/withdrawn/`, { headers })).json()) as {
      files: { yanked: boolean | string }[];
    };
    expect(listed.map(({ yanked }) => yanked)).toEqual(['broken <badly>', true, false]);
    // A sandbox behind this one reads the same.
    sandbox.stores.codeartifact.connect(
      { ...at, repository: 'behind' },
      { pypi: `${endpoint.replace('://', `://aws:${token}@`)}simple/` },
    );
    expect(await (await ask(sandbox, 'pypi', 'simple/withdrawn/', {}, 'behind')).text()).toContain(
      'data-yanked="broken &lt;badly&gt;"',
    );
  } finally {
    await other.stop();
    await index.close();
  }
});

describe('faults of the data planes', () => {
  test.each([
    ['throttle', async (response: Response) => expect(response.status).toBe(429)],
    ['500', async (response: Response) => expect(response.status).toBe(500)],
    ['truncate', async (response: Response) => expect(response.arrayBuffer()).rejects.toThrow()],
    [
      'wrong-digest',
      async (response: Response) =>
        expect(Buffer.from(await response.arrayBuffer()).equals(wheel.bytes)).toBe(false),
    ],
  ] as const)('%s', async (kind, check) => {
    const broken = await startSandbox({ faults: [{ target: 'packages', kind, rate: 1, ms: 0 }] });
    try {
      await broken.stores.codeartifact.seedPypi(at, await folderOf([wheel]));
      const { endpoint, token } = await login(broken, 'pypi');
      const headers = { authorization: `Bearer ${token}` };
      await check(await fetch(`${endpoint}simple/outside/1.0/${wheel.fileName}`, { headers }));
    } finally {
      await broken.stop();
    }
  });
});
