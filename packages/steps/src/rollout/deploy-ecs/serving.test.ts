import { expect, test } from 'vitest';
import { service } from './fixture.ts';
import { judgeServing, type Proof, type Serving } from './serving.ts';
import { judgeOld } from './take-back.ts';

const image = 'host/repo@sha256:index';
const expected = {
  image,
  container: 'server',
  digests: new Set(['sha256:index', 'sha256:amd64']),
  taskDefinition: 'td/m:2',
};

function task(imageDigest: string | undefined) {
  const container = { name: 'server', image, imageDigest, exitCode: undefined, reason: undefined };
  const sidecar = { ...container, name: 'sidecar', imageDigest: 'sha256:other' };
  return {
    arn: 't',
    taskDefinition: 'td/m:2',
    lastStatus: 'RUNNING',
    stoppedReason: undefined,
    stopCode: undefined,
    stoppingAt: undefined,
    containers: [sidecar, container],
  };
}

const serving: Serving = {
  service,
  taskDefinition: 'td/m:2',
  image,
  desired: 2,
  running: 2,
  tasks: [task('sha256:index'), task('sha256:amd64')],
};

test.each<[string, Partial<Serving>, Proof['proof']]>([
  ['all of it as asked, by index or platform digest', {}, 'proved'],
  ['another task definition', { taskDefinition: 'td/m:1' }, 'refuted'],
  ['another image in it', { image: 'host/repo@sha256:x' }, 'refuted'],
  ['no such container', { image: undefined }, 'refuted'],
  ['too few tasks', { running: 1 }, 'short'],
  ['no tasks wanted', { desired: 0, running: 0, tasks: [] }, 'short'],
  ['a task of another digest', { tasks: [task('sha256:index'), task('sha256:x')] }, 'refuted'],
  ['a task whose digest ECS does not tell', { tasks: [task('sha256:index'), task(undefined)] }, 'unmeasured'],
  ['tasks that cannot be listed', { tasks: [] }, 'unmeasured'],
])('%s is %s', (_what, change, proof) => {
  expect(judgeServing({ ...serving, ...change }, expected).proof).toBe(proof);
});

test.each([
  ['the version before', { previous: 'td/m:1', image }, { taskDefinition: 'td/m:1' }, 'proved'],
  ['the new one still', { previous: 'td/m:1', image }, {}, 'refuted'],
  [
    'the version before, short of tasks',
    { previous: 'td/m:1', image },
    { taskDefinition: 'td/m:1', running: 1 },
    'short',
  ],
  [
    'something that is not the new one, where nothing more is known',
    { previous: undefined, image },
    { image: 'old' },
    'proved',
  ],
  ['the new one, where nothing more is known', { previous: undefined, image }, {}, 'refuted'],
])('after a rollback: %s', (_what, started, change, proof) => {
  expect(judgeOld(started, { ...serving, ...change }).proof).toBe(proof);
});
