import { CreateDomainCommand, CreateRepositoryCommand } from '@aws-sdk/client-codeartifact';
import { type Sandbox, startSandbox } from '@ml-ci/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeArtifactClient } from '../src/clients.ts';
import { domainToken, repositoryEndpoint } from '../src/index.ts';
import { account, awsOf, environment } from './run.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

test('a domain gives a token, masked, for as long as was asked, and the address of a repository', async () => {
  const { aws, secrets } = awsOf(sandbox);
  const session = await aws.session(environment);
  const client = await codeArtifactClient(session);
  await client.send(new CreateDomainCommand({ domain: 'ml' }));
  await client.send(new CreateRepositoryCommand({ domain: 'ml', repository: 'pinned' }));
  const domain = { domain: 'ml', owner: account };
  const { token, expiresAt } = await domainToken(session, domain, 900);
  expect(secrets).toContain(token);
  expect((expiresAt?.getTime() ?? 0) - Date.now()).toBeLessThanOrEqual(900_000);
  expect(await repositoryEndpoint(session, domain, 'pinned', 'pypi')).toMatch(
    /^http:\/\/127\.0\.0\.1.*pypi.*pinned\/$/,
  );
  expect(aws.calls.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['codeartifact:GetAuthorizationToken', 'codeartifact:GetRepositoryEndpoint']),
  );
});

test('a domain or repository that is not there is RESOURCE_MISSING', async () => {
  const session = await awsOf(sandbox).aws.session(environment);
  await expect(domainToken(session, { domain: 'nothing' }, 900)).rejects.toMatchObject({
    code: 'RESOURCE_MISSING',
  });
  await expect(repositoryEndpoint(session, { domain: 'ml' }, 'nothing', 'npm')).rejects.toMatchObject({
    code: 'RESOURCE_MISSING',
  });
});
