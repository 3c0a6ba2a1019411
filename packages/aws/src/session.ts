import type { Clock, EcrEnvironment, Log } from '@ml-ci/core';

/** Credentials as the SDK wants them; they renew themselves on the run's clock. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** What the clients of a session need of the run. */
export interface SessionHost {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly log: Log;
  /** Keeps a value out of everything that is printed from now on. */
  mask(secret: string): void;
  /** Takes note of a call, before it is sent. */
  record(call: AwsCall): void;
  /** The address for a service (`ECR`, `CODEDEPLOY`), where it is not the SDK's own. */
  endpointOf(service: string): string | undefined;
}

/** One account and region, checked to be the one that was asked for. */
export interface Session {
  readonly account: string;
  readonly region: string;
  /** Who we are there: the ARN that GetCallerIdentity answered. */
  readonly principal: string;
  /** The endpoint that is not AWS's own, where there is one: then everything is a rehearsal. */
  readonly endpoint: string | undefined;
  readonly host: SessionHost;
  /** `stale`: the last ones were refused as expired, and new ones must be fetched. */
  credentials(options?: { readonly stale?: boolean }): Promise<SessionCredentials>;
}

/** A call that was made to AWS, for `--plan`, records and the permission test. */
export interface AwsCall {
  /** As IAM writes it: `ecr:DescribeRepositories`. */
  readonly action: string;
  readonly account: string;
  readonly region: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Sessions of a run: one per account, region and role, made when first asked for. */
export interface Aws {
  /** The session of an environment; throws ACCOUNT_WRONG where the credentials belong elsewhere. */
  session(environment: EcrEnvironment, signal?: AbortSignal): Promise<Session>;
  /** Every call so far, in order. */
  readonly calls: readonly AwsCall[];
  /** The endpoint that is not AWS's own and that a session of this run has; then the run is a rehearsal. */
  readonly rehearsal: string | undefined;
}
