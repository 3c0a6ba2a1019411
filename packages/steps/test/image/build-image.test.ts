import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveImage } from '@ml-ci/containers';
import { describeError } from '@ml-ci/core';
import { layoutRepository, makeManifest, mediaTypes, parseDigest } from '@ml-ci/oci';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { commit, type Project, startProject } from './project.ts';

let project: Project;

beforeAll(async () => {
  project = await startProject();
});
afterAll(() => project.close());

const image = `engine: layers
base: scratch
platforms: [linux/amd64]
layers:
  - { from: app, to: /app, exclude: [secret.txt] }
  - { from: weights.bin, to: /app/weights.bin }
command: [node, /app/main.mjs]
env: { PORT: "8080" }
workdir: /app
user: "1000"
ports: [8080]
labels: { team: birds }`;

beforeEach(() =>
  project.write({ 'app/main.mjs': 'console.log(1)', 'app/secret.txt': 'x', 'weights.bin': 'weights' }),
);

const inFolder = { env: 'folder' };

/** A tag of its own for each test. */
let tags = 0;
const fresh = () => {
  tags += 1;
  return { ...inFolder, tag: `t${tags}` };
};

describe('what is built', () => {
  test('runs as the configuration says, and says what it was made from', async () => {
    const digests = { 'data-report': 'sha256:1', 'lock-digest': 'sha256:2', dependencies: 'sha256:3' };
    const inputs = { ...fresh(), label: 'a=b=c', ...digests };
    const { outcome, digest } = await project.build(image, inputs);
    expect(outcome).toMatchObject({
      exitCode: 0,
      verdict: 'passed',
      outputs: { layers: 2, engine: 'layers' },
    });
    expect((await project.layout().head(inputs.tag))?.digest).toBe(digest);
    const { config } = await resolveImage(project.layout(), digest, { os: 'linux', architecture: 'amd64' });
    expect(config).toMatchObject({
      command: ['node', '/app/main.mjs'],
      env: { PORT: '8080' },
      workdir: '/app',
      user: '1000',
    });
    expect(await labelsOf(digest)).toEqual({
      'org.opencontainers.image.revision': commit,
      'org.opencontainers.image.title': 'birds-in-a-test',
      'dev.ml-ci.data-report': 'sha256:1',
      'dev.ml-ci.lock': 'sha256:2',
      'dev.ml-ci.dependencies': 'sha256:3',
      team: 'birds',
      a: 'b=c',
    });
  });

  test('is the same whatever the times, modes and the place of the files', async () => {
    const { digest } = await project.build(image, fresh());
    await utimes(join(project.folder, 'app/main.mjs'), 1, 1);
    await chmod(join(project.folder, 'app/main.mjs'), 0o600);
    await writeFile(join(project.folder, 'app/secret.txt'), 'changed, but left out');
    const again = await project.build(image, fresh());
    expect(again.digest).toBe(digest);
    expect(again.outcome.outputs['bytes-pushed']).toBe(0);
  });

  test('only what changed is pushed', async () => {
    await project.write({ 'weights.bin': randomBytes(200_000) });
    const first = await project.build(image, fresh());
    await project.write({ 'app/main.mjs': 'console.log(2)' });
    const second = await project.build(image, fresh());
    expect(first.outcome.outputs['bytes-pushed']).toBeGreaterThan(200_000);
    expect(second.outcome.outputs['bytes-pushed']).toBeLessThan(2_000);
  });

  test('lies on a base, whose layers are read from where they are', async () => {
    const base = await project.build(image, fresh());
    await project.write({ 'top.txt': 'top' });
    const inputs = { ...fresh(), base: `layout:images@${base.digest}`, layer: 'top.txt=/top.txt' };
    const { outcome, digest } = await project.build(image, inputs);
    expect(outcome.outputs.layers).toBe(3);
    const platform = { os: 'linux', architecture: 'amd64' };
    const [below, whole] = await Promise.all(
      [base.digest, digest].map((found) => resolveImage(project.layout(), found, platform)),
    );
    expect(whole?.layers.slice(0, 2)).toEqual(below?.layers);
  });
});

