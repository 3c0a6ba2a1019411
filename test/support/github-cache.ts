import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** GitHub's cache service v2 as an action meets it, and the store of blobs behind its signed addresses. */
export interface GithubCache {
  /** The variables that a runner gives an action. */
  readonly env: Readonly<Record<string, string>>;
  readonly entries: readonly Entry[];
  /** What was asked, by its method, in order. */
  readonly calls: string[];
  /** Answers every call with this status from now on. */
  breakWith(status: number): void;
  close(): Promise<void>;
}

interface Entry {
  readonly key: string;
  readonly version: string;
  readonly id: string;
  /** Undefined until it was uploaded. */
  bytes?: Buffer;
  isFinal: boolean;
}

const service = '/twirp/github.actions.results.api.v1.CacheService/';

/** Starts one on loopback. Like GitHub's, it never writes an entry twice, and finds the newest under a prefix. */
export async function startGithubCache(): Promise<GithubCache> {
  const token = randomUUID();
  const entries: Entry[] = [];
  const calls: string[] = [];
  const state = { status: 200 };
  let origin = '';
  const find = ({ key, restore_keys: prefixes, version }: Asked) => {
    const known = entries.filter((entry) => entry.isFinal && entry.version === version);
    const exact = known.find((entry) => entry.key === key);
    return (
      exact ?? known.findLast((entry) => (prefixes ?? []).some((prefix) => entry.key.startsWith(prefix)))
    );
  };
  const methods: Readonly<Record<string, (asked: Asked) => object>> = {
    CreateCacheEntry({ key, version }) {
      if (entries.some((entry) => entry.key === key && entry.version === version))
        return { ok: false, message: 'cache entry with the same key, version, and scope already exists' };
      const id = randomUUID();
      entries.push({ key, version, id, isFinal: false });
      return { ok: true, signed_upload_url: `${origin}/blob/${id}?sig=${id}` };
    },
    FinalizeCacheEntryUpload({ key, version, size_bytes: size }) {
      const entry = entries.find((one) => one.key === key && one.version === version);
      if (!entry?.bytes || String(entry.bytes.length) !== String(size)) return { ok: false };
      entry.isFinal = true;
      return { ok: true, entry_id: '1' };
    },
    GetCacheEntryDownloadURL(asked) {
      const entry = find(asked);
      if (!entry) return { ok: false };
      return {
        ok: true,
        signed_download_url: `${origin}/blob/${entry.id}?sig=${entry.id}`,
        matched_key: entry.key,
      };
    },
  };
  const twirp = async (request: IncomingMessage, response: ServerResponse, method: string) => {
    calls.push(method);
    const body: Asked = JSON.parse((await buffer(request)).toString());
    const isAllowed = request.headers.authorization === `Bearer ${token}`;
    const status = isAllowed ? state.status : 401;
    const answer = status === 200 ? methods[method]?.(body) : { code: 'broken', msg: 'broken on purpose' };
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer ?? {}));
  };
  const blob = async (
    request: IncomingMessage,
    response: ServerResponse,
    { pathname, searchParams }: URL,
  ) => {
    const entry = entries.find(({ id }) => pathname === `/blob/${id}` && searchParams.get('sig') === id);
    // The signature is all that is needed; the token of the run is not for the store.
    if (!entry || request.headers.authorization) return void response.writeHead(403).end();
    if (request.method === 'GET') return void response.end(entry.bytes);
    if (request.headers['x-ms-blob-type'] !== 'BlockBlob') return void response.writeHead(400).end();
    entry.bytes = await buffer(request);
    response.writeHead(201, { etag: '"1"', 'x-ms-request-id': randomUUID() }).end();
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', origin);
    const isService = url.pathname.startsWith(service);
    const done = isService
      ? twirp(request, response, url.pathname.slice(service.length))
      : blob(request, response, url);
    done.catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port, not on a pipe
  origin = `http://127.0.0.1:${port}`;
  return {
    env: {
      ACTIONS_RESULTS_URL: `${origin}/`,
      ACTIONS_RUNTIME_TOKEN: token,
      ACTIONS_CACHE_SERVICE_V2: 'true',
    },
    entries,
    calls,
    breakWith(status) {
      state.status = status;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Asked {
  readonly key: string;
  readonly version: string;
  readonly restore_keys?: readonly string[];
  readonly size_bytes?: string | number;
}
