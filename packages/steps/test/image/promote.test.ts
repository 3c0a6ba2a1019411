import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRegistry, pushImage, pushReferrer } from '../../../oci/test/fixture.ts';
import { openStage, type PromoteStage } from './promote-stage.ts';

let stage: PromoteStage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

const far = { from: 'dev', to: 'far', tag: '1' };
const isChange = ({ method }: { readonly method: string }) => method !== 'GET' && method !== 'HEAD';
const farTag = () => stage.far.repository('far/m').tags.get('1');

describe('promote', () => {
  it('copies what the tag names, with what refers to it, and says so', async () => {
    const image = await pushImage(stage.dev, 1, { tag: '1' });
    const report = await pushReferrer(stage.dev, image.descriptor, 2);
    const { exitCode, outputs } = await stage.run(far);
    expect(exitCode).toBe(0);
    const { digest } = image.descriptor;
    expect(outputs).toMatchObject({
      digest,
      image: `${stage.far.host}/far/m@${digest}`,
      tag: '1',
      'blobs-mounted': 0,
      'blobs-skipped': 0,
      'already-promoted': false,
    });
    expect(outputs['bytes-moved']).toBeGreaterThan(2_000);
    expect(farTag()).toBe(digest);
    expect([...stage.far.repository('far/m').manifests.keys()]).toContain(report.descriptor.digest);
    const record = JSON.parse(await readFile(String(outputs.record), 'utf8'));
    expect(record).toMatchObject({
      digest,
      tag: '1',
      from: { environment: 'dev' },
      to: { environment: 'far' },
    });
    expect(record.referrers).toEqual([report.descriptor.digest]);
  });

  it('records what the steps of this run proved, and none of another run', async () => {
    await pushImage(stage.dev, 1, { tag: '1' });
    const reportDigest = `sha256:${'a'.repeat(64)}`;
    await stage.record({
      step: 'validate-data',
      verdict: 'passed',
      outputs: { 'report-digest': reportDigest, scope: 'all' },
    });
    const run = { id: 'other', commit: undefined, actor: undefined, url: undefined, model: 'm' };
    await stage.record({ step: 'install', verdict: 'passed', run });
    const { outputs } = await stage.run(far);
    const record = JSON.parse(await readFile(String(outputs.record), 'utf8'));
    const at = new Date(0).toISOString();
    expect(record.evidence).toEqual([
      {
        step: 'validate-data',
        verdict: 'passed',
        outputs: { 'report-digest': reportDigest, scope: 'all' },
        startedAt: at,
        finishedAt: at,
      },
    ]);
  });

  it('counts one as one in what it tells', async () => {
    const image = await pushImage(stage.dev, 1, { tag: '1', layers: 0 });
    await stage.run(far);
    await pushReferrer(stage.dev, image.descriptor, 2);
    let rows: readonly (readonly string[])[] = [];
    await stage.run(far, (host) => {
      const emit = host.emit.bind(host);
      host.emit = (event) => {
        if (event.type === 'table') rows = event.rows;
        emit(event);
      };
    });
    const told = Object.fromEntries(rows.map(([what, value]) => [what, value]));
    expect(told).toMatchObject({
      'there already': '1 blob',
      mounted: '0 blobs',
      'with it': '1 signature, report or attestation',
    });
    expect(told.moved).toMatch(/^2 blobs, /);
  });

  it('writes the tag last', async () => {
    const image = await pushImage(stage.dev, 1, { tag: '1' });
    await pushReferrer(stage.dev, image.descriptor, 2);
    await stage.run(far);
    const writes = stage.far.requests.filter(isChange).map(({ path }) => path);
    expect(writes.at(-1)).toBe('/v2/far/m/manifests/1');
  });

  it('moves no byte within one registry', async () => {
    await pushImage(stage.dev, 1, { tag: '1' });
    const { exitCode, outputs } = await stage.run({ ...far, to: 'staging' });
    expect([exitCode, outputs['bytes-moved'], outputs['blobs-mounted']]).toEqual([0, 0, 3]);
  });

  it('promotes the digest that an earlier step of the run built, whatever the tag names now', async () => {
    const built = await pushImage(stage.dev, 1, { tag: '1' });
    await pushImage(stage.dev, 2, { tag: '1' });
    await stage.record({
      step: 'build-image',
      verdict: 'passed',
      outputs: { digest: built.descriptor.digest },
    });
    const { outputs } = await stage.run(far);
    expect(outputs.digest).toBe(built.descriptor.digest);
    expect(farTag()).toBe(built.descriptor.digest);
  });

  it('has nothing to do the second time', async () => {
    await pushImage(stage.dev, 1, { tag: '1' });
    await stage.run(far);
    stage.far.requests.length = 0;
    const { exitCode, outputs } = await stage.run(far);
    expect([exitCode, outputs['already-promoted'], outputs['bytes-moved']]).toEqual([0, true, 0]);
    expect(stage.far.requests.filter(isChange)).toEqual([]);
  });

  it('brings a signature that came after the promotion', async () => {
    const image = await pushImage(stage.dev, 1, { tag: '1' });
    await stage.run(far);
    const late = await pushReferrer(stage.dev, image.descriptor, 3);
    const { exitCode, outputs } = await stage.run(far);
    expect([exitCode, outputs['already-promoted']]).toEqual([0, true]);
    expect([...stage.far.repository('far/m').manifests.keys()]).toContain(late.descriptor.digest);
  });

  it('plans and changes nothing', async () => {
    await pushImage(stage.dev, 1, { tag: '1' });
    const { exitCode, plan } = await stage.run({ ...far, plan: 'true' });
    expect(exitCode).toBe(0);
    expect(plan?.map(({ call }) => call.split(' ')[0])).toEqual(['PUT', 'PUT', 'PUT']);
    expect(stage.far.requests.filter(isChange)).toEqual([]);
  });
});

