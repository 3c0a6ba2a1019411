import type { DeploymentState, EcsTargetState } from '@ml-ci/aws';
import { expect, test } from 'vitest';
import { decideConflict } from './conflict.ts';
import { describeDeployment, describeRollback, markerOf } from './description.ts';
import { deployment, target } from './fixture.ts';

const ours = `sha256:${'a'.repeat(64)}`;
const theirs = `sha256:${'b'.repeat(64)}`;
const moving = target(10, 'Succeeded', 'Succeeded', 'Succeeded', 'Succeeded', 'InProgress');
const moved = target(100, ...Array(6).fill('Succeeded'));

function active(digest: string, change: Partial<DeploymentState> = {}, at: EcsTargetState = moving) {
  return {
    deployment: { ...deployment, description: describeDeployment({ digest, run: '7' }), ...change },
    target: at,
  };
}

test('nobody in the way: start', () => expect(decideConflict([], ours, 'fail')).toEqual({ do: 'start' }));

test.each(['fail', 'wait', 'stop-previous'] as const)(
  'a deployment of the same digest is followed, also under %s',
  (policy) => {
    expect(decideConflict([active(ours)], ours, policy)).toEqual({ do: 'attach', id: 'd-1' });
  },
);

test('a rollback is never taken for a deployment of the digest', () => {
  const rollback = active(ours, { creator: 'codeDeployRollback' });
  expect(decideConflict([rollback], ours, 'wait')).toEqual({ do: 'wait', id: 'd-1' });
});

test.each([
  ['wait', {}, moving, { do: 'wait', id: 'd-1' }],
  ['wait', {}, moved, { do: 'wait', id: 'd-1' }],
  ['stop-previous', {}, moving, { do: 'stop', id: 'd-1' }],
  ['stop-previous', {}, moved, { do: 'complete', id: 'd-1' }],
  ['stop-previous', { rollbackOf: 'd-0' }, moving, { do: 'wait', id: 'd-1' }],
  ['stop-previous', { description: describeRollback('d-0') }, moved, { do: 'wait', id: 'd-1' }],
] as const)('%s of another digest %o', (policy, change, at, expected) => {
  expect(decideConflict([active(theirs, change, at)], ours, policy)).toEqual(expected);
});

test('under fail the message names the deployment and what it deploys', () => {
  expect(() => decideConflict([active(theirs)], ours, 'fail')).toThrow(
    expect.objectContaining({ code: 'DEPLOYMENT_ACTIVE', message: expect.stringMatching(/d-1.*sha256:b/) }),
  );
});

test('a deployment that somebody else described is not ours', () => {
  expect(markerOf('release 12')).toBeUndefined();
  expect(markerOf(describeDeployment({ digest: ours, run: '4711/1 a b' }))).toEqual({
    digest: ours,
    run: '4711/1-a-b',
  });
});
