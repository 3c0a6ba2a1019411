import { assetOfBytes } from '../asset.ts';
import type { DataPlane, PlaneRequest } from '../data-plane.ts';
import { type Hashes, hashesOf } from '../hashes.ts';
import { type Package, type PackageVersion, packageKey } from '../model.ts';
import { obstacleTo } from '../origin-gate.ts';
import { publish } from '../publish.ts';
import { PlaneError } from '../reply.ts';
import { versionsOfMetadata } from './metadata.ts';
import type { MavenPath } from './path.ts';
import { pomOf } from './pom.ts';

/** Files whose uploaded checksum is not that of their content: they keep a version from being published. */
const mismatches = new WeakMap<PackageVersion, Set<string>>();
/** The digests of the last list of versions that was uploaded. */
const uploadedLists = new WeakMap<Package, Hashes>();

/** PUT: a file makes its version or joins it, a checksum is compared, the list of versions publishes what it names. */
export async function acceptPut(plane: DataPlane, at: PlaneRequest, path: MavenPath): Promise<void> {
  if (path.isSnapshot) throw new PlaneError(400, 'the sandbox serves no Maven snapshots');
  const body = await at.body();
  if (path.file && path.checksum) await compareFile(at, path, path.file, body.toString('utf8').trim());
  else if (path.file) await addFile(plane, at, path, path.file, body);
  else if (path.checksum) compareList(at, path, path.checksum, body.toString('utf8').trim());
  else await publishListed(plane, at, path, body);
  at.response.writeHead(200).end();
}

async function addFile(
  plane: DataPlane,
  { repository }: PlaneRequest,
  { name }: MavenPath,
  file: { readonly version: string; readonly name: string },
  body: Buffer,
): Promise<void> {
  await publish(plane, repository, {
    ...name,
    version: file.version,
    assets: [assetOfBytes(file.name, body)],
    origin: { originType: 'INTERNAL', domainEntryPoint: { repositoryName: repository.name } },
    readManifest: pomOf(name.name, file.version),
    status: 'Unfinished',
  });
}

async function compareFile(
  { repository }: PlaneRequest,
  { name, checksum = 'SHA-1' }: MavenPath,
  file: { readonly version: string; readonly name: string },
  said: string,
): Promise<void> {
  const version = repository.packages.get(packageKey(name))?.versions.get(file.version);
  const asset = version?.assets.get(file.name);
  if (!version || !asset) throw new PlaneError(404, `no such file: '${file.name}'`);
  const wrong = mismatches.get(version) ?? new Set();
  mismatches.set(version, wrong);
  if ((await asset.hashes())[checksum] === said) return void wrong.delete(file.name);
  wrong.add(file.name);
  throw new PlaneError(400, `the ${checksum} of '${file.name}' is not '${said}'`);
}

function compareList(
  { repository }: PlaneRequest,
  { name }: MavenPath,
  checksum: keyof Hashes,
  said: string,
): void {
  const entry = repository.packages.get(packageKey(name));
  if (!entry) return;
  const hashes = uploadedLists.get(entry);
  if (!hashes) throw new PlaneError(404, 'no list of versions was uploaded');
  if (hashes[checksum] !== said) throw new PlaneError(400, `the ${checksum} of the list is not '${said}'`);
}

/** What is not finished and named becomes Published. A list of plugins of a group names nothing and changes nothing. */
async function publishListed(
  plane: DataPlane,
  { repository }: PlaneRequest,
  { name }: MavenPath,
  body: Buffer,
): Promise<void> {
  const named = await versionsOfMetadata(body.toString('utf8')).catch(() => {
    throw new PlaneError(400, 'the list of versions is not XML');
  });
  const entry = repository.packages.get(packageKey(name));
  if (!entry) return;
  const obstacle = obstacleTo('PUBLISH', repository, name);
  if (obstacle) throw new PlaneError(409, `'${name.name}' cannot be published: ${obstacle}`);
  const versions = named.flatMap((version) => entry.versions.get(version) ?? []);
  const open = versions.filter(({ status }) => status === 'Unfinished');
  const wrong = open.flatMap((version) => [...(mismatches.get(version) ?? [])]);
  if (wrong.length > 0) throw new PlaneError(400, `the checksum of '${wrong.join("', '")}' does not match`);
  uploadedLists.set(entry, await hashesOf([body]));
  for (const version of open) {
    version.status = 'Published';
    plane.store.touch(version);
  }
}