describe('promote refuses', () => {
  it('a tag that names another digest, and leaves it', async () => {
    const image = await pushImage(stage.dev, 1, { tag: '1' });
    const other = await pushImage(openRegistry(stage.far.host, 'far/m'), 9, { tag: '1' });
    const { exitCode, error } = await stage.run(far);
    expect([exitCode, error?.code]).toEqual([2, 'TAG_TAKEN']);
    expect(error?.message).toContain(image.descriptor.digest);
    expect(error?.message).toContain(other.descriptor.digest);
    expect(farTag()).toBe(other.descriptor.digest);
  });

  it.each<[string, Record<string, string>, number, string | undefined]>([
    ['an image that is not there', { ...far, tag: 'none' }, 2, 'IMAGE_MISSING'],
    ['a digest that is not there', { ...far, digest: `sha256:${'0'.repeat(64)}` }, 2, 'IMAGE_MISSING'],
    ['one repository under two names', { ...far, to: 'twin' }, 2, 'INPUT_INVALID'],
    ['an environment that is unknown', { ...far, to: 'pord' }, 2, 'INPUT_INVALID'],
    ['a tag with a command in it', { ...far, tag: '$(id)' }, 2, 'INPUT_INVALID'],
    ['a tag with a second line', { ...far, tag: '1\n::set-output name=x::y' }, 2, 'INPUT_INVALID'],
    ['a digest that is none', { ...far, digest: 'sha256:abc' }, 2, 'INPUT_INVALID'],
    ['too many layers at once', { ...far, concurrency: '99' }, 2, 'INPUT_INVALID'],
  ])('%s', async (_rule, inputs, exitCode, code) => {
    await pushImage(stage.dev, 1, { tag: '1' });
    const outcome = await stage.run(inputs);
    expect([outcome.exitCode, outcome.error?.code]).toEqual([exitCode, code]);
    expect(stage.far.requests.filter(isChange)).toEqual([]);
  });
});

