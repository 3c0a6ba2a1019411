import { describe, expect, it } from 'vitest';
import type { Demand } from './demand.ts';
import { createPolicies } from './policies.ts';

const role = 'arn:aws:iam::111111111111:role/ml-ci';
const session = 'arn:aws:sts::111111111111:assumed-role/ml-ci/run';
const get: Demand = { action: 's3:GetObject', resource: 'arn:aws:s3:::b/k' };

const allow = (Action: unknown, Resource: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const policy = (...Statement: readonly object[]) => ({ Version: '2012-10-17', Statement });

function refusal(document: unknown, demand: Demand, arn = session): string | undefined {
  const policies = createPolicies();
  policies.attach(role, document);
  return policies.refuse(arn, [demand]);
}

describe('what a policy allows', () => {
  it.each([
    ['an action on its resource', policy(allow('s3:GetObject', 'arn:aws:s3:::b/k')), true],
    ['a wildcard in the action', policy(allow(['s3:Get*'], '*')), true],
    ['an action in other letters', policy(allow('S3:getobject', '*')), true],
    [
      'a wildcard in the resource',
      policy(allow('s3:GetObject', ['arn:aws:s3:::other', 'arn:aws:s3:::?/*'])),
      true,
    ],
    ['nothing of another action', policy(allow('s3:PutObject', '*')), false],
    ['nothing on another resource', policy(allow('s3:*', 'arn:aws:s3:::B/k')), false],
    [
      'nothing that a statement denies',
      policy(allow('*', '*'), { Effect: 'Deny', Action: 's3:*', Resource: '*' }),
      false,
    ],
  ])('%s', (_name, document, isAllowed) => {
    expect(refusal(document, get) === undefined).toBe(isAllowed);
  });

  it('depends on conditions', () => {
    const key = 'iam:PassedToService';
    const pass = (service?: string): Demand => ({
      action: 'iam:PassRole',
      resource: 'arn:aws:iam::111111111111:role/task',
      ...(service && { context: { [key]: service } }),
    });
    const equals = policy(
      allow('iam:PassRole', '*', { Condition: { StringEquals: { [key]: 'ecs-tasks.amazonaws.com' } } }),
    );
    const like = policy(allow('iam:PassRole', '*', { Condition: { StringLike: { [key]: 'ecs*' } } }));
    expect(refusal(equals, pass('ecs-tasks.amazonaws.com'))).toBeUndefined();
    expect(refusal(equals, pass('ec2.amazonaws.com'))).toBeDefined();
    expect(refusal(equals, pass())).toBeDefined();
    expect(refusal(like, pass('ecs-tasks.amazonaws.com'))).toBeUndefined();
  });
});

describe('who is judged', () => {
  it('a role through its sessions, and nobody without a policy', () => {
    const nothing = policy(allow('sts:GetSessionToken', '*'));
    expect(refusal(nothing, get)).toBe(
      `User: ${session} is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::b/k because no identity-based policy allows the s3:GetObject action`,
    );
    expect(refusal(nothing, get, role)).toBeDefined();
    expect(refusal(nothing, get, 'arn:aws:iam::111111111111:user/rehearsal')).toBeUndefined();
    expect(refusal(nothing, get, 'arn:aws:sts::222222222222:assumed-role/ml-ci/run')).toBeUndefined();
  });

  it('a role with a path through sessions that do not show it', () => {
    const policies = createPolicies();
    const withPath = 'arn:aws:iam::111111111111:role/teams/ml/ml-ci';
    policies.attach(withPath, policy(allow('s3:PutObject', '*')));
    expect(policies.refuse(session, [get])).toContain('not authorized');
    expect(policies.judged(withPath)).toHaveLength(1);
  });

  it('what was judged is kept, until the policies are taken away', () => {
    const policies = createPolicies();
    policies.attach(role, policy(allow('s3:GetObject', '*')));
    policies.refuse(session, [get, { ...get, action: 's3:PutObject' }]);
    expect(policies.judged(role).map(({ action, isAllowed }) => [action, isAllowed])).toEqual([
      ['s3:GetObject', true],
      ['s3:PutObject', false],
    ]);
    policies.detach(role);
    expect([policies.judged(role), policies.refuse(session, [get])]).toEqual([[], undefined]);
  });
});

describe('what is not enforced is refused', () => {
  it.each([
    ['another version', { Version: '2008-10-17', Statement: [] }],
    ['NotAction', policy({ Effect: 'Allow', NotAction: 's3:*', Resource: '*' })],
    [
      'an unknown condition',
      policy(allow('s3:*', '*', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } })),
    ],
    ['an unknown key', policy(allow('s3:*', '*', { Condition: { StringEquals: { 'aws:SourceVpc': 'v' } } }))],
    ['a placeholder in a resource', policy(allow('s3:*', 'arn:aws:s3:::$' + '{bucket}'))],
    ['a Sid with a hyphen', policy(allow('s3:*', '*', { Sid: 'a-b' }))],
    ['a Sid twice', policy(allow('s3:*', '*', { Sid: 'a' }), allow('s3:*', '*', { Sid: 'a' }))],
    ['no resource', policy({ Effect: 'Allow', Action: 's3:*' })],
  ])('%s', (_name, document) => {
    expect(() => createPolicies().attach(role, document)).toThrow(/MalformedPolicyDocument/);
  });

  it('a principal that is neither a user nor a role', () => {
    expect(() => createPolicies().attach(session, policy())).toThrow(/not the ARN/);
  });
});
