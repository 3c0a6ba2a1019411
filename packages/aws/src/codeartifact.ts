import { StepError } from '@ml-ci/core';
import { type CallOptions, codeArtifactClient, sending } from './clients.ts';
import type { Session } from './session.ts';

/** A CodeArtifact domain; `owner` is the account it belongs to, where that is not ours. */
export interface Domain {
  readonly domain: string;
  readonly owner?: string | undefined;
}

/** A kind of package manager, as the API of CodeArtifact writes it. */
export type RepositoryFormat = 'cargo' | 'maven' | 'npm' | 'nuget' | 'pypi' | 'ruby' | 'swift';

export interface DomainToken {
  /** Masked already. */
  readonly token: string;
  readonly expiresAt: Date | undefined;
}

/**
 * A token for the repositories of a domain. It lives `durationSeconds` (900 to 43200); 0 means as long as our role
 * session, which is never longer than needed.
 */
export async function domainToken(
  session: Session,
  { domain, owner }: Domain,
  durationSeconds: number,
  options: CallOptions = {},
): Promise<DomainToken> {
  const { GetAuthorizationTokenCommand } = await import('@aws-sdk/client-codeartifact');
  const client = await codeArtifactClient(session);
  const command = new GetAuthorizationTokenCommand({
    domain,
    durationSeconds,
    ...(owner === undefined ? {} : { domainOwner: owner }),
  });
  const { authorizationToken, expiration } = await client.send(command, sending(options));
  if (!authorizationToken) {
    throw new StepError('AWS_FAILED', {
      message: 'codeartifact:GetAuthorizationToken answered without a token',
    });
  }
  session.host.mask(authorizationToken);
  return { token: authorizationToken, expiresAt: expiration };
}

/** The address of a repository for one kind of package manager, with its slash at the end. */
export async function repositoryEndpoint(
  session: Session,
  { domain, owner }: Domain,
  repository: string,
  format: RepositoryFormat,
  { endpointType, ...options }: CallOptions & { readonly endpointType?: 'ipv4' | 'dualstack' } = {},
): Promise<string> {
  const { GetRepositoryEndpointCommand } = await import('@aws-sdk/client-codeartifact');
  const client = await codeArtifactClient(session);
  const command = new GetRepositoryEndpointCommand({
    domain,
    repository,
    format,
    ...(endpointType === undefined ? {} : { endpointType }),
    ...(owner === undefined ? {} : { domainOwner: owner }),
  });
  const { repositoryEndpoint: endpoint } = await client.send(command, sending(options));
  if (!endpoint) {
    throw new StepError('AWS_FAILED', {
      message: 'codeartifact:GetRepositoryEndpoint answered without an address',
    });
  }
  return endpoint.endsWith('/') ? endpoint : `${endpoint}/`;
}
