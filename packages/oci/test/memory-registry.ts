import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Digest, digestOf, isDigest } from '../src/index.ts';
import { readManifest, referrerDescriptor, referrersIndex } from '../src/manifest.ts';
import { type Fault, parseFault } from './faults.ts';

/** What a repository of the memory registry holds; tests look here afterwards. */
interface StoredRepository {
  readonly blobs: Map<string, Buffer>;
  readonly manifests: Map<string, { readonly type: string; readonly bytes: Buffer }>;
  readonly tags: Map<string, string>;
}

export interface MemoryRegistryOptions {
  /** Answers the referrers API and OCI-Subject; without it clients keep the fallback tag. */
  readonly referrers?: boolean;
  readonly mounts?: boolean;
  readonly immutableTags?: boolean;
  readonly tagsPerPage?: number;
  /** Asked for each request: what goes wrong with it. */
  readonly fault?: (request: LoggedRequest, number: number) => Fault | undefined;
  /** Credentials that are wanted. Bearer tokens come from `/token` and are good for `tokenUses` requests. */
  readonly auth?: 'basic' | 'bearer';
  readonly isTokenGood?: (token: string) => boolean;
}

export interface LoggedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
}

/** A strict registry in memory, with faults; a client that leans on kindness of one server fails here. */
export interface MemoryRegistry {
  readonly host: string;
  readonly requests: LoggedRequest[];
  readonly sessions: Set<string>;
  repository(path: string): StoredRepository;
  close(): Promise<void>;
}

const user = 'ci';
export const password = 'geheim-3141';

