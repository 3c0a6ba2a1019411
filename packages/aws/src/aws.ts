import { type Clock, type EcrEnvironment, type IdTokenSource, type Log, StepError } from '@ml-ci/core';
import type { ClientSource } from './clients.ts';
import { baseCredentials, type CredentialSource } from './credentials.ts';
import { endpointsOf } from './endpoint.ts';
import { renewingCredentials } from './refresh.ts';
import type { Aws, AwsCall, Session, SessionHost } from './session.ts';
import { assumeRole, callerIdentity, isSessionOf, sessionNameOf } from './sts.ts';
import { webIdentityCredentials } from './web-identity.ts';

export interface AwsOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly log: Log;
  mask(secret: string): void;
  /** Hosts that are neither AWS's nor loopback and may be asked all the same. */
  readonly allowEndpoints: readonly string[];
  /** Stands in the name of role sessions, so that CloudTrail leads back to the run. */
  readonly run: string;
  readonly signal?: AbortSignal;
  /** OIDC tokens of the run: with them a role is assumed where no variables have credentials. */
  readonly idToken?: IdTokenSource | undefined;
}

/** The sessions of a run. Nothing is asked of AWS before the first one is needed. */
export function createAws(options: AwsOptions): Aws {
  const calls: AwsCall[] = [];
  const sessions = new Map<string, Promise<Session>>();
  let rehearsal: string | undefined;
  return {
    calls,
    get rehearsal() {
      return rehearsal;
    },
    session(environment, signal = options.signal) {
      const { account, region, role = '', profile = '', endpoint = '' } = environment;
      const key = [account, region, role, profile, endpoint].join('|');
      const known = sessions.get(key);
      if (known) return known;
      const session = openSession(environment, options, (call) => calls.push(call), signal);
      sessions.set(key, session);
      session.then(
        (opened) => {
          rehearsal ??= opened.endpoint;
        },
        // A failure is told to whoever asked, and the next one may try again.
        () => sessions.delete(key),
      );
      return session;
    },
  };
}

async function openSession(
  environment: EcrEnvironment,
  options: AwsOptions,
  record: (call: AwsCall) => void,
  signal?: AbortSignal,
): Promise<Session> {
  const { env, clock, log, mask, allowEndpoints } = options;
  const endpoints = endpointsOf(environment, env, allowEndpoints);
  const host: SessionHost = { env, clock, log, mask, record, endpointOf: endpoints.of };
  const { idToken, run } = options;
  const sessionName = sessionNameOf(run);
  const base = baseCredentials(
    environment,
    env,
    (role) => idToken && webIdentityCredentials(environment, role, host, { idToken, sessionName }),
  );
  const source = sourceOf(environment, host, base.from, base.provide);
  const caller = await callerIdentity(source, { signal });
  const { role } = environment;
  if (role === undefined || isSessionOf(role, caller.arn)) {
    return guarded(environment, base, { ...source, principal: caller.arn }, caller, endpoints.foreign);
  }
  // No signal here: a refresh while something is being cleaned up must still work.
  const provide = () => assumeRole({ ...source, principal: caller.arn }, role, sessionName);
  const assumed = sourceOf(environment, host, role, provide);
  const identity = await callerIdentity(assumed, { signal });
  return guarded(environment, base, { ...assumed, principal: identity.arn }, identity, endpoints.foreign);
}

function sourceOf(
  { account, region }: EcrEnvironment,
  host: SessionHost,
  principal: string,
  provide: CredentialSource['provide'],
): ClientSource {
  return {
    account,
    region,
    principal,
    host,
    credentials: renewingCredentials(host.clock, host.mask, provide),
  };
}

function guarded(
  environment: EcrEnvironment,
  base: CredentialSource,
  source: ClientSource,
  identity: { readonly account: string; readonly arn: string },
  endpoint: string | undefined,
): Session {
  if (identity.account === environment.account) return { ...source, endpoint };
  throw new StepError('ACCOUNT_WRONG', {
    message: `the environment "${environment.name}" is account "${environment.account}", but the credentials from ${base.from} belong to account "${identity.account}" (${identity.arn})`,
    fix: `use credentials of account ${environment.account}, or set role: of the environment "${environment.name}" in ml-ci.yml`,
  });
}
