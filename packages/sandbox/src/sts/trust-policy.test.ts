import { describe, expect, test } from 'vitest';
import { trustPolicy } from './trust-policy.ts';

const issuer = 'token.actions.githubusercontent.com';
const provider = `arn:aws:iam::111111111111:oidc-provider/${issuer}`;
const allow = {
  Effect: 'Allow',
  Action: 'sts:AssumeRoleWithWebIdentity',
  Principal: { Federated: provider },
};
const when = (operator: string, sub: unknown) => ({ Condition: { [operator]: { [`${issuer}:sub`]: sub } } });
const main = 'repo:octo/model:ref:refs/heads/main';

const admits = (sub: string, ...statements: readonly object[]) =>
  trustPolicy({ Version: '2012-10-17', Statement: statements })({
    provider,
    keys: { [`${issuer}:sub`]: sub, [`${issuer}:aud`]: 'sts.amazonaws.com' },
  });

describe('a trust policy', () => {
  test.each([
    ['without a condition lets every token in', true, [allow]],
    ['compares the subject', true, [{ ...allow, ...when('StringEquals', main) }]],
    ['has no patterns in StringEquals', false, [{ ...allow, ...when('StringEquals', 'repo:octo/*') }]],
    ['has patterns in StringLike', true, [{ ...allow, ...when('StringLike', 'repo:octo/mode?:*') }]],
    ['reads a dot as a dot', false, [{ ...allow, ...when('StringLike', 'repo.octo/model:*') }]],
    ['needs the pattern to cover all', false, [{ ...allow, ...when('StringLike', 'octo/model') }]],
    ['takes one of several values', true, [{ ...allow, ...when('StringLike', ['x', main]) }]],
    [
      'wants every condition to hold',
      false,
      [{ ...allow, Condition: { StringEquals: { [`${issuer}:sub`]: main, [`${issuer}:aud`]: 'x' } } }],
    ],
    [
      'of another issuer does not hold',
      false,
      [{ ...allow, Condition: { StringEquals: { 'x:sub': main } } }],
    ],
    ['of another provider is not asked', false, [{ ...allow, Principal: { Federated: `${provider}.org` } }]],
    ['for users is not asked', false, [{ ...allow, Principal: { AWS: '*' } }]],
    ['for another action is not asked', false, [{ ...allow, Action: 'sts:AssumeRole' }]],
    ['takes patterns of actions', true, [{ ...allow, Action: ['sts:TagSession', 'sts:Assume*'] }]],
    ['that denies wins', false, [allow, { ...allow, Effect: 'Deny', ...when('StringLike', 'repo:*') }]],
  ])('%s', (_rule, expected, statements) => {
    expect(admits(main, ...statements)).toBe(expected);
  });

  test.each([
    ['an operator', { ...allow, ...when('ForAnyValue:StringLike', main) }],
    ['a key', { ...allow, Condition: { StringEquals: { 'aws:SourceIp': '::1' } } }],
    ['a member', { ...allow, NotPrincipal: '*' }],
    ['an effect', { ...allow, Effect: 'allow' }],
  ])('with %s that cannot be judged is refused when it is set', (_name, statement) => {
    expect(() => trustPolicy({ Statement: statement })).toThrow(TypeError);
  });
});