export async function startMemoryRegistry(options: MemoryRegistryOptions = {}): Promise<MemoryRegistry> {
  const repositories = new Map<string, StoredRepository>();
  const requests: LoggedRequest[] = [];
  const sessions = new Set<string>();
  const repository = (path: string) => {
    const found = repositories.get(path) ?? { blobs: new Map(), manifests: new Map(), tags: new Map() };
    repositories.set(path, found);
    return found;
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    const logged = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      authorization: request.headers.authorization,
    };
    requests.push(logged);
    const fault = parseFault(options.fault?.(logged, requests.length));
    handle({ request, response, url, options, repository, sessions, fault }).catch((error: Error) => {
      if (request.socket.destroyed) return; // a fault of ours, or a client that went away
      response.writeHead(500).end(String(error.stack));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  return {
    host: `127.0.0.1:${port}`,
    requests,
    sessions,
    repository,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly options: MemoryRegistryOptions;
  readonly repository: (path: string) => StoredRepository;
  readonly sessions: Set<string>;
  readonly fault: Exclude<Fault, number> | undefined;
}

async function handle(exchange: Exchange): Promise<void> {
  const { request, response, url, fault, options } = exchange;
  if (url.pathname === '/token') return giveToken(exchange);
  if (fault?.type === 'reset') return void request.socket.destroy();
  if (fault?.type === 'hang') return void request.resume();
  if (fault?.type === 'reset-upload' && request.method === 'PUT') {
    request.once('data', () => request.socket.destroy());
    return;
  }
  if (fault?.type === 'status') {
    request.resume();
    const code =
      fault.code === undefined ? '' : JSON.stringify({ errors: [{ code: fault.code, message: 'x' }] });
    return void response.writeHead(fault.status, { ...fault.headers }).end(code);
  }
  if (fault?.type === 'redirect') return void response.writeHead(307, { location: fault.to }).end();
  if (!isAllowed(exchange)) {
    request.resume();
    const bearer = `Bearer realm="http://${request.headers.host}/token",service="memory"`;
    const challenge = options.auth === 'basic' ? 'Basic realm="memory"' : bearer;
    return void response.writeHead(401, { 'www-authenticate': challenge }).end();
  }
  const match = /^\/v2\/(.+?)\/(manifests|blobs|tags|referrers)\/(.*)$/.exec(url.pathname);
  if (!match) return refuse(response, 404, 'NAME_UNKNOWN');
  const [, path = '', kind, rest = ''] = match;
  switch (kind) {
    case 'manifests':
      return manifests(exchange, path, rest);
    case 'blobs':
      return rest.startsWith('uploads/')
        ? uploads(exchange, path, rest.slice(8))
        : blob(exchange, path, rest);
    case 'tags':
      return tags(exchange, path);
    default:
      return referrers(exchange, path, rest);
  }
}

function isAllowed({ request, options }: Exchange): boolean {
  const given = request.headers.authorization;
  if (options.auth === undefined) return true;
  if (options.auth === 'basic') return given === basic() && (options.isTokenGood?.(given) ?? true);
  const token = given?.replace(/^Bearer /, '');
  return token !== undefined && given !== token && (options.isTokenGood?.(token) ?? true);
}

function basic(): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

function giveToken({ request, response, url }: Exchange): void {
  if (request.headers.authorization !== basic()) return void response.writeHead(401).end();
  const token = `${url.searchParams.getAll('scope').join(' ')}#${randomUUID()}`;
  response.writeHead(200).end(JSON.stringify({ token, expires_in: 300 }));
}

async function manifests(exchange: Exchange, path: string, reference: string): Promise<void> {
  const { request, response, repository } = exchange;
  const store = repository(path);
  const digest = isDigest(reference) ? reference : store.tags.get(reference);
  if (request.method === 'PUT') return putManifest(exchange, store, reference);
  if (request.method === 'DELETE') {
    store.manifests.delete(reference);
    store.tags.delete(reference);
    return void response.writeHead(202).end();
  }
  const found = digest === undefined ? undefined : store.manifests.get(digest);
  if (found === undefined || digest === undefined) return refuse(response, 404, 'MANIFEST_UNKNOWN');
  if (!String(request.headers.accept).includes(found.type)) return refuse(response, 404, 'MANIFEST_UNKNOWN');
  send(exchange, found.bytes, { 'content-type': found.type, 'docker-content-digest': digest });
}

async function putManifest(
  { request, response, options, url }: Exchange,
  store: StoredRepository,
  reference: string,
) {
  const bytes = await body(request);
  const digest = digestOf(bytes);
  if (isDigest(reference) && reference !== digest) return refuse(response, 400, 'DIGEST_INVALID');
  if (!isDigest(reference) && options.immutableTags && store.tags.has(reference)) {
    return refuse(response, 400, 'TAG_INVALID');
  }
  const type = request.headers['content-type'] ?? '';
  const manifest = { descriptor: { mediaType: type, digest, size: bytes.byteLength }, bytes };
  const content = readManifest(manifest);
  const parts = content.kind === 'index' ? content.manifests : [content.config, ...content.layers];
  const isFallback = /^sha256-[0-9a-f]{64}$/.test(reference);
  for (const part of parts) {
    const isThere = store.blobs.has(part.digest) || store.manifests.has(part.digest);
    if (!isThere && part.urls === undefined && !isFallback)
      return refuse(response, 404, 'MANIFEST_BLOB_UNKNOWN');
  }
  store.manifests.set(digest, { type, bytes });
  if (!isDigest(reference)) store.tags.set(reference, digest);
  const subject = options.referrers && content.subject ? { 'oci-subject': content.subject.digest } : {};
  const location = `${url.pathname.replace(/[^/]*$/, '')}${digest}`;
  response.writeHead(201, { location, 'docker-content-digest': digest, ...subject }).end();
}

async function blob(exchange: Exchange, path: string, digest: string): Promise<void> {
  const found = exchange.repository(path).blobs.get(digest);
  if (found === undefined) return refuse(exchange.response, 404, 'BLOB_UNKNOWN');
  send(exchange, found, { 'content-type': 'application/octet-stream', 'docker-content-digest': digest });
}

async function uploads(exchange: Exchange, path: string, session: string): Promise<void> {
  const { request, response, url, repository, sessions, options, fault } = exchange;
  const store = repository(path);
  if (request.method === 'POST') {
    request.resume();
    const mount = url.searchParams.get('mount');
    const source = url.searchParams.get('from');
    const known = mount && source && options.mounts ? repository(source).blobs.get(mount) : undefined;
    if (known && mount) {
      store.blobs.set(mount, known);
      return void response.writeHead(201, { location: `/v2/${path}/blobs/${mount}` }).end();
    }
    const id = randomUUID();
    sessions.add(id);
    const own = `/v2/${path}/blobs/uploads/${id}?state=a%2Bb`;
    return void response.writeHead(202, { location: fault?.type === 'location' ? fault.to : own }).end();
  }
  if (!sessions.has(session)) return refuse(response, 404, 'BLOB_UPLOAD_UNKNOWN');
  if (request.method === 'DELETE') {
    sessions.delete(session);
    return void response.writeHead(204).end();
  }
  const bytes = await body(request);
  const digest = url.searchParams.get('digest') ?? '';
  if (url.searchParams.get('state') !== 'a+b') return refuse(response, 400, 'BLOB_UPLOAD_INVALID');
  if (digestOf(bytes) !== digest) return refuse(response, 400, 'DIGEST_INVALID');
  sessions.delete(session);
  store.blobs.set(digest, bytes);
  response.writeHead(201, { location: `/v2/${path}/blobs/${digest}`, 'docker-content-digest': digest }).end();
}

async function tags({ response, repository, url, options }: Exchange, path: string): Promise<void> {
  const all = [...repository(path).tags.keys()].sort();
  const size = Math.min(options.tagsPerPage ?? 1_000, Number(url.searchParams.get('n') ?? 1_000));
  const start = Number(url.searchParams.get('last') ?? 0);
  const page = all.slice(start, start + size);
  const next =
    start + size < all.length
      ? { link: `</v2/${path}/tags/list?n=${size}&last=${start + size}>; rel="next"` }
      : {};
  response.writeHead(200, next).end(JSON.stringify({ name: path, tags: page }));
}

async function referrers(
  { response, repository, options }: Exchange,
  path: string,
  digest: string,
): Promise<void> {
  if (!options.referrers) return refuse(response, 404, 'UNSUPPORTED');
  const store = repository(path);
  const found = [...store.manifests].flatMap(([own, { type, bytes }]) => {
    const manifest = {
      descriptor: { mediaType: type, digest: own as Digest, size: bytes.byteLength },
      bytes,
    };
    const content = readManifest(manifest);
    return content.subject?.digest === digest ? [referrerDescriptor(manifest, content)] : [];
  });
  const index = referrersIndex(found);
  response.writeHead(200, { 'content-type': index.descriptor.mediaType }).end(index.bytes);
}

function send({ request, response, fault }: Exchange, bytes: Buffer, headers: Record<string, string>): void {
  const length = { 'content-length': String(bytes.byteLength) };
  if (request.method === 'HEAD') return void response.writeHead(200, { ...headers, ...length }).end();
  const half = bytes.subarray(0, bytes.byteLength >> 1);
  switch (fault?.type) {
    case 'reset-body':
      response.writeHead(200, { ...headers, ...length });
      return void response.write(half, () => request.socket.destroy());
    case 'truncate':
      return void response
        .writeHead(200, { ...headers, 'content-length': String(half.byteLength) })
        .end(half);
    case 'corrupt': {
      const wrong = Buffer.from(bytes);
      wrong[wrong.byteLength >> 1] = (wrong[wrong.byteLength >> 1] ?? 0) ^ 1;
      return void response.writeHead(200, { ...headers, ...length }).end(wrong);
    }
    default:
      response.writeHead(200, { ...headers, ...length }).end(bytes);
  }
}

async function body(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status).end(JSON.stringify({ errors: [{ code, message: 'refused' }] }));
}
