import type { TaskDefinitionInput } from '@ml-ci/aws';
import { expect, test } from 'vitest';
import { logStreamOf } from './log-stream.ts';

const options = {
  'awslogs-group': '/ecs/fraud',
  'awslogs-region': 'eu-west-1',
  'awslogs-stream-prefix': 'ecs',
};
const { 'awslogs-stream-prefix': _prefix, ...withoutPrefix } = options;

function definition(logDriver: 'awslogs' | 'splunk', of: Record<string, string>): TaskDefinitionInput {
  return {
    family: 'fraud',
    containerDefinitions: [{ name: 'server', logConfiguration: { logDriver, options: of } }],
  };
}

const arn = 'arn:aws:ecs:eu-west-1:111111111111:task/models/0123abcd';

test('a task writes to a stream of its own', () => {
  const stream = logStreamOf(definition('awslogs', options), 'server', arn, 'eu-west-1');
  expect(stream).toEqual({ group: '/ecs/fraud', stream: 'ecs/server/0123abcd' });
});

test.each([
  ['of another driver', definition('splunk', options), 'server'],
  ['without a prefix', definition('awslogs', withoutPrefix), 'server'],
  ['in another region', definition('awslogs', { ...options, 'awslogs-region': 'us-east-1' }), 'server'],
  ['of another container', definition('awslogs', options), 'web'],
])('a stream %s is not known', (_what, of, container) => {
  expect(logStreamOf(of, container, arn, 'eu-west-1')).toBeUndefined();
});
