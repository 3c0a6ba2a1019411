import { scaledClock } from '@ml-ci/core';
import { parseFaults, type Sandbox, startSandbox } from '@ml-ci/sandbox';
import { afterEach, expect, test } from 'vitest';
import { callerIdentity } from '../src/sts.ts';
import { account, awsOf, environment } from './run.ts';

const role = `arn:aws:iam::${account}:role/ml-ci`;

let sandbox: Sandbox | undefined;
afterEach(async () => {
  await sandbox?.stop();
  sandbox = undefined;
});

async function start(options: Parameters<typeof startSandbox>[0] = {}): Promise<Sandbox> {
  sandbox = await startSandbox(options);
  return sandbox;
}

test('variables give a session of the account that they belong to, and it is a rehearsal', async () => {
  const { aws } = awsOf(await start());
  const session = await aws.session(environment);
  expect(session).toMatchObject({
    account,
    region: 'eu-west-1',
    principal: expect.stringContaining('user/rehearsal'),
  });
  expect(session.endpoint).toBe(sandbox?.endpoint);
  expect(aws.rehearsal).toBe(sandbox?.endpoint);
  expect(aws.calls.map(({ action }) => action)).toEqual(['sts:GetCallerIdentity']);
});

test('credentials of another account are refused before anything is done, naming both and who we are', async () => {
  const { aws } = awsOf(await start());
  const wrong = aws.session({ ...environment, account: '222222222222' });
  await expect(wrong).rejects.toMatchObject({ code: 'ACCOUNT_WRONG', kind: 'input' });
  await expect(wrong).rejects.toThrow(/222222222222.*111111111111.*user\/rehearsal/);
});

test('the role of an environment is assumed under the name of the run, also in another account', async () => {
  const { aws, secrets } = awsOf(await start());
  const other = {
    ...environment,
    account: '222222222222',
    role: 'arn:aws:iam::222222222222:role/team/ml-ci',
  };
  const session = await aws.session(other);
  expect(session.principal).toBe('arn:aws:sts::222222222222:assumed-role/ml-ci/ml-ci-4711-1-job');
  const { accessKeyId, secretAccessKey, sessionToken } = await session.credentials();
  expect(secrets).toEqual(expect.arrayContaining([accessKeyId, secretAccessKey, sessionToken]));
});

test('credentials that are a session of the role already are used as they are', async () => {
  const { aws } = awsOf(await start());
  const assumed = await (await aws.session({ ...environment, role })).credentials();
  const env = {
    ...sandbox?.env(account, 'eu-west-1'),
    AWS_ACCESS_KEY_ID: assumed.accessKeyId,
    AWS_SECRET_ACCESS_KEY: assumed.secretAccessKey,
    AWS_SESSION_TOKEN: assumed.sessionToken,
  };
  const again = awsOf(sandbox as Sandbox, { env }).aws;
  await again.session({ ...environment, role });
  expect(again.calls.map(({ action }) => action)).toEqual(['sts:GetCallerIdentity']);
});

test('one session for one account, region and role, also when two ask together', async () => {
  const { aws } = awsOf(await start());
  const [first, second] = await Promise.all([
    aws.session(environment),
    aws.session({ ...environment, name: 'x' }),
  ]);
  expect(second).toBe(first);
  expect(await aws.session({ ...environment, region: 'us-east-1' })).not.toBe(first);
});

test('a session outlives its credentials: they are renewed on the clock of the run, not of the wall', async () => {
  const clock = scaledClock(Date.now(), 3_600 * 20);
  const { aws } = awsOf(await start({ clock }));
  const session = await aws.session({ ...environment, role });
  const before = await session.credentials();
  await clock.sleep(65 * 60_000); // 54 ms of the wall
  expect((await callerIdentity(session)).arn).toBe(session.principal);
  expect((await session.credentials()).accessKeyId).not.toBe(before.accessKeyId);
});

test('credentials that end before their time are renewed once and the call succeeds', async () => {
  const { aws } = awsOf(await start());
  const session = await aws.session({ ...environment, role });
  const { accessKeyId } = await session.credentials();
  sandbox?.credentials.revoke(accessKeyId);
  expect((await callerIdentity(session)).arn).toBe(session.principal);
});

test('variables that have expired are AWS_CREDENTIALS_REFUSED', async () => {
  const { aws } = awsOf(await start());
  const { accessKeyId, secretAccessKey, sessionToken } = await (
    await aws.session({ ...environment, role })
  ).credentials();
  sandbox?.credentials.revoke(accessKeyId);
  const env = {
    AWS_ENDPOINT_URL: sandbox?.endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  };
  const expired = awsOf(sandbox as Sandbox, { env }).aws.session(environment);
  await expect(expired).rejects.toMatchObject({ code: 'AWS_CREDENTIALS_REFUSED', kind: 'remote' });
});

test('throttled calls are retried', async () => {
  const { aws } = awsOf(await start({ faults: parseFaults(['sts:throttle:0.3']), seed: 3 }));
  await expect(aws.session(environment)).resolves.toMatchObject({ account });
});

test('a failure is not kept: the next one who asks gets an answer', async () => {
  const { aws } = awsOf(await start());
  const abort = new AbortController();
  abort.abort(new Error('stopped'));
  await expect(aws.session(environment, abort.signal)).rejects.toThrow('stopped');
  await expect(aws.session(environment)).resolves.toMatchObject({ account });
});
