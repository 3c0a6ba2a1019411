import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { once } from './asset.ts';
import { type PackageName, packageKey, type Repository } from './model.ts';
import { npmUpstream } from './npm/upstream.ts';
import { pypiUpstream } from './pypi/upstream.ts';
import { PlaneError } from './reply.ts';
import type { PackageStore } from './store.ts';
import { reachable, takesUpstream } from './view.ts';

/** The indexes behind external connections. Nothing is asked unless an address is given here. */
export interface UpstreamOptions {
  /** A registry, such as `npm config get registry` says; credentials may stand in the address. */
  readonly npm?: string;
  /** A simple index, such as `pip config get global.index-url` says. */
  readonly pypi?: string;
  /** Where fetched files are kept by digest; only for this run where unset. */
  readonly cache?: string;
}

/** Brings packages of the outside into repositories that have an external connection. */
export interface External {
  /** Makes the versions that the outside has known to the repository that is connected; asks once a package. */
  pull(repository: Repository, name: PackageName): Promise<void>;
}

/** Fetches from one address; every file is checked against the digest that the index gave. */
export interface Fetcher {
  /** Undefined where the index has no such page. */
  page(
    url: URL,
    accept: string,
  ): Promise<{ readonly type: string; readonly text: string; readonly url: URL } | undefined>;
  file(url: URL, algorithm: 'sha256' | 'sha512' | 'sha1', hex: string): Promise<Buffer>;
}

/** The passthrough to the indexes of the user's machine. */
export function createExternal(store: PackageStore, options: UpstreamOptions): External {
  const pulled = new Map<Repository, Map<string, () => Promise<void>>>();
  const fetcher = createFetcher(options.cache);
  const fetchInto = async (repository: Repository, connection: string, name: PackageName) => {
    const address = name.format === 'npm' ? options.npm : options.pypi;
    if (address === undefined) return;
    const index = new URL(address.endsWith('/') ? address : `${address}/`);
    const versions = await (name.format === 'npm' ? npmUpstream : pypiUpstream)(fetcher, index, name);
    const known = repository.packages.get(packageKey(name))?.versions;
    for (const version of versions) {
      if (known?.has(version.version)) continue;
      const domainEntryPoint = { externalConnectionName: connection };
      store.add(repository, { ...version, origin: { originType: 'EXTERNAL', domainEntryPoint } });
    }
  };
  return {
    async pull(repository, name) {
      const connection = name.format === 'npm' ? 'public:npmjs' : 'public:pypi';
      if (!takesUpstream(repository, name)) return;
      for (const holder of reachable(repository)) {
        if (!holder.externalConnections.includes(connection) || !takesUpstream(holder, name)) continue;
        const known = pulled.get(holder) ?? new Map<string, () => Promise<void>>();
        pulled.set(holder, known);
        const work = known.get(packageKey(name)) ?? once(() => fetchInto(holder, connection, name));
        known.set(packageKey(name), work);
        await work();
      }
    },
  };
}

function createFetcher(cache: string | undefined): Fetcher {
  return {
    async page(url, accept) {
      const response = await request(url, { accept });
      if (response.status === 404) return undefined;
      if (!response.ok) throw failed(url, `status ${response.status}`);
      return {
        type: response.headers.get('content-type') ?? '',
        text: await response.text(),
        url: new URL(response.url),
      };
    },
    async file(url, algorithm, hex) {
      const kept = cache === undefined ? undefined : join(cache, `${algorithm}-${hex}`);
      const found = kept === undefined ? undefined : await readFile(kept).catch(() => undefined);
      if (found && digest(found, algorithm) === hex) return found;
      const response = await request(url, {});
      if (!response.ok) throw failed(url, `status ${response.status}`);
      const bytes = Buffer.from(await response.arrayBuffer());
      if (digest(bytes, algorithm) !== hex) throw failed(url, `the content is not what the index promised`);
      if (kept !== undefined && cache !== undefined) await keep(cache, kept, bytes);
      return bytes;
    },
  };
}

/** `fetch` refuses credentials in an address: they go into a header, for the host of the address only. */
async function request(url: URL, headers: Readonly<Record<string, string>>): Promise<Response> {
  const bare = new URL(url);
  const { username, password } = bare;
  bare.username = '';
  bare.password = '';
  const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const authorization =
    username === '' ? {} : { authorization: `Basic ${Buffer.from(user).toString('base64')}` };
  try {
    return await fetch(bare, { headers: { ...headers, ...authorization } });
  } catch (cause) {
    throw failed(url, 'no answer', cause);
  }
}

function failed(url: URL, why: string, cause?: unknown): PlaneError {
  const error = new PlaneError(502, `the upstream ${url.origin} failed: ${why}`);
  error.cause = cause;
  return error;
}

function digest(bytes: Buffer, algorithm: string): string {
  return createHash(algorithm).update(bytes).digest('hex');
}

async function keep(folder: string, path: string, bytes: Buffer): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(`${path}.${process.pid}.tmp`, bytes);
  await rename(`${path}.${process.pid}.tmp`, path);
}
