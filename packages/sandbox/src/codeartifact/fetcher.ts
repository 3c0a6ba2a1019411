import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PlaneError } from './reply.ts';

/** Fetches from one address; every file is checked against the digest that the index gave. */
export interface Fetcher {
  /** Undefined where the index has no such page. */
  page(
    url: URL,
    accept: string,
  ): Promise<{ readonly type: string; readonly text: string; readonly url: URL } | undefined>;
  file(url: URL, algorithm: 'sha256' | 'sha512' | 'sha1', hex: string): Promise<Buffer>;
}

/** Keeps files by their digest in a folder, where one is given. */
export function createFetcher(cache: string | undefined): Fetcher {
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
