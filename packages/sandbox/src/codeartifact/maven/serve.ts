import { type Asset, hashOf } from '../asset.ts';
import type { DataPlane, PlaneRequest } from '../data-plane.ts';
import { hashesOf } from '../hashes.ts';
import { type PackageName, type PackageVersion, packageKey, type Repository } from '../model.ts';
import { PlaneError, sendAsset, sendText } from '../reply.ts';
import { holdersOf, viewPackage } from '../view.ts';
import { writeMetadata } from './metadata.ts';
import { type MavenPath, metadataFile, parseMavenPath } from './path.ts';
import { acceptPut } from './publish.ts';

/** The maven endpoint of a repository: files and their digests, lists of versions, and PUT of each. */
export async function serveMaven(plane: DataPlane, at: PlaneRequest): Promise<void> {
  const path = parseMavenPath(at.path);
  if (!path) throw new PlaneError(404, 'Not found.');
  const { method } = at.request;
  if (method === 'PUT') return await acceptPut(plane, at, path);
  if (method !== 'GET' && method !== 'HEAD') throw new PlaneError(405, `${method} is not allowed here`);
  if (path.file) return await sendFile(plane, at, path, path.file);
  await sendMetadata(plane, at, path);
}

async function sendMetadata(
  plane: DataPlane,
  at: PlaneRequest,
  { name, checksum }: MavenPath,
): Promise<void> {
  const { repository } = at;
  const seen = [...(viewPackage(repository, name)?.versions.values() ?? [])].map(({ version }) => version);
  const known = new Set(seen.map(({ version }) => version));
  const outside = (await plane.external?.versions(repository, name)) ?? [];
  const published = seen.filter(({ status }) => status === 'Published');
  const versions = [
    ...published.map(({ version }) => version),
    ...outside.filter((version) => !known.has(version)),
  ];
  if (versions.length === 0) throw new PlaneError(404, `no such file: '${metadataFile}'`);
  // What comes from outside while a client reads must not change the bytes between the list and its digest.
  const internal = published.filter(({ origin }) => origin.originType === 'INTERNAL');
  const updatedMs = Math.max(repository.createdMs, ...internal.map(({ publishedMs }) => publishedMs));
  const text = writeMetadata(name, versions, updatedMs);
  if (!checksum) return sendText(at.request, at.response, text, { 'content-type': 'application/xml' });
  sendDigest(at, (await hashesOf([Buffer.from(text)]))[checksum]);
}

async function sendFile(
  plane: DataPlane,
  at: PlaneRequest,
  { name, checksum }: MavenPath,
  file: { readonly version: string; readonly name: string },
): Promise<void> {
  const { repository } = at;
  let found = findAsset(repository, name, file.version, file.name);
  if (!found && !isClosed(repository, name, file.version)) {
    await plane.external?.pullFile(repository, name, file.version, file.name);
    found = findAsset(repository, name, file.version, file.name);
  }
  if (!found) throw new PlaneError(404, `no such file: '${file.name}'`);
  plane.store.retain(repository, name, found.version);
  keepAsset(plane, at, name, found);
  if (checksum) return sendDigest(at, await hashOf(found.asset, checksum));
  await sendAsset(at.request, at.response, found.asset, plane.ctx.faults);
}

interface Found {
  readonly version: PackageVersion;
  readonly asset: Asset;
}

/** The file in the repository's own version or in that of an upstream, which may have got more files since. */
function findAsset(
  repository: Repository,
  name: PackageName,
  versionName: string,
  file: string,
): Found | undefined {
  for (const { entry } of holdersOf(repository, name)) {
    const version = entry.versions.get(versionName);
    if (version && !isFetchable(version)) return undefined;
    const asset = version?.assets.get(file);
    if (version && asset) return { version, asset };
    if (version?.origin.originType === 'INTERNAL') return undefined;
  }
  return undefined;
}

function isFetchable({ status }: PackageVersion): boolean {
  return status === 'Published' || status === 'Unlisted';
}

/** Whether the repository has the version and its files may not be fetched. */
function isClosed(repository: Repository, name: PackageName, versionName: string): boolean {
  const own = repository.packages.get(packageKey(name))?.versions.get(versionName);
  return own !== undefined && !isFetchable(own);
}

/** A version that was retained with fewer files gets the one that came later. */
function keepAsset(
  plane: DataPlane,
  { repository }: PlaneRequest,
  name: PackageName,
  { asset, version }: Found,
) {
  const own = repository.packages.get(packageKey(name))?.versions.get(version.version);
  if (!own || own.assets.has(asset.name)) return;
  own.assets.set(asset.name, asset);
  plane.store.touch(own);
}

function sendDigest(at: PlaneRequest, digest: string): void {
  sendText(at.request, at.response, digest, { 'content-type': 'text/plain' });
}
