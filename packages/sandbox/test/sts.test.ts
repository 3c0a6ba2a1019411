import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { manualClock } from '@ml-ci/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../src/index.ts';
import { seededClient } from './clients.ts';

const clock = manualClock(Date.now());
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ clock, accounts: ['111111111111', '222222222222'] });
});
afterAll(() => sandbox.stop());

const client = (account = '111111111111') => new STSClient(seededClient(sandbox, account));
const roleArn = 'arn:aws:iam::222222222222:role/ml/deployer';

describe('sts', () => {
  test('tells whose key signed', async () => {
    const answer = await client().send(new GetCallerIdentityCommand());
    expect(answer.Account).toBe('111111111111');
    expect(answer.Arn).toBe('arn:aws:iam::111111111111:user/rehearsal');
  });

  test('gives a role of another account until its end on the clock of the sandbox', async () => {
    const answer = await client().send(
      new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'promote', DurationSeconds: 900 }),
    );
    expect(answer.Credentials?.Expiration?.getTime()).toBe(Math.floor(clock.now() / 1) + 900_000);
    const { AccessKeyId, SecretAccessKey, SessionToken } = answer.Credentials ?? {};
    const role = new STSClient({
      ...seededClient(sandbox),
      credentials: {
        accessKeyId: AccessKeyId ?? '',
        secretAccessKey: SecretAccessKey ?? '',
        sessionToken: SessionToken ?? '',
      },
    });
    const identity = await role.send(new GetCallerIdentityCommand());
    expect(identity.Arn).toBe('arn:aws:sts::222222222222:assumed-role/deployer/promote');
    const chained = new AssumeRoleCommand({
      RoleArn: roleArn,
      RoleSessionName: 'again',
      DurationSeconds: 3_601,
    });
    await expect(role.send(chained)).rejects.toMatchObject({ name: 'ValidationError' });
    await clock.advance(900_000);
    await expect(role.send(new GetCallerIdentityCommand())).rejects.toMatchObject({ name: 'ExpiredToken' });
  });

  test.each([
    ['a role that is no arn', { RoleArn: 'arn:aws:iam::22:role/x', RoleSessionName: 'abc' }],
    ['a session name with a space', { RoleArn: roleArn, RoleSessionName: 'a b' }],
    ['too short a time', { RoleArn: roleArn, RoleSessionName: 'abc', DurationSeconds: 899 }],
    ['too long a time', { RoleArn: roleArn, RoleSessionName: 'abc', DurationSeconds: 43_201 }],
  ])('refuses %s', async (_name, input) => {
    await expect(client().send(new AssumeRoleCommand(input))).rejects.toMatchObject({
      name: 'ValidationError',
    });
  });
});
