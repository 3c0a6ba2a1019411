import type { PackageAsset, PackageVersionFacts } from '@ml-ci/aws';
import type { RequestedVersion } from './requested.ts';

/** A version as both repositories have it. */
export interface Seen {
  readonly requested: RequestedVersion;
  readonly source: SeenVersion | undefined;
  readonly destination: SeenVersion | undefined;
}

/** A version in one repository. */
export interface SeenVersion {
  readonly facts: PackageVersionFacts;
  readonly assets: readonly PackageAsset[];
}

/** What is to be done about a version. */
export type Decision =
  | { readonly action: 'copy'; readonly revision: string }
  /** The destination has the same files. */
  | { readonly action: 'keep' }
  /** In the words of CodeArtifact, which would refuse it as well. */
  | { readonly action: 'refuse'; readonly code: string; readonly message: string };

/** Decides about one version before anything is changed. */
export function decide({ requested, source, destination }: Seen, mayOverwrite: boolean): Decision {
  if (source === undefined) {
    return { action: 'refuse', code: 'NOT_FOUND', message: 'the source does not have it' };
  }
  const { revision, status } = source.facts;
  if (requested.revision !== undefined && requested.revision !== revision) {
    const message = `the source has revision ${revision}, and ${requested.revision} was tested`;
    return { action: 'refuse', code: 'MISMATCHED_REVISION', message };
  }
  if (status !== 'Published') {
    return { action: 'refuse', code: 'MISMATCHED_STATUS', message: `it is ${status} in the source` };
  }
  if (destination === undefined) return { action: 'copy', revision };
  if (hasSameFiles(source, destination)) return { action: 'keep' };
  if (mayOverwrite) return { action: 'copy', revision };
  const message = 'the destination has other files under this version';
  return { action: 'refuse', code: 'ALREADY_EXISTS', message };
}

/** Whether a version is published in the destination with every file of the source, and nothing else. */
export function hasSameFiles(source: SeenVersion, destination: SeenVersion): boolean {
  const files = ({ assets }: SeenVersion) => assets.map(fileOf).sort().join('\n');
  return destination.facts.status === 'Published' && files(source) === files(destination);
}

function fileOf({ name, hashes }: PackageAsset): string {
  return `${name} ${hashes.find((hash) => hash.startsWith('sha256:')) ?? ''}`;
}
