import { domainToken, repositoryEndpoint, type Session } from '@ml-ci/aws';
import type { InstallContext } from './inputs.ts';

/** How packages are reached: the address, and a token that is masked and known to nobody else. */
export interface Access {
  readonly endpoint: string;
  readonly token: string;
}

/** Asks for the address of the repository and for a token that ends with our own session. */
export async function openAccess(
  context: InstallContext,
  session: Session,
  owner: string,
  format: 'npm' | 'pypi',
): Promise<Access> {
  const { inputs, signal } = context;
  const domain = { domain: inputs.domain, owner };
  const endpoint = await repositoryEndpoint(session, domain, inputs.repository, format, { signal });
  const { token } = await domainToken(session, domain, 0, { signal });
  context.mask(token);
  // What goes over the wire, and what an error of a tool may quote.
  context.mask(Buffer.from(`aws:${token}`).toString('base64'));
  return { endpoint, token };
}
