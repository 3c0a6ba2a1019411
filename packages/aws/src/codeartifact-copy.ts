import { type CallOptions, codeArtifactClient, sending } from './clients.ts';
import type { Domain } from './codeartifact.ts';
import type { PackageName } from './codeartifact-packages.ts';
import type { Session } from './session.ts';

/** Versions of one package that go from one repository of a domain to another. */
export interface VersionCopy extends Domain {
  readonly from: string;
  readonly to: string;
  readonly package: PackageName;
  /** By version: the revision that must still be the source's. */
  readonly revisions: Readonly<Record<string, string>>;
  /** Also what the source would only pass on from its upstreams. */
  readonly includeFromUpstream: boolean;
  /** Replaces what the destination has under the same version. */
  readonly allowOverwrite: boolean;
}

/** How the copy of one version ended. */
export type VersionCopied =
  | { readonly version: string; readonly state: 'copied' }
  /** The answer does not name it: the destination has the same version already. */
  | { readonly version: string; readonly state: 'unnamed' }
  /** `ALREADY_EXISTS`, `MISMATCHED_REVISION`, `MISMATCHED_STATUS`, `NOT_ALLOWED` or `NOT_FOUND`. */
  | { readonly version: string; readonly state: 'refused'; readonly code: string; readonly message: string };

/** Versions that CodeArtifact takes in one call. */
const versionsAtOnce = 100;

/**
 * Copies versions of one package, and answers for each of them. A call is all or nothing: where CodeArtifact refuses one
 * version it skips the others, so those are sent again without it.
 */
export async function copyPackageVersions(
  session: Session,
  copy: VersionCopy,
  options: CallOptions = {},
): Promise<readonly VersionCopied[]> {
  const all = Object.keys(copy.revisions);
  const results: VersionCopied[] = [];
  for (let start = 0; start < all.length; start += versionsAtOnce) {
    let left = all.slice(start, start + versionsAtOnce);
    while (left.length > 0) {
      const answers = await copyOnce(session, copy, left, options);
      const skipped = answers.filter(isSkipped).map(({ version }) => version);
      const isStuck = skipped.length === left.length;
      results.push(...answers.filter((answer) => isStuck || !isSkipped(answer)));
      left = isStuck ? [] : skipped;
    }
  }
  return results;
}

function isSkipped(answer: VersionCopied): boolean {
  return answer.state === 'refused' && answer.code === 'SKIPPED';
}

async function copyOnce(
  session: Session,
  copy: VersionCopy,
  versions: readonly string[],
  options: CallOptions,
): Promise<readonly VersionCopied[]> {
  const { CopyPackageVersionsCommand } = await import('@aws-sdk/client-codeartifact');
  const client = await codeArtifactClient(session);
  const { domain, owner, from, to, revisions, includeFromUpstream, allowOverwrite } = copy;
  const { format, namespace, name } = copy.package;
  const command = new CopyPackageVersionsCommand({
    domain,
    ...(owner === undefined ? {} : { domainOwner: owner }),
    sourceRepository: from,
    destinationRepository: to,
    format,
    ...(namespace === undefined ? {} : { namespace }),
    package: name,
    versionRevisions: Object.fromEntries(versions.map((version) => [version, revisions[version] ?? ''])),
    includeFromUpstream,
    allowOverwrite,
  });
  const { successfulVersions = {}, failedVersions = {} } = await client.send(command, sending(options));
  return versions.map((version): VersionCopied => {
    const refused = failedVersions[version];
    if (refused !== undefined) {
      const { errorCode: code = 'NOT_ALLOWED', errorMessage: message = '' } = refused;
      return { version, state: 'refused', code, message };
    }
    return { version, state: version in successfulVersions ? 'copied' : 'unnamed' };
  });
}
