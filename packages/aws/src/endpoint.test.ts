import { type EcrEnvironment, isAwsHost, StepError } from '@ml-ci/core';
import { expect, test } from 'vitest';
import { endpointsOf, isLoopback } from './endpoint.ts';

const environment: EcrEnvironment = {
  type: 'ecr',
  name: 'dev',
  account: '111111111111',
  region: 'eu-west-1',
  repository: 'dev/model',
};

test.each([
  ['ecr.eu-west-1.amazonaws.com', true],
  ['api.ecr.cn-north-1.amazonaws.com.cn', true],
  ['sts.eu-west-1.api.aws', true],
  ['codeartifact.eu-west-1.on.aws', true],
  ['amazonaws.com.evil.example', false],
  ['notamazonaws.com', false],
  ['localhost', false],
])('"%s" is a host of AWS: %s', (host, expected) => expect(isAwsHost(host)).toBe(expected));

test.each([
  ['localhost', true],
  ['127.0.0.1', true],
  ['127.9.9.9', true],
  ['[::1]', true],
  ['127.0.0.1.example', false],
  ['10.0.0.1', false],
])('"%s" is this machine: %s', (host, expected) => expect(isLoopback(host)).toBe(expected));

test('without a word about endpoints nothing is foreign', () => {
  const endpoints = endpointsOf(environment, {}, []);
  expect(endpoints.foreign).toBeUndefined();
  expect(endpoints.of('ECR')).toBeUndefined();
});

test('the endpoint of the environment is stronger than the variable of a service, and that than the general one', () => {
  const env = { AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_ENDPOINT_URL_ECR: 'http://127.0.0.1:2' };
  expect(endpointsOf(environment, env, []).of('ECR')).toBe('http://127.0.0.1:2');
  expect(endpointsOf(environment, env, []).of('ECS')).toBe('http://127.0.0.1:1');
  const own = { ...environment, endpoint: 'http://127.0.0.1:3' };
  expect(endpointsOf(own, env, []).of('ECR')).toBe('http://127.0.0.1:3');
});

test('one foreign service makes the whole a rehearsal', () => {
  expect(endpointsOf(environment, { AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:2' }, []).foreign).toBe(
    'http://127.0.0.1:2',
  );
});

test('an endpoint of AWS itself is no rehearsal', () => {
  const env = { AWS_ENDPOINT_URL_ECS: 'https://vpce-1.ecs.eu-west-1.vpce.amazonaws.com' };
  expect(endpointsOf(environment, env, []).foreign).toBeUndefined();
});

test.each([
  ['http://aws.example'],
  ['https://aws.example'],
  ['http://sts.eu-west-1.amazonaws.com'],
  ['ftp://127.0.0.1'],
  ['http://user:pw@127.0.0.1'],
  ['nonsense'],
])('%s is refused', (address) => {
  const refused = () => endpointsOf(environment, { AWS_ENDPOINT_URL: address }, []);
  expect(refused).toThrow(expect.objectContaining({ code: 'ENDPOINT_NOT_ALLOWED' }));
});

test('a password in an endpoint is not repeated', () => {
  try {
    endpointsOf(environment, { AWS_ENDPOINT_URL: 'http://user:hunter22@host' }, []);
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(StepError);
    expect(String(error)).not.toContain('hunter22');
  }
});

test('a host that is allowed by name is asked, and is a rehearsal', () => {
  const env = { AWS_ENDPOINT_URL: 'https://aws.example:8443' };
  expect(endpointsOf(environment, env, ['aws.example']).foreign).toBe('https://aws.example:8443');
});
