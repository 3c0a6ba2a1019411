import { collect } from '../../body.ts';
import { deleteImage } from '../delete-image.ts';
import { isDigest } from '../manifest.ts';
import { manifestLimit, putImage } from '../put-image.ts';
import { Refusal } from '../refusal.ts';
import type { StoredImage } from '../state.ts';
import { RegistryError } from './error.ts';
import { type Exchange, sendEmpty } from './exchange.ts';

/** `GET`, `HEAD`, `PUT` and `DELETE` of a manifest by tag or digest. */
export async function serveManifest(exchange: Exchange, reference: string): Promise<void> {
  switch (exchange.request.method) {
    case 'PUT':
      return await put(exchange, reference);
    case 'DELETE':
      return remove(exchange, reference);
    default:
      return get(exchange, reference);
  }
}

function get(exchange: Exchange, reference: string): void {
  const image = find(exchange, reference);
  const { request, response, fault } = exchange;
  response.writeHead(200, {
    'content-type': image.mediaType,
    'content-length': image.bytes.length,
    'docker-content-digest': image.digest,
  });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  image.lastPulledAt = new Date(exchange.clock.now());
  if (fault.kind === undefined) response.end(image.bytes);
  else sendBroken(exchange, image.bytes);
}

/** Changes one byte, or breaks off. */
function sendBroken({ response, fault }: Exchange, bytes: Buffer): void {
  const at = Math.floor(fault.at * bytes.length);
  if (fault.kind === 'wrong-digest') {
    const copy = Buffer.from(bytes);
    copy[at] = (bytes[at] ?? 0) ^ 1;
    response.end(copy);
  } else {
    response.write(bytes.subarray(0, at), () => response.destroy());
  }
}

async function put(exchange: Exchange, reference: string): Promise<void> {
  const { request, registry, repository } = exchange;
  const isByDigest = reference.includes(':');
  const type = request.headers['content-type']?.split(';')[0]?.trim();
  const pushed = {
    bytes: await readManifestBody(exchange),
    mediaType: type === '' ? undefined : type,
    tag: isByDigest ? undefined : reference,
    digest: isByDigest ? reference : undefined,
  };
  const image = putImage(registry, repository, pushed, new Date(exchange.clock.now()));
  const { subject } = image.references;
  sendEmpty(exchange, 201, {
    location: `http://${request.headers.host}/v2/${repository.name}/manifests/${image.digest}`,
    'docker-content-digest': image.digest,
    ...(subject === undefined ? {} : { 'oci-subject': subject }),
  });
}

/** One byte past the limit is enough to see that it is passed. */
async function readManifestBody(exchange: Exchange): Promise<Buffer> {
  const length = Number(exchange.request.headers['content-length'] ?? 0);
  if (length > manifestLimit) throw new Refusal('manifest-too-large', `the manifest has ${length} bytes`);
  return await collect(exchange.body, manifestLimit + 1);
}

function remove(exchange: Exchange, reference: string): void {
  const image = find(exchange, reference);
  if (!isDigest(reference)) {
    exchange.repository.tags.delete(reference);
  } else if (!deleteImage(exchange.repository, image.digest)) {
    throw new RegistryError('DENIED', 403, 'the image is referenced by a manifest list');
  }
  sendEmpty(exchange, 202);
}

function find(exchange: Exchange, reference: string): StoredImage {
  const { repository } = exchange;
  const digest = reference.includes(':') ? reference : repository.tags.get(reference);
  const image = digest === undefined ? undefined : repository.images.get(digest);
  if (image) return image;
  throw new RegistryError('MANIFEST_UNKNOWN', 404, 'Requested image not found');
}
