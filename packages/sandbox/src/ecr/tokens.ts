import { randomBytes } from 'node:crypto';
import type { SandboxContext } from '../context.ts';
import type { Caller } from '../service.ts';

/** The password of `AWS:<password>`, as an answer of `GetAuthorizationToken`. */
interface IssuedToken {
  readonly password: string;
  readonly expiresAt: Date;
}

/** Whose password it is. */
export interface TokenHolder {
  readonly account: string;
  readonly region: string;
  /** Who asked for it. */
  readonly arn: string;
  readonly isExpired: boolean;
}

/** Passwords for registries of a region. */
export interface RegistryTokens {
  issue(caller: Caller): IssuedToken;
  find(password: string): TokenHolder | undefined;
  /** Ends every password given out until now, as time would. */
  expireAll(): void;
}

const lifetimeMs = 12 * 3_600_000;

/** No passwords yet. They end after twelve hours or with the session that asked, on the clock of the sandbox. */
export function createTokens(ctx: SandboxContext): RegistryTokens {
  const held = new Map<string, { account: string; region: string; arn: string; expiresMs: number }>();
  return {
    issue(caller) {
      const nowMs = ctx.clock.now();
      const sessionMs = ctx.credentials.find(caller.accessKeyId)?.expiresMs ?? Number.POSITIVE_INFINITY;
      const promisedMs = Math.min(nowMs + lifetimeMs, sessionMs);
      const faultMs = ctx.faults.expireMs('ecr') ?? Number.POSITIVE_INFINITY;
      const password = randomBytes(48).toString('base64url');
      const { account, region, arn } = caller;
      held.set(password, { account, region, arn, expiresMs: Math.min(promisedMs, nowMs + faultMs) });
      return { password, expiresAt: new Date(promisedMs) };
    },
    find(password) {
      const token = held.get(password);
      return token && { ...token, isExpired: ctx.clock.now() >= token.expiresMs };
    },
    expireAll() {
      for (const [password, token] of held) held.set(password, { ...token, expiresMs: 0 });
    },
  };
}
