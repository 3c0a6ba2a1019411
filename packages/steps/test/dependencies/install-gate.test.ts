import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { setStatus, setUpstream } from '../../../sandbox/test/codeartifact-setup.ts';
import { makeTgz, type PackageFile } from '../../../sandbox/test/package-files.ts';
import { type Bench, startBench } from './bench.ts';
import { type PublicRegistry, startRegistry } from './public-registry.ts';

const region = 'eu-west-1';
const repository = { owner: '111111111111', region, domain: 'ml', repository: 'pinned' };
const inputs = { manager: 'npm', lock: 'package-lock.json' };

let bench: Bench;
let ours: PackageFile;
let theirs: PackageFile;
let outside: PublicRegistry;

beforeAll(async () => {
  ours = await makeTgz('ours', '1.0.0');
  theirs = await makeTgz('theirs', '2.0.0');
  bench = await startBench({ npm: [ours] });
  outside = await startRegistry(theirs, 'theirs', '2.0.0');
});
afterAll(async () => {
  outside.close();
  await bench.close();
});
beforeEach(() => lock({ ours: ours.integrity }));

/** A project that asks for these, by their integrity; `theirs` is 2.0.0. */
async function lock(integrities: Readonly<Record<string, string>>): Promise<void> {
  const versionOf = (name: string) => (name === 'theirs' ? '2.0.0' : '1.0.0');
  const names = Object.keys(integrities);
  const project = {
    name: 'm',
    version: '1.0.0',
    dependencies: Object.fromEntries(names.map((name) => [name, versionOf(name)])),
  };
  const entries = names.map((name) => [
    `node_modules/${name}`,
    { version: versionOf(name), integrity: integrities[name] },
  ]);
  const packages = { '': project, ...Object.fromEntries(entries) };
  await bench.write({
    'package.json': JSON.stringify(project),
    'package-lock.json': JSON.stringify({ ...project, lockfileVersion: 3, requires: true, packages }),
  });
}

/** What was said of entries of the lock, and their lines. */
async function annotated(changed: Readonly<Record<string, string>> = {}) {
  const { outcome, host, token } = await bench.install({ ...inputs, ...changed });
  const said = host.events.flatMap((event) => (event.type === 'annotation' ? [event.message] : []));
  return { outcome, token, said: said.join('\n') };
}

describe('before anything is downloaded, install refuses', () => {
  test('a version that is archived', async () => {
    await setStatus(bench.sandbox, region, 'ours', '1.0.0', 'Archived');
    try {
      const { outcome, token, said } = await annotated();
      expect(outcome).toMatchObject({ verdict: 'failed', exitCode: 1 });
      expect(said).toContain('ours 1.0.0 is archived');
      expect(token).toBe('');
    } finally {
      await setStatus(bench.sandbox, region, 'ours', '1.0.0', 'Published');
    }
  });

  test('a version with other content than the lock has, at the level of hashes too', async () => {
    await lock({ ours: theirs.integrity });
    for (const verify of ['origin', 'hashes']) {
      const { outcome, token, said } = await annotated({ verify });
      expect(outcome).toMatchObject({ verdict: 'failed', exitCode: 1 });
      expect(outcome.reason).toContain('ours 1.0.0');
      expect(said).toContain('has no file with a hash of the lock');
      expect(token).toBe('');
    }
  });

  test('an origin that is not allowed; at the level of hashes none is asked for', async () => {
    const { outcome, said } = await annotated({ 'allow-origin': 'external:public:npmjs' });
    expect(outcome).toMatchObject({ verdict: 'failed', exitCode: 1 });
    expect(said).toContain('has the origin internal');
    const hashes = await bench.install({
      ...inputs,
      verify: 'hashes',
      'allow-origin': 'external:public:npmjs',
    });
    expect(hashes.outcome).toMatchObject({ verdict: 'passed', outputs: { packages: 1 } });
    const asked = hashes.calls.map(({ action }) => action);
    expect(asked).not.toContain('codeartifact:DescribePackage');
  });

  test('to look anything up without the right to, and says so', async () => {
    const role = 'arn:aws:iam::111111111111:role/ml-ci';
    await bench.write({
      'ml-ci.yml': `version: 1\nmodel: m\nenvironments:\n  dev: { account: "111111111111", region: ${region}, role: "${role}", repository: dev/m }\n`,
    });
    const all = { Effect: 'Allow', Action: '*', Resource: '*' };
    const none = { Effect: 'Deny', Action: 'codeartifact:DescribePackageVersion', Resource: '*' };
    bench.sandbox.stores.iam.attach(role, { Version: '2012-10-17', Statement: [all, none] });
    try {
      const { outcome, token } = await annotated();
      expect(outcome).toMatchObject({ verdict: 'error', exitCode: 3, error: { code: 'AWS_DENIED' } });
      expect(outcome.error?.message).toContain('DescribePackageVersion');
      expect(token).toBe('');
    } finally {
      bench.sandbox.stores.iam.detach(role);
      await bench.write({ 'ml-ci.yml': 'version: 1\nmodel: m\nenvironments: {}\n' });
    }
  });
});

