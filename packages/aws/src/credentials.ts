import { type EcrEnvironment, StepError } from '@ml-ci/core';
import type { SessionCredentials } from './session.ts';

type Env = Readonly<Record<string, string | undefined>>;
type Provider = () => Promise<SessionCredentials>;

/** Where credentials came from, for messages, and how to get them (again). */
export interface CredentialSource {
  readonly from: string;
  readonly provide: Provider;
}

/** Credentials of a role by an OIDC token of the run; undefined where the host gives none. */
type WebIdentitySource = (role: string) => CredentialSource | undefined;

/**
 * The credentials this run starts from: variables, else those of the environment's role by OIDC, else the container's,
 * else a profile (SSO included).
 */
export function baseCredentials(
  environment: EcrEnvironment,
  env: Env,
  webIdentity: WebIdentitySource,
): CredentialSource {
  const keyId = env.AWS_ACCESS_KEY_ID;
  const secret = env.AWS_SECRET_ACCESS_KEY;
  if (keyId && secret)
    return { from: 'the variables', provide: async () => fromVariables(keyId, secret, env) };
  const ofRole = environment.role === undefined ? undefined : webIdentity(environment.role);
  if (ofRole) return ofRole;
  if (env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI || env.AWS_CONTAINER_CREDENTIALS_FULL_URI) {
    return { from: 'the container', provide: () => fromContainer(env) };
  }
  const profile = environment.profile || env.AWS_PROFILE || 'default';
  return { from: `the profile "${profile}"`, provide: () => fromProfile(profile, environment, env) };
}

function fromVariables(accessKeyId: string, secretAccessKey: string, env: Env): SessionCredentials {
  const token = env.AWS_SESSION_TOKEN;
  return { accessKeyId, secretAccessKey, ...(token ? { sessionToken: token } : {}) };
}

async function fromContainer(env: Env): Promise<SessionCredentials> {
  const { fromHttp } = await import('@aws-sdk/credential-providers');
  const provide = fromHttp({
    ...defined('awsContainerCredentialsRelativeUri', env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI),
    ...defined('awsContainerCredentialsFullUri', env.AWS_CONTAINER_CREDENTIALS_FULL_URI),
    ...defined('awsContainerAuthorizationToken', env.AWS_CONTAINER_AUTHORIZATION_TOKEN),
    ...defined('awsContainerAuthorizationTokenFile', env.AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE),
  });
  return orMissing(
    provide,
    'the container gave no credentials',
    'check the task role or the build project role',
  );
}

async function fromProfile(
  profile: string,
  environment: EcrEnvironment,
  env: Env,
): Promise<SessionCredentials> {
  const { fromIni } = await import('@aws-sdk/credential-providers');
  const provide = fromIni({
    profile,
    // Part of a refresh is to read the files again: an SSO log-in in between counts.
    ignoreCache: true,
    clientConfig: { region: environment.region },
    ...defined('filepath', env.AWS_SHARED_CREDENTIALS_FILE),
    ...defined('configFilepath', env.AWS_CONFIG_FILE),
  });
  return orMissing(
    provide,
    `no AWS credentials for the environment "${environment.name}": none in the variables, no container, and none in the profile "${profile}"`,
    howToGetSome(profile, environment, env),
  );
}

function howToGetSome(profile: string, { name, role }: EcrEnvironment, env: Env): string {
  const keys = 'set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY';
  if (env.GITHUB_ACTIONS !== 'true') return `${keys}, or run aws sso login --profile ${profile}`;
  const mayAsk = !!env.ACTIONS_ID_TOKEN_REQUEST_URL && !!env.ACTIONS_ID_TOKEN_REQUEST_TOKEN;
  const missing = [
    ...(role === undefined ? [`set role: of the environment "${name}" in ml-ci.yml`] : []),
    ...(mayAsk ? [] : ['add "permissions: id-token: write" to the job']),
  ];
  return missing.length === 0 ? keys : `${missing.join(' and ')}: the step then gets its credentials by OIDC`;
}

async function orMissing(provide: Provider, message: string, fix: string): Promise<SessionCredentials> {
  try {
    return await provide();
  } catch (cause) {
    throw new StepError('CREDENTIALS_MISSING', { message, fix, cause });
  }
}

function defined<K extends string>(key: K, value: string | undefined): { [P in K]?: string } {
  // A computed key widens to string; it is the one that was given.
  return (value ? { [key]: value } : {}) as { [P in K]?: string };
}
