/** What an OIDC token says of itself, read but not verified: for messages alone. */
export interface IdTokenClaims {
  readonly sub: string;
  readonly aud: string;
  readonly iss: string;
  readonly ownerId: string | undefined;
  readonly repositoryId: string | undefined;
}

/** The claims of a token; those that it lacks, or all where it cannot be read, are empty. */
export function claimsOf(token: string): IdTokenClaims {
  const payload = payloadOf(token);
  const text = (name: string) => (typeof payload[name] === 'string' ? payload[name] : undefined);
  return {
    sub: text('sub') ?? '',
    aud: text('aud') ?? '',
    iss: text('iss') ?? '',
    ownerId: text('repository_owner_id'),
    repositoryId: text('repository_id'),
  };
}

/**
 * Both forms in which GitHub writes a subject, the plain one first: `repo:octo/model:…`, and with the ids of owner and
 * repository, `repo:octo@1/model@2:…`, for repositories that were made, renamed or moved since 2026-07-15. A subject of
 * another form, which an organisation can choose, stands alone.
 */
export function subjectForms({ sub, ownerId, repositoryId }: IdTokenClaims): readonly string[] {
  const match = /^repo:([^/@:]+)(?:@(\d+))?\/([^/@:]+)(?:@(\d+))?(:.*)?$/s.exec(sub);
  if (!match) return [sub];
  const [, owner, ownerInSub, repository, repositoryInSub, rest = ''] = match;
  const ownerPart = `${owner}@${ownerInSub ?? ownerId ?? 'OWNER_ID'}`;
  const repositoryPart = `${repository}@${repositoryInSub ?? repositoryId ?? 'REPOSITORY_ID'}`;
  return [`repo:${owner}/${repository}${rest}`, `repo:${ownerPart}/${repositoryPart}${rest}`];
}

function payloadOf(token: string): Readonly<Record<string, unknown>> {
  try {
    const payload: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return typeof payload === 'object' && payload !== null ? { ...payload } : {};
  } catch {
    return {}; // not a token: the message says so by its empty claims
  }
}