describe('the gates of an environment', () => {
  const prod = { from: 'dev', to: 'prod', tag: '1' };

  it('hold back what another environment does not have and what was not checked', async () => {
    await pushImage(stage.dev, 1, { tag: '1' });
    const { exitCode, verdict, reason } = await stage.run(prod);
    expect([exitCode, verdict]).toEqual([1, 'failed']);
    expect(reason).toContain('"staging"');
    expect(reason).toContain('"validate-data"');
    expect(stage.far.requests.filter(isChange)).toEqual([]);
  });

  it('hold back what another image was promoted for', async () => {
    await pushImage(stage.dev, 1, { tag: '1' });
    await stage.run({ ...prod, to: 'staging' });
    await stage.record({ step: 'validate-data', verdict: 'passed' });
    await pushImage(stage.dev, 2, { tag: '2' });
    expect((await stage.run({ ...prod, tag: '2' })).exitCode).toBe(1);
  });

  it.each([
    ['failed', 1],
    ['inconclusive', 1],
    ['passed', 0],
  ] as const)('count a step that %s', async (verdict, exitCode) => {
    await pushImage(stage.dev, 1, { tag: '1' });
    await stage.run({ ...prod, to: 'staging' });
    await stage.record({ step: 'validate-data', verdict });
    expect((await stage.run(prod)).exitCode).toBe(exitCode);
  });

  it.each([
    ['all', 0],
    ['the first 1000 rows of each source', 1],
    ['checks tagged labels', 1],
  ] as const)('count a step that looked at %s', async (scope, exitCode) => {
    await pushImage(stage.dev, 1, { tag: '1' });
    await stage.run({ ...prod, to: 'staging' });
    await stage.record({ step: 'validate-data', verdict: 'passed', outputs: { scope } });
    const outcome = await stage.run(prod);
    expect(outcome.exitCode).toBe(exitCode);
    if (exitCode === 1) expect(outcome.reason).toContain(`"validate-data" looked at a part only: ${scope}`);
  });

  it('do not count a step of another run', async () => {
    await pushImage(stage.dev, 1, { tag: '1' });
    await stage.run({ ...prod, to: 'staging' });
    const run = { id: 'other', commit: undefined, actor: undefined, url: undefined, model: 'm' };
    await stage.record({ step: 'validate-data', verdict: 'passed', run });
    expect((await stage.run(prod)).exitCode).toBe(1);
  });
});

describe('a promotion that does not come to its end', () => {
  const hasNothing = () => {
    expect(farTag()).toBeUndefined();
    expect(stage.far.sessions.size).toBe(0);
  };

  it('gives up on a registry that stays down', async () => {
    await pushImage(stage.dev, 1, { tag: '1' });
    stage.fault = ({ method }) => (method === 'PUT' ? 503 : undefined);
    const { exitCode, error } = await stage.run(far);
    expect([exitCode, error?.code]).toEqual([3, 'REGISTRY_UNAVAILABLE']);
    hasNothing();
  });

  it('fails when the tag names something else in the end', async () => {
    await pushImage(stage.dev, 1, { tag: '1' });
    let isWritten = false;
    stage.fault = ({ method, path }) => {
      if (method === 'PUT' && path.endsWith('/manifests/1')) isWritten = true;
      else if (isWritten) stage.far.repository('far/m').tags.delete('1');
      return undefined;
    };
    const { exitCode } = await stage.run(far);
    expect(exitCode).not.toBe(0);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends with %s: no tag, no session, and says how to go on', async (signal, exitCode) => {
    await pushImage(stage.dev, 1, { tag: '1', layerBytes: 500_000 });
    const outcome = await stage.run(far, (host) => {
      stage.fault = ({ method, path }) => {
        if (method !== 'PUT' || !path.includes('/blobs/')) return undefined;
        host.signal(signal);
        return { type: 'hang' };
      };
    });
    expect(outcome.exitCode).toBe(exitCode);
    expect(outcome.error?.message).toContain('has no tag "1"');
    hasNothing();
    stage.fault = undefined;
    expect((await stage.run(far)).exitCode).toBe(0);
    expect(farTag()).toBeDefined();
  });
});
