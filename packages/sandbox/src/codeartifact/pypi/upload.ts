import { type Asset, assetOfBytes } from '../asset.ts';
import type { DataPlane, PlaneRequest } from '../data-plane.ts';
import type { Repository } from '../model.ts';
import { type Publishing, publish } from '../publish.ts';
import { PlaneError } from '../reply.ts';
import { parseDistribution } from './file-name.ts';
import { metadataOf } from './metadata.ts';
import { normalizeProject } from './name.ts';

/** The legacy upload API, as twine speaks it: one distribution as multipart form data. */
export async function acceptUpload(plane: DataPlane, at: PlaneRequest): Promise<void> {
  const form = await formOf(at);
  if (form.get(':action') !== 'file_upload') throw new PlaneError(400, ':action must be file_upload');
  const content = form.get('content');
  if (content === null || typeof content === 'string') throw new PlaneError(400, 'content is not a file');
  const asset = assetOfBytes(content.name, Buffer.from(await content.arrayBuffer()));
  await checkDigests(asset, form);
  await publishDistribution(plane, at.repository, asset);
  at.response.writeHead(200).end();
}

/** Adds a distribution whose name and metadata agree to a repository. */
async function publishDistribution(plane: Publishing, repository: Repository, asset: Asset): Promise<void> {
  const named = parseDistribution(asset.name);
  if (!named) throw new PlaneError(400, `'${asset.name}' is not the name of a wheel or source distribution`);
  const metadata = await metadataOf(asset).catch((cause: unknown) => {
    throw new PlaneError(400, `'${asset.name}' has no readable metadata: ${String(cause)}`);
  });
  if (normalizeProject(metadata.name ?? '') !== named.project || metadata.version === undefined) {
    throw new PlaneError(400, `the metadata of '${asset.name}' is of another project`);
  }
  await publish(plane, repository, {
    format: 'pypi',
    namespace: undefined,
    name: named.project,
    version: metadata.version,
    assets: [asset],
    origin: { originType: 'INTERNAL', domainEntryPoint: { repositoryName: repository.name } },
    readManifest: async () => metadata.manifest,
  });
}

async function formOf(at: PlaneRequest): Promise<FormData> {
  const type = at.request.headers['content-type'] ?? '';
  const body = await at.body();
  try {
    // The parser of fetch reads multipart bodies.
    return await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  } catch {
    throw new PlaneError(400, 'the body is not multipart form data');
  }
}

async function checkDigests(asset: Asset, form: FormData): Promise<void> {
  const hashes = await asset.hashes();
  const said = [
    ['sha256_digest', hashes['SHA-256']],
    ['md5_digest', hashes.MD5],
  ] as const;
  for (const [field, actual] of said) {
    const claimed = form.get(field);
    if (typeof claimed === 'string' && claimed !== '' && claimed.toLowerCase() !== actual) {
      throw new PlaneError(400, `${field} is not the digest of the content`);
    }
  }
}
