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
  | { readonly version: string; readonly state: 'copied'; readonly revision: string; readonly status: string }
  /** `ALREADY_EXISTS`, `MISMATCHED_REVISION`, `MISMATCHED_STATUS`, `NOT_ALLOWED`, `NOT_FOUND` or `SKIPPED`. */
  | { readonly version: string; readonly state: 'refused'; readonly code: string; readonly message: string };

/** Versions that CodeArtifact takes in one call. */
const versionsAtOnce = 100;

/** Copies versions of one package, and answers for each of them; a version that no answer names counts as refused. */
export async function copyPackageVersions(
  session: Session,
  copy: VersionCopy,
  options: CallOptions = {},
): Promise<readonly VersionCopied[]> {
  const { CopyPackageVersionsCommand } = await import('@aws-sdk/client-codeartifact');
  const client = await codeArtifactClient(session);
  const { domain, owner, from, to, includeFromUpstream, allowOverwrite } = copy;
  const { format, namespace, name } = copy.package;
  const all = Object.entries(copy.revisions);
  const results: VersionCopied[] = [];
  for (let start = 0; start < all.length; start += versionsAtOnce) {
    const some = all.slice(start, start + versionsAtOnce);
    const command = new CopyPackageVersionsCommand({
      domain,
      ...(owner === undefined ? {} : { domainOwner: owner }),
      sourceRepository: from,
      destinationRepository: to,
      format,
      ...(namespace === undefined ? {} : { namespace }),
      package: name,
      versionRevisions: Object.fromEntries(some),
      includeFromUpstream,
      allowOverwrite,
    });
    const { successfulVersions = {}, failedVersions = {} } = await client.send(command, sending(options));
    for (const [version] of some) {
      const done = successfulVersions[version];
      const { errorCode = 'SKIPPED', errorMessage = 'the answer does not name it' } =
        failedVersions[version] ?? {};
      results.push(
        done === undefined
          ? { version, state: 'refused', code: errorCode, message: errorMessage }
          : { version, state: 'copied', revision: done.revision ?? '', status: done.status ?? '' },
      );
    }
  }
  return results;
}
