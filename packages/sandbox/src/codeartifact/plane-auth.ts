import type { IncomingMessage } from 'node:http';
import type { Demand } from '../iam/demand.ts';
import { parseMavenPath } from './maven/path.ts';
import { type Domain, packageKey, type Repository } from './model.ts';
import { parseNpmName } from './npm/name.ts';
import { PlaneError } from './reply.ts';
import type { Tokens } from './tokens.ts';

/** What a request is about. */
interface PlaneTarget {
  readonly repository: Repository;
  readonly format: string;
  /** Below the repository, decoded. */
  readonly path: readonly string[];
}

/** Who sends a request that carries a valid token of the domain: 401 where it carries none, 403 for another's. */
export function authorize(request: IncomingMessage, domain: Domain, tokens: Tokens): string {
  const token = tokenOf(request.headers.authorization);
  const check = token === undefined ? undefined : tokens.check(token);
  if (check?.state !== 'valid') {
    const problem =
      check?.state === 'expired' ? 'The authorization token has expired.' : 'Unauthenticated request.';
    throw new PlaneError(401, problem, { 'www-authenticate': `Basic realm="${domain.name}"` });
  }
  if (check.grant.domain !== domain) throw new PlaneError(403, 'The token is for another domain.');
  return check.grant.arn;
}

/** The token of `Basic aws:<token>` or `Bearer <token>`. */
export function tokenOf(header: string | undefined): string | undefined {
  const [, scheme, value] = /^(basic|bearer) +(\S+)$/i.exec(header ?? '') ?? [];
  if (scheme === undefined || value === undefined) return undefined;
  if (scheme.toLowerCase() === 'bearer') return value;
  const [, user, password] = /^([^:]*):(.*)$/s.exec(Buffer.from(value, 'base64').toString('utf8')) ?? [];
  return user === 'aws' ? password : undefined;
}

/** What IAM must allow whoever asked for the token: reading from the repository, or adding to a package in it. */
export function demandOf(method: string | undefined, at: PlaneTarget): Demand {
  const { format, path, repository } = at;
  const { name, domain } = repository;
  const of = (type: string) =>
    `arn:aws:codeartifact:${domain.region}:${domain.owner}:${type}/${domain.name}/${name}`;
  if (method !== 'PUT' && method !== 'POST') {
    return { action: 'codeartifact:ReadFromRepository', resource: of('repository') };
  }
  const maven = format === 'maven' ? parseMavenPath(path) : undefined;
  const target = format === 'npm' ? parseNpmName(path.join('/')) : maven?.name;
  // The list of versions is metadata of a package, and no file of one.
  const action = maven && !maven.file ? 'PutPackageMetadata' : 'PublishPackageVersion';
  return {
    action: `codeartifact:${action}`,
    resource: `${of('package')}/${target ? packageKey(target) : '*'}`,
  };
}
