import type { Sandbox } from '../src/index.ts';

/** What an SDK client needs to talk to the sandbox as an account; a refused call is not tried again. */
export function seededClient(sandbox: Sandbox, account = '111111111111', region = 'us-east-1') {
  const { accessKeyId, secretAccessKey } = sandbox.credentials.ofAccount(account);
  return {
    endpoint: sandbox.endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1,
  };
}
