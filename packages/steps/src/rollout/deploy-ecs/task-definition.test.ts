import type { TaskDefinitionInput } from '@ml-ci/aws';
import { say, workflow } from '@ml-ci/core';
import { expect, test } from 'vitest';
import { checkPort, imageOf, isSameDefinition, withImage } from './task-definition.ts';

const definition: TaskDefinitionInput = {
  family: 'model',
  cpu: '256',
  containerDefinitions: [
    {
      name: 'server',
      image: 'repo@sha256:1',
      environment: [
        { name: 'A', value: '1' },
        { name: 'B', value: '2' },
      ],
    },
    { name: 'sidecar', image: 'other:1' },
  ],
};

test('only the image of the container changes', () => {
  const changed = withImage(definition, 'server', 'repo@sha256:2');
  expect(imageOf(changed, 'server')).toBe('repo@sha256:2');
  expect(withImage(changed, 'server', 'repo@sha256:1')).toEqual(definition);
  expect(imageOf(definition, 'server')).toBe('repo@sha256:1');
});

test('a container that is not there is refused', () => {
  expect(() => withImage(definition, 'web', 'x')).toThrow(
    expect.objectContaining({ code: 'SERVICE_UNSUITABLE' }),
  );
});

const [server, sidecar] = definition.containerDefinitions;
test.each<[string, TaskDefinitionInput, boolean]>([
  ['the same', { ...definition }, true],
  ['empty lists and undefined members', { ...definition, volumes: [], memory: undefined }, true],
  [
    'the environment in another order',
    {
      ...definition,
      containerDefinitions: [{ ...server, environment: server?.environment?.toReversed() }, { ...sidecar }],
    },
    true,
  ],
  ['another image', withImage(definition, 'server', 'repo@sha256:2'), false],
  [
    'containers in another order',
    { ...definition, containerDefinitions: [{ ...sidecar }, { ...server }] },
    false,
  ],
  ['another size', { ...definition, cpu: '512' }, false],
  ['one variable more', { ...definition, tags: [{ key: 'a', value: 'b' }] }, false],
])('compared with %s', (_what, other, expected) =>
  expect(isSameDefinition(definition, other)).toBe(expected),
);

test('a port that the container does not have is refused before anything is started', () => {
  const mapped = {
    ...definition,
    containerDefinitions: [{ ...server, portMappings: [{ containerPort: 8080 }] }],
  };
  expect(() => checkPort(mapped, 'server', 8080)).not.toThrow();
  expect(() => checkPort(mapped, 'server', 80)).toThrow(
    expect.objectContaining({
      fix: expect.toSatisfy((fix) => say(fix, workflow) === 'use with: port: 8080'),
    }),
  );
  expect(() => checkPort(definition, 'sidecar', 80)).toThrow(
    expect.objectContaining({ code: 'SERVICE_UNSUITABLE' }),
  );
});
