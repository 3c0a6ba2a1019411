import { flag, type Input, record, text } from '../input.ts';
import type { Caller } from '../service.ts';
import type { Asset } from './asset.ts';
import { type ControlPlane, domainOf } from './control-plane.ts';
import { type CopyRequest, planCopy } from './copy-plan.ts';
import { type Package, type PackageName, type PackageVersion, packageKey, type Repository } from './model.ts';
import { obstacleTo } from './origin-gate.ts';
import { invalid, notFound } from './refusal.ts';
import { packageOf, required, versionNames } from './request.ts';
import { publishedFirst, takenFirst } from './store.ts';
import { viewPackage } from './view.ts';

/** CopyPackageVersions: within a domain, with origin, assets, status and revision as they are in the source. */
export async function copyVersions(plane: ControlPlane, input: Input, caller: Caller): Promise<object> {
  const domain = domainOf(plane, input, caller, 'CopyPackageVersions');
  const source = plane.store.repository(domain, required(input, 'sourceRepository'));
  const destination = plane.store.repository(domain, required(input, 'destinationRepository'));
  if (source === destination) throw invalid('source and destination are one repository');
  const name = packageOf(input);
  const found = sourceOf(source, name, flag(input, 'includeFromUpstream') === true);
  if (!found) throw notFound('package', name.name);
  const there = destination.packages.get(packageKey(name));
  const requests = await Promise.all(
    wantedOf(input).map(async ([version, revision]) =>
      requestOf(version, revision, found.versions.get(version), there?.versions.get(version)),
    ),
  );
  const plan = planCopy(requests, {
    allowOverwrite: flag(input, 'allowOverwrite') === true,
    isOpen: isOpen(destination, name),
  });
  for (const version of plan.copies) {
    const first = version.origin.originType === 'INTERNAL' ? publishedFirst : takenFirst;
    const into = plane.store.ensurePackage(destination, name, first);
    plane.store.place(into, version);
    copyTags(found.tags, into, version.version);
  }
  return {
    successfulVersions: Object.fromEntries(
      plan.copies.map(({ version, revision, status }) => [version, { revision, status }]),
    ),
    failedVersions: Object.fromEntries(
      [...plan.failures].map(([version, errorCode]) => [
        version,
        { errorCode, errorMessage: `version '${version}' was not copied` },
      ]),
    ),
  };
}

/** The versions that are asked for, each with the revision that it must have. */
function wantedOf(input: Input): readonly (readonly [version: string, revision: string | undefined])[] {
  const revisions = record(input, 'versionRevisions');
  if ((revisions === undefined) === (input.versions === undefined)) {
    throw invalid('exactly one of versions and versionRevisions must be given');
  }
  if (!revisions) return versionNames(input).map((name) => [name, undefined]);
  const names = Object.keys(revisions);
  if (names.length < 1 || names.length > 100) throw invalid('versionRevisions must have 1 to 100 members');
  return names.map((name) => [name, text(revisions, name)]);
}

function sourceOf(repository: Repository, name: PackageName, isWithUpstreams: boolean) {
  const view = isWithUpstreams ? viewPackage(repository, name) : undefined;
  if (!view) return repository.packages.get(packageKey(name));
  const versions = new Map([...view.versions].map(([key, { version }]) => [key, version]));
  return { versions, tags: view.tags };
}

/**
 * Whether a copy may come in. It is neither a publication nor an ingestion, and AWS's guide copies a patched version
 * into a package that came from outside: so it is refused only where the origin controls close both ways.
 */
function isOpen(destination: Repository, name: PackageName): boolean {
  const ways = ['PUBLISH', 'INTERNAL_UPSTREAM'] as const;
  return ways.some((way) => obstacleTo(way, destination, name) === undefined);
}

async function requestOf(
  name: string,
  revision: string | undefined,
  source: PackageVersion | undefined,
  there: PackageVersion | undefined,
): Promise<CopyRequest> {
  if (!source || !there) return { name, revision, source, there: there ? 'something else' : 'nothing' };
  return { name, revision, source, there: (await isSame(source, there)) ? 'the same' : 'something else' };
}

async function isSame(a: PackageVersion, b: PackageVersion): Promise<boolean> {
  if (a.assets.size !== b.assets.size) return false;
  for (const asset of a.assets.values()) {
    const other = b.assets.get(asset.name);
    if (!other || !(await isSameAsset(asset, other))) return false;
  }
  return true;
}

async function isSameAsset(a: Asset, b: Asset): Promise<boolean> {
  return a === b || (await a.hashes())['SHA-256'] === (await b.hashes())['SHA-256'];
}

/** The tags of a version come with it, and take the place of what the destination had under them. */
function copyTags(tags: ReadonlyMap<string, string>, into: Package, version: string): void {
  for (const [tag, tagged] of tags) if (tagged === version) into.tags.set(tag, version);
}
