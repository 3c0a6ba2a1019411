import { type EcrEnvironment, silentLog } from '@ml-ci/core';
import type { Sandbox } from '@ml-ci/sandbox';
import { type Aws, type AwsOptions, createAws, type Session } from '../src/index.ts';

/** The account and environment of these tests. */
export const account = '111111111111';
export const environment: EcrEnvironment = {
  type: 'ecr',
  name: 'dev',
  account,
  region: 'eu-west-1',
  repository: 'dev/model',
};

/** The sessions of a run against a sandbox, and what it masked. */
export function awsOf(
  sandbox: Sandbox,
  options: Partial<AwsOptions> = {},
): { readonly aws: Aws; readonly secrets: readonly string[] } {
  const secrets: string[] = [];
  const aws = createAws({
    env: sandbox.env(account, environment.region),
    clock: sandbox.clock,
    log: silentLog,
    mask: (secret) => secrets.push(secret),
    allowEndpoints: [],
    run: '4711/1 job',
    ...options,
  });
  return { aws, secrets };
}

/** A session of the environment. */
export function sessionOf(sandbox: Sandbox): Promise<Session> {
  return awsOf(sandbox).aws.session(environment);
}
