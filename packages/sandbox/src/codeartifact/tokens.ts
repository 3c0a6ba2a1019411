import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '@ml-ci/core';
import type { Domain } from './model.ts';

/** What a token of a data plane stands for. */
interface Grant {
  readonly domain: Domain;
  readonly arn: string;
  readonly expiresMs: number;
}

/** What is known of a token that came with a request. */
type TokenCheck =
  | { readonly state: 'valid'; readonly grant: Grant }
  | { readonly state: 'unknown' | 'expired' };

/** The tokens of one sandbox. Only digests are kept: a dump of the process shows none. */
export interface Tokens {
  issue(grant: Grant): string;
  check(token: string): TokenCheck;
  /** Ends every token at once. */
  expireAll(): void;
}

/** No tokens yet; they expire on `clock`. */
export function createTokens(clock: Clock): Tokens {
  const grants = new Map<string, Grant>();
  return {
    issue(grant) {
      // Real ones are long and look like a JWT; tools that cut or re-encode them must fail here too.
      const header = Buffer.from('{"ver":1,"isu":1,"enc":"A128GCM","tag":"sandbox","alg":"A128GCMKW"}');
      const token = [header, randomBytes(24), randomBytes(16), randomBytes(420), randomBytes(16)]
        .map((part) => part.toString('base64url'))
        .join('.');
      grants.set(digest(token), grant);
      return token;
    },
    check(token) {
      const grant = grants.get(digest(token));
      if (!grant) return { state: 'unknown' };
      return clock.now() < grant.expiresMs ? { state: 'valid', grant } : { state: 'expired' };
    },
    expireAll() {
      for (const [key, grant] of grants) grants.set(key, { ...grant, expiresMs: 0 });
    },
  };
}

function digest(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}