async function labelsOf(digest: string): Promise<unknown> {
  const { configDescriptor } = await resolveImage(project.layout(), parseDigest(digest), {
    os: 'linux',
    architecture: 'amd64',
  });
  let text = '';
  for await (const chunk of await project.layout().readBlob(configDescriptor))
    text += Buffer.from(chunk).toString();
  return JSON.parse(text).config.Labels;
}

describe('the tag', () => {
  test('is the beginning of the commit unless given', async () => {
    const { outcome } = await project.build(image, inFolder);
    expect(outcome.outputs.tag).toBe('0123456789ab');
  });

  test('of the same digest is a pass that pushes nothing, also where tags are immutable', async () => {
    const first = await project.build(image, { env: 'fixed', tag: 'v1' });
    const again = await project.build(image, { env: 'fixed', tag: 'v1' });
    expect(first.outcome.error).toBeUndefined();
    expect(again.outcome).toMatchObject({
      exitCode: 0,
      outputs: { digest: first.digest, 'bytes-pushed': 0 },
    });
  });

  test('of another digest is TAG_TAKEN before anything is uploaded', async () => {
    const first = await project.build(image, { env: 'dev', tag: 'taken' });
    await project.write({ 'app/main.mjs': 'console.log("other")' });
    const second = await project.build(image, { env: 'dev', tag: 'taken' });
    expect(second.outcome).toMatchObject({ exitCode: 2, error: { code: 'TAG_TAKEN' } });
    expect(await project.ecrTag('taken')).toBe(first.digest);
    const replaced = await project.build(image, { env: 'dev', tag: 'taken', 'replace-tag': 'true' });
    expect(replaced.outcome.exitCode).toBe(0);
    expect(await project.ecrTag('taken')).toBe(replaced.digest);
  });

  test('that is immutable stays, also when it is to be replaced', async () => {
    const first = await project.build(image, { env: 'fixed', tag: 'v2' });
    await project.write({ 'app/main.mjs': 'console.log("other")' });
    const second = await project.build(image, { env: 'fixed', tag: 'v2', 'replace-tag': 'true' });
    expect(second.outcome).toMatchObject({ exitCode: 2, error: { code: 'TAG_IMMUTABLE' } });
    const again = await project.build(image, { env: 'fixed', tag: 'v3' });
    expect(again.digest).not.toBe(first.digest);
  });
});

test('an image in ECR is what the step says, and no secret is in the log', async () => {
  const { outcome, digest, host } = await project.build(image, { env: 'dev', tag: 'ecr' });
  expect(outcome.error).toBeUndefined();
  expect(await project.ecrTag('ecr')).toBe(digest);
  expect(outcome.outputs.image).toMatch(/^127\.0\.0\.1:\d+\/.*dev\/model@sha256:|dev\/model@sha256:/);
  expect(host.masked.length).toBeGreaterThan(0);
  const said = JSON.stringify([host.events, outcome]);
  for (const secret of host.masked) expect(said).not.toContain(secret);
});

test('--plan changes nothing and says what it would do', async () => {
  await project.write({ 'app/main.mjs': 'console.log("plan")' });
  const { outcome } = await project.build(image, { env: 'dev', tag: 'planned', plan: 'true' });
  expect(outcome.exitCode).toBe(0);
  expect(outcome.plan?.map(({ change }) => change.split(' ')[0])).toEqual(['push', 'push', 'tag']);
  expect(await project.ecrTag('planned')).toBeUndefined();
});

test('a push that is cancelled leaves no tag', async () => {
  await project.write({ 'weights.bin': randomBytes(20_000_000) });
  const { outcome } = await project.build(image, { env: 'dev', tag: 'cancelled' }, (event, host) => {
    if (event.type === 'progress') host.signal('SIGINT');
  });
  expect(outcome.exitCode).toBe(130);
  expect(await project.ecrTag('cancelled')).toBeUndefined();
});