test('the record is the same bytes in two installs, and the SBOM names each package', async () => {
  const { outcome } = await bench.install(inputs);
  expect(outcome.outputs).toMatchObject({
    record: '.ml-ci/dependencies.json',
    sbom: '.ml-ci/dependencies.cdx.json',
  });
  const record = await bench.read('.ml-ci/dependencies.json');
  expect(JSON.parse(record)).toMatchObject({
    packages: [{ name: 'ours', version: '1.0.0', origin: 'internal', entryPoint: 'pinned' }],
  });
  expect(await bench.read('.ml-ci/dependencies.cdx.json')).toContain('pkg:npm/ours@1.0.0');
  const again = await bench.install(inputs);
  expect(await bench.read('.ml-ci/dependencies.json')).toBe(record);
  expect(again.outcome.outputs['record-digest']).toBe(outcome.outputs['record-digest']);
});

describe('with a connection to the outside', () => {
  beforeAll(() => bench.sandbox.stores.codeartifact.connect(repository, { npm: outside.url }));

  test('a package that comes in by the install is recorded with where it came from', async () => {
    await lock({ ours: ours.integrity, theirs: theirs.integrity });
    const { outcome, calls } = await bench.install(inputs);
    expect(outcome).toMatchObject({ verdict: 'passed', outputs: { packages: 2 } });
    // looked up again afterwards, but not where the repository gets its packages from
    const asked = calls.filter(({ action }) => action === 'codeartifact:DescribeRepository');
    expect(asked).toHaveLength(1);
    const { packages } = JSON.parse(await bench.read('.ml-ci/dependencies.json'));
    expect(packages).toMatchObject([
      { name: 'ours', origin: 'internal' },
      { name: 'theirs', origin: 'external:public:npmjs', entryPoint: 'public:npmjs' },
    ]);
  });

  test('a name of ours that the outside may take is refused, with the setting that closes it', async () => {
    await setUpstream(bench.sandbox, region, 'ours', 'ALLOW');
    try {
      const { outcome, token, said } = await annotated();
      expect(outcome).toMatchObject({ verdict: 'failed', exitCode: 1 });
      expect(said).toContain('EXTERNAL_UPSTREAM=BLOCK');
      expect(token).toBe('');
    } finally {
      await setUpstream(bench.sandbox, region, 'ours', 'BLOCK');
    }
  });

  test('a public package under a name that is kept for us is refused', async () => {
    await lock({ theirs: theirs.integrity });
    const { outcome, said } = await annotated({ internal: 'their*' });
    expect(outcome).toMatchObject({ verdict: 'failed', exitCode: 1 });
    expect(said).toContain('is a name of yours');
  });
});
