import { type DomainToken, domainToken, repositoryEndpoint, type Session } from '@ml-ci/aws';
import type { StepContext } from '@ml-ci/core';

/** How packages are reached: the address, and a token that is masked and known to nobody else. */
export interface Access {
  readonly endpoint: string;
  readonly token: string;
}

type AccessContext = Pick<StepContext<Record<string, never>>, 'mask' | 'signal'>;

/** Asks for the address of the repository and for a token that ends with our own session. */
export async function openAccess(
  context: AccessContext & { readonly inputs: { readonly domain: string; readonly repository: string } },
  session: Session,
  owner: string,
  format: 'npm' | 'pypi',
): Promise<Access> {
  const { inputs, signal } = context;
  const domain = { domain: inputs.domain, owner };
  const endpoint = await repositoryEndpoint(session, domain, inputs.repository, format, { signal });
  const { token } = await openToken(context, session, domain, 0);
  return { endpoint, token };
}

/** A token of a domain, for `seconds` or (0) until our session ends. */
export async function openToken(
  { mask, signal }: AccessContext,
  session: Session,
  domain: { readonly domain: string; readonly owner: string },
  seconds: number,
): Promise<DomainToken> {
  const opened = await domainToken(session, domain, seconds, { signal });
  mask(opened.token);
  // What goes over the wire, and what an error of a tool may quote.
  mask(Buffer.from(`aws:${opened.token}`).toString('base64'));
  return opened;
}