describe('what is refused', () => {
  let outside: string;
  const before = async () =>
    (await readdir(join(project.folder, 'images/blobs/sha256')).catch(() => [])).length;

  beforeEach(async () => {
    outside = await mkdtemp(join(tmpdir(), 'ml-ci-outside-'));
    await writeFile(join(outside, 'key.pem'), 'secret');
    await symlink(outside, join(project.folder, 'way-out'));
    await writeIndex();
    await project.write({ 'linked/file.txt': 'x' });
    await symlink('../../etc/passwd', join(project.folder, 'linked/passwd'));
  });
  afterEach(async () => {
    for (const path of ['way-out', 'linked']) await rm(join(project.folder, path), { recursive: true });
    await rm(outside, { recursive: true });
  });

  /** An index that has nothing for the platform that is asked for. */
  async function writeIndex(): Promise<void> {
    const layout = layoutRepository(join(project.folder, 'index'), {
      clock: project.sandbox.clock,
      random: Math.random,
    });
    const index = { schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests: [] };
    await layout.writeManifest(makeManifest(mediaTypes.ociIndex, index), 'latest');
  }

  const layer = (from: string) => `engine: layers\nbase: scratch\nlayers: [{ from: ${from}, to: /x }]`;
  const cases: readonly [string, string, Readonly<Record<string, string>>, string][] = [
    ['a layer from above the root', layer('../'), {}, 'FILE_UNSAFE'],
    ['a layer behind a link that leaves the root', layer('way-out'), {}, 'FILE_UNSAFE'],
    ['a folder with a link that leaves it', layer('linked'), {}, 'FILE_UNSAFE'],
    ['a folder that is not there', layer('nothing'), {}, 'FILE_MISSING'],
    ['a layer with nothing in it', `${layer('app').slice(0, -2)}, exclude: ["*"] }]`, {}, 'FILE_MISSING'],
    ['a place above the root of the image', layer('app').replace('/x', '/../x'), {}, 'FILE_UNSAFE'],
    ['a place that is not absolute', layer('app').replace('/x', 'x'), {}, 'INPUT_INVALID'],
    ['no base', 'engine: layers\nlayers: [{ from: app, to: /x }]', {}, 'INPUT_INVALID'],
    ['no layers', 'engine: layers\nbase: scratch', {}, 'INPUT_INVALID'],
    ['a tag that is none', image, { tag: '$(id)' }, 'INPUT_INVALID'],
    ['a label that is no pair', image, { label: 'a=b,c' }, 'INPUT_INVALID'],
    ['several platforms', image, { platforms: 'linux/amd64,linux/arm64' }, 'INPUT_INVALID'],
    ['a base that is not there', image, { base: 'layout:no-such-folder' }, 'IMAGE_MISSING'],
    [
      'a base for another platform',
      image,
      { platforms: 'linux/s390x', base: 'layout:images' },
      'IMAGE_MISSING',
    ],
    ['docker into a folder', 'engine: docker', {}, 'INPUT_INVALID'],
  ];

  test.each(cases)('%s', async (_, config, inputs, code) => {
    const blobs = await before();
    const { outcome } = await project.build(config, { ...fresh(), ...inputs });
    expect(outcome.error?.code, describeError(outcome.error?.message)).toBe(code);
    expect(outcome.exitCode).toBe(2);
    expect(await before()).toBe(blobs);
  });
});

test('a layout reference by tag, by digest, and alone', async () => {
  const { outcome, digest } = await project.build(image, { env: 'folder', tag: 'base' });
  expect(outcome.exitCode).toBe(0);
  const alone = layoutRepository(join(project.folder, 'alone'), {
    clock: project.sandbox.clock,
    random: Math.random,
  });
  expect(await alone.head('latest')).toBeUndefined();
  for (const base of ['layout:images:base', `layout:images@${digest}`]) {
    const built = await project.build(image, { ...fresh(), base });
    expect(built.outcome.outputs.layers).toBe(4);
  }
});
