import { randomBytes } from 'node:crypto';

/** A key that signs requests, and whose it is. Session keys carry a token and an end. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly account: string;
  readonly arn: string;
  /** `AIDA…`, or `AROA…:session-name` for a role. */
  readonly userId: string;
  readonly sessionToken?: string;
  /** Milliseconds since the epoch, on the clock of the sandbox. */
  readonly expiresMs?: number;
}

/** The keys of one run. All are random, and gone with the process. */
export interface CredentialStore {
  find(accessKeyId: string): AccessKey | undefined;
  /** The long-lived key of an account's `user/rehearsal`; made when first asked for. */
  ofAccount(account: string): AccessKey;
  /** Session credentials for a principal, which end at `expiresMs`. */
  session(principal: { account: string; arn: string; userId: string; expiresMs: number }): AccessKey;
  /** Ends a session at once, as an administrator who revokes it does. */
  revoke(accessKeyId: string): void;
}

/** An empty store. */
export function createCredentials(): CredentialStore {
  const keys = new Map<string, AccessKey>();
  const users = new Map<string, AccessKey>();
  const add = (key: AccessKey): AccessKey => {
    keys.set(key.accessKeyId, key);
    return key;
  };
  return {
    find: (accessKeyId) => keys.get(accessKeyId),
    ofAccount(account) {
      const known = users.get(account);
      if (known) return known;
      const arn = `arn:aws:iam::${account}:user/rehearsal`;
      const key = add({ ...newKey('AKIA'), account, arn, userId: randomId('AIDA') });
      users.set(account, key);
      return key;
    },
    session: (principal) =>
      add({ ...newKey('ASIA'), ...principal, sessionToken: randomBytes(96).toString('base64') }),
    revoke(accessKeyId) {
      const key = keys.get(accessKeyId);
      if (key) keys.set(accessKeyId, { ...key, expiresMs: 0 });
    },
  };
}

/** An identifier as IAM makes them: a prefix of four letters and sixteen of base 32. */
export function randomId(prefix: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  return prefix + Array.from(randomBytes(16), (byte) => alphabet[byte % 32]).join('');
}

function newKey(prefix: 'AKIA' | 'ASIA') {
  return { accessKeyId: randomId(prefix), secretAccessKey: randomBytes(30).toString('base64') };
}
