import { type Clock, clockToEnv } from '@ml-ci/core';
import type { CredentialStore } from './credentials.ts';

/** Variables that make AWS clients, and ours, talk to `endpoint` as an account's user. */
export function environmentOf(
  endpoint: string,
  credentials: CredentialStore,
  clock: Clock,
  account: string,
  region: string,
): Record<string, string> {
  const key = credentials.ofAccount(account);
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: key.accessKeyId,
    AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    // Profiles and the metadata service of the host must not be mixed in.
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    ML_CI_CLOCK: clockToEnv(clock),
  };
}
