import { flag, type Input } from '../input.ts';
import type { Caller } from '../service.ts';
import { assetOfBytes } from './asset.ts';
import { type ControlPlane, repositoryOf } from './control-plane.ts';
import { describeAsset, describeName } from './describe.ts';
import { packageKey } from './model.ts';
import { publish } from './publish.ts';
import { conflict, invalid } from './refusal.ts';
import { packageOf, required } from './request.ts';

/** PublishPackageVersion: one file of a generic package; the version stays open while `unfinished` is said. */
export async function publishGeneric(plane: ControlPlane, input: Input, caller: Caller): Promise<object> {
  const repository = repositoryOf(plane, input, caller, 'PublishPackageVersion');
  const name = packageOf(input);
  if (name.format !== 'generic') throw invalid('PublishPackageVersion is for packages of format generic');
  const versionName = required(input, 'packageVersion');
  const known = repository.packages.get(packageKey(name))?.versions.get(versionName);
  if (known && known.status !== 'Unfinished') {
    throw conflict('package-version', versionName, 'The version is published; it takes no further assets.');
  }
  const asset = assetOfBytes(required(input, 'asset'), content(input));
  const sha256 = (await asset.hashes())['SHA-256'];
  if (sha256 !== required(input, 'assetSHA256'))
    throw invalid('assetSHA256 is not the SHA-256 of the content');
  const version = await publish({ store: plane.store, external: undefined }, repository, {
    ...name,
    version: versionName,
    assets: [asset],
    origin: { originType: 'INTERNAL', domainEntryPoint: { repositoryName: repository.name } },
    readManifest: async () => ({}),
  });
  version.status = flag(input, 'unfinished') ? 'Unfinished' : 'Published';
  plane.store.touch(version);
  return {
    ...describeName(name),
    version: versionName,
    versionRevision: version.revision,
    status: version.status,
    asset: await describeAsset(asset),
  };
}

function content(input: Input): Buffer {
  const value = input.assetContent;
  if (Buffer.isBuffer(value)) return value;
  throw invalid('assetContent is required');
}
