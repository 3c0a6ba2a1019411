import { sendFile } from '../../send-file.ts';
import { isDigest } from '../manifest.ts';
import { RegistryError } from './error.ts';
import { type Exchange, sendEmpty } from './exchange.ts';

/** HEAD and GET of a blob. ECR sends readers to a presigned URL. */
export async function serveBlob(exchange: Exchange, digest: string): Promise<void> {
  const { request, response, registry, repository } = exchange;
  if (!isDigest(digest))
    throw new RegistryError('DIGEST_INVALID', 400, `"${digest}" is not a SHA-256 digest`);
  const size = repository.layers.get(digest);
  if (size === undefined) throw new RegistryError('BLOB_UNKNOWN', 404, 'blob unknown to registry');
  if (request.method === 'DELETE') {
    throw new RegistryError('UNSUPPORTED', 405, 'layers go with the images that reference them');
  }
  const headers = { 'docker-content-digest': digest, 'content-type': 'application/octet-stream' };
  if (request.method === 'GET' && exchange.quirks.redirectBlobs) {
    sendEmpty(exchange, 307, { ...headers, location: exchange.downloads.url(registry, digest) });
    return;
  }
  await sendFile(request, response, { path: registry.blobs.path(digest), size }, headers, exchange.fault);
}
