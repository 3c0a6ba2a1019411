import { expect, test } from 'vitest';
import { codeOf, isAwsError, isTransient, toStepError } from './error.ts';

const attempt = { action: 'ecr:PutImage', principal: 'arn:aws:iam::1:user/u', region: 'eu-west-1' };

function remote(name: string, status?: number, facts: object = {}): Error {
  const error = new Error('words that nobody may match on: AccessDenied Throttling');
  error.name = name;
  return Object.assign(error, { $metadata: { httpStatusCode: status }, ...facts });
}

test.each([
  ['AccessDeniedException', 400, 'AWS_DENIED'],
  ['AccessDenied', 403, 'AWS_DENIED'],
  ['SomethingNew', 403, 'AWS_DENIED'],
  ['ExpiredTokenException', 403, 'AWS_CREDENTIALS_REFUSED'],
  ['UnrecognizedClientException', 400, 'AWS_CREDENTIALS_REFUSED'],
  ['ThrottlingException', 400, 'AWS_THROTTLED'],
  ['SlowDown', 503, 'AWS_THROTTLED'],
  ['Whatever', 429, 'AWS_THROTTLED'],
  ['InternalServerError', 500, 'AWS_UNAVAILABLE'],
  ['RepositoryNotFoundException', 400, 'RESOURCE_MISSING'],
  ['DeploymentGroupDoesNotExistException', 400, 'RESOURCE_MISSING'],
  ['NoSuchKey', 404, 'RESOURCE_MISSING'],
  ['NotFound', 404, 'RESOURCE_MISSING'],
  ['ValidationException', 400, 'AWS_FAILED'],
  ['SomethingNew', 404, 'AWS_FAILED'],
])('%s with status %s is %s', (name, status, code) => expect(codeOf(remote(name, status))).toBe(code));

test('a broken connection is AWS_UNAVAILABLE', () => {
  const error = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
  expect(toStepError(error, attempt)).toMatchObject({ code: 'AWS_UNAVAILABLE' });
});

test('a denial names the action and the principal', () => {
  const error = toStepError(remote('AccessDeniedException', 400), attempt);
  expect(error).toMatchObject({ code: 'AWS_DENIED', kind: 'remote' });
  expect(String(error)).toContain('ecr:PutImage');
  expect(String(error)).toContain('user/u');
});

test('what AWS had no part in stays our bug', () => {
  const bug = new TypeError('x is undefined');
  expect(toStepError(bug, attempt)).toBe(bug);
});

test('isAwsError looks at the name that AWS gave', () => {
  const error = toStepError(remote('ImageNotFoundException', 400), attempt);
  expect(isAwsError(error, 'ImageNotFoundException')).toBe(true);
  expect(isAwsError(error, 'RepositoryNotFoundException')).toBe(false);
  expect(isTransient(error)).toBe(false);
});
