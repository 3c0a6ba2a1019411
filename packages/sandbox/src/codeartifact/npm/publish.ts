import { type Asset, assetOfBytes } from '../asset.ts';
import type { DataPlane, PlaneRequest } from '../data-plane.ts';
import { integrityOf } from '../hashes.ts';
import { type PackageName, packageKey, type Repository } from '../model.ts';
import { publish } from '../publish.ts';
import { PlaneError, sendJson } from '../reply.ts';
import type { NewVersion } from '../store.ts';
import { npmManifest } from './manifest.ts';
import { npmAsset, npmName } from './name.ts';
import { packageJsonOf } from './package-json.ts';
import { recordOf } from './packument.ts';

/** `npm publish`: the versions of the body, each with its tarball in `_attachments`. */
export async function acceptPublish(plane: DataPlane, at: PlaneRequest, name: PackageName): Promise<void> {
  const body = parse(await at.body());
  const attachments = Object.values(recordOf(body._attachments)).map(recordOf);
  const versions = Object.entries(recordOf(body.versions));
  if (body.name !== npmName(name)) throw new PlaneError(400, 'the name in the body is not that of the path');
  const [data, ...more] = attachments.map(({ data }) => data);
  if (typeof data !== 'string' || more.length > 0 || versions.length !== 1) {
    throw new PlaneError(400, 'a publish has one version and one attachment');
  }
  const [version = '', manifest] = versions[0] ?? [];
  const asset = assetOfBytes(npmAsset, Buffer.from(data, 'base64'));
  await checkTarball(asset, npmName(name), version, recordOf(recordOf(manifest).dist).integrity);
  if (at.repository.packages.get(packageKey(name))?.versions.has(version)) {
    // A version of npm is one file, so it cannot be published a second time, not even with the same one.
    throw new PlaneError(409, `${npmName(name)}@${version} already exists`);
  }
  await publish(
    plane,
    at.repository,
    versionOfTarball(at.repository, name, version, asset, recordOf(manifest)),
  );
  const tags = repositoryTags(at.repository, name);
  for (const [tag, target] of Object.entries(recordOf(body['dist-tags']))) tags.set(tag, String(target));
  sendJson(at.request, at.response, { ok: true, success: true });
}

/** A version out of a tarball whose content is known to fit. */
export function versionOfTarball(
  repository: Repository,
  name: PackageName,
  version: string,
  asset: Asset,
  packageJson: Readonly<Record<string, unknown>>,
): NewVersion {
  return {
    ...name,
    version,
    assets: [asset],
    origin: { originType: 'INTERNAL', domainEntryPoint: { repositoryName: repository.name } },
    readManifest: npmManifest(packageJson),
  };
}

async function checkTarball(asset: Asset, name: string, version: string, integrity: unknown): Promise<void> {
  const inside = await packageJsonOf(asset).catch((cause: unknown) => {
    throw new PlaneError(400, `the attachment is no package: ${String(cause)}`);
  });
  if (inside.name !== name || inside.version !== version) {
    throw new PlaneError(400, `the attachment is ${inside.name}@${inside.version}, not ${name}@${version}`);
  }
  const actual = integrityOf((await asset.hashes())['SHA-512']);
  if (integrity !== undefined && integrity !== actual)
    throw new PlaneError(400, 'dist.integrity does not match');
}

function repositoryTags(repository: Repository, name: PackageName): Map<string, string> {
  const entry = repository.packages.get(packageKey(name));
  if (!entry) throw new PlaneError(500, 'the package was not stored');
  return entry.tags;
}

function parse(body: Buffer): Readonly<Record<string, unknown>> {
  try {
    return recordOf(JSON.parse(body.toString('utf8')));
  } catch {
    throw new PlaneError(400, 'the body is not JSON');
  }
}
