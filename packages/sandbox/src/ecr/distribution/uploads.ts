import { finishUpload } from '../finish-upload.ts';
import { isDigest } from '../manifest.ts';
import { canMount } from '../mount.ts';
import { Refusal } from '../refusal.ts';
import type { Upload } from '../upload.ts';
import { type Exchange, hasBody, sendEmpty } from './exchange.ts';

/** `POST …/blobs/uploads/`: mounts, takes a whole blob, or opens a session. */
export async function beginUpload(exchange: Exchange): Promise<void> {
  const { registry, repository, url } = exchange;
  const mount = url.searchParams.get('mount');
  const from = url.searchParams.get('from');
  if (mount && from && canMount(registry, repository, from, mount)) {
    const size = registry.repositories.get(from)?.layers.get(mount);
    if (size !== undefined) repository.layers.set(mount, size);
    return sendCreated(exchange, mount);
  }
  const upload = await registry.blobs.begin(repository.name);
  const digest = url.searchParams.get('digest');
  if (digest !== null && hasBody(exchange.request)) return await finish(exchange, upload, digest);
  sendEmpty(exchange, 202, sessionHeaders(exchange, upload));
}

/** `PATCH`, `PUT`, `GET` and `DELETE` of a session. */
export async function serveUpload(exchange: Exchange, id: string): Promise<void> {
  const { registry, repository, request } = exchange;
  const upload = registry.blobs.find(id, repository.name);
  if (!upload) throw new Refusal('upload-unknown', 'blob upload unknown to registry');
  switch (request.method) {
    case 'PATCH':
      return await append(exchange, upload);
    case 'PUT':
      return await finish(exchange, upload, exchange.url.searchParams.get('digest') ?? '');
    case 'DELETE':
      await registry.blobs.cancel(upload);
      return sendEmpty(exchange, 204);
    default:
      return sendEmpty(exchange, 204, sessionHeaders(exchange, upload));
  }
}

async function append(exchange: Exchange, upload: Upload): Promise<void> {
  checkOrder(exchange, upload);
  const before = upload.size;
  await upload.append(exchange.body);
  upload.requests += 1;
  if (exchange.quirks.chunkedUploadBroken && upload.requests > 1) {
    // The data is kept; only the answer is wrong.
    return sendEmpty(exchange, 201, { ...sessionHeaders(exchange, upload), range: rangeOf(before) });
  }
  sendEmpty(exchange, 202, sessionHeaders(exchange, upload));
}

async function finish(exchange: Exchange, upload: Upload, digest: string): Promise<void> {
  if (!isDigest(digest)) throw new Refusal('digest-invalid', `"${digest}" is not a SHA-256 digest`);
  checkOrder(exchange, upload);
  if (hasBody(exchange.request)) await upload.append(exchange.body);
  await finishUpload(exchange.registry, exchange.repository, upload, digest);
  sendCreated(exchange, digest);
}

/** A `Content-Range` must begin where the last one ended. */
function checkOrder(exchange: Exchange, upload: Upload): void {
  const header = exchange.request.headers['content-range'];
  if (header === undefined) return;
  const match = /^(?:bytes )?(\d+)-(\d+)(?:\/(?:\d+|\*))?$/.exec(header);
  const length = exchange.request.headers['content-length'];
  const isLengthRight =
    match && (length === undefined || Number(match[2]) - Number(match[1]) + 1 === Number(length));
  if (match && Number(match[1]) === upload.size && isLengthRight) return;
  throw new Refusal('upload-out-of-order', `the upload goes on at byte ${upload.size}, not at "${header}"`);
}

function sendCreated(exchange: Exchange, digest: string): void {
  sendEmpty(exchange, 201, {
    location: `${base(exchange)}/blobs/${digest}`,
    'docker-content-digest': digest,
  });
}

function sessionHeaders(exchange: Exchange, upload: Upload): Record<string, string> {
  return {
    location: `${base(exchange)}/blobs/uploads/${upload.id}`,
    'docker-upload-uuid': upload.id,
    range: rangeOf(upload.size),
  };
}

/** Inclusive, so an empty upload and one of a byte look the same; every registry does it. */
function rangeOf(size: number): string {
  return `0-${Math.max(0, size - 1)}`;
}

/** Under the name by which the client knows us. */
function base(exchange: Exchange): string {
  return `http://${exchange.request.headers.host}/v2/${exchange.repository.name}`;
}
