import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isLoopbackHost } from '@ml-ci/oci';
import type { Access } from '../../access.ts';
import type { InstallContext } from '../inputs.ts';

/** Runs `work` with variables that lead to the token; the file that holds it is gone before this returns. */
export async function withNetrc<T>(
  { files }: InstallContext,
  { endpoint, token }: Access,
  temporary: string,
  work: (env: Readonly<Record<string, string>>) => Promise<T>,
): Promise<T> {
  const netrc = join(temporary, 'netrc');
  await files.write(netrc, `machine ${new URL(endpoint).hostname} login aws password ${token}\n`, 0o600);
  // Gone before any foreign code runs, which could read it.
  return await work({ ...directTo(endpoint), NETRC: netrc }).finally(() => rm(netrc, { force: true }));
}

/** No proxy can reach a repository on this machine. */
function directTo(endpoint: string): Readonly<Record<string, string>> {
  const { host, hostname } = new URL(endpoint);
  return isLoopbackHost(host) ? { NO_PROXY: hostname, no_proxy: hostname } : {};
}
