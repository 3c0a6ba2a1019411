import { StepError } from '@ml-ci/core';
import type { Access } from '../access.ts';
import type { InstallContext } from './inputs.ts';

/** How the repository is asked for a file. */
export interface Asked extends Access {
  readonly accept: string;
  /** `Basic` as pip sends the token, `Bearer` as npm does. */
  readonly scheme: 'Basic' | 'Bearer';
}

/** The bytes at an address of the repository; INSTALL_DENIED or PACKAGE_MISSING where it gives none. */
export async function download(context: InstallContext, url: URL, asked: Asked): Promise<Buffer> {
  const response = await request(context, url, asked);
  if (response.ok) return Buffer.from(await response.arrayBuffer());
  const isDenied = response.status === 401 || response.status === 403;
  throw new StepError(isDenied ? 'INSTALL_DENIED' : 'PACKAGE_MISSING', {
    message: `the repository answered ${response.status} for "${url.pathname}"`,
    fix: isDenied ? 'run again with fresh credentials' : 'publish the package to the repository',
  });
}

/** Asks the repository with its token, as a tool does. */
export async function request(
  { signal }: InstallContext,
  url: URL,
  { endpoint, token, accept, scheme }: Asked,
): Promise<Response> {
  // The index may name any address; the token goes to the repository's own host only.
  const isOurs = url.origin === new URL(endpoint).origin;
  const credential = scheme === 'Basic' ? Buffer.from(`aws:${token}`).toString('base64') : token;
  const authorization = `${scheme} ${credential}`;
  const headers = { accept, ...(isOurs ? { authorization } : {}) };
  return await fetch(url, { headers, signal }).catch((cause: unknown) => {
    if (signal.aborted) throw signal.reason;
    throw new StepError('CHILD_FAILED', {
      message: `"${url.origin}" does not answer`,
      fix: 'try again',
      cause,
    });
  });
}
