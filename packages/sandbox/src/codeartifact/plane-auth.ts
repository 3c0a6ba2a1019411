import type { IncomingMessage } from 'node:http';
import type { Domain } from './model.ts';
import { PlaneError } from './reply.ts';
import type { Tokens } from './tokens.ts';

/** Lets a request through that carries a valid token of the domain: 401 where it carries none, 403 for another's. */
export function authorize(request: IncomingMessage, domain: Domain, tokens: Tokens): void {
  const token = tokenOf(request.headers.authorization);
  const check = token === undefined ? undefined : tokens.check(token);
  if (check?.state !== 'valid') {
    const problem =
      check?.state === 'expired' ? 'The authorization token has expired.' : 'Unauthenticated request.';
    throw new PlaneError(401, problem, { 'www-authenticate': `Basic realm="${domain.name}"` });
  }
  if (check.grant.domain !== domain) throw new PlaneError(403, 'The token is for another domain.');
}

/** The token of `Basic aws:<token>` or `Bearer <token>`. */
export function tokenOf(header: string | undefined): string | undefined {
  const [, scheme, value] = /^(basic|bearer) +(\S+)$/i.exec(header ?? '') ?? [];
  if (scheme === undefined || value === undefined) return undefined;
  if (scheme.toLowerCase() === 'bearer') return value;
  const [, user, password] = /^([^:]*):(.*)$/s.exec(Buffer.from(value, 'base64').toString('utf8')) ?? [];
  return user === 'aws' ? password : undefined;
}
