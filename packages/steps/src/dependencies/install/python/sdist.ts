import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { StepError } from '@ml-ci/core';
import type { Access } from '../../access.ts';
import type { Requirement } from '../../lock/requirements.ts';
import type { InstallContext } from '../inputs.ts';
import { mayBuild } from '../local.ts';
import type { ManagerSource } from '../manager.ts';

/** Fetches the source distribution of a package that may be built, checks its hash, and puts it into `folder`. */
export async function fetchSdist(
  context: InstallContext,
  requirement: Pick<Requirement, 'project' | 'pin' | 'hashes'>,
  access: Access,
  folder: string,
): Promise<void> {
  const { project, pin, hashes } = requirement;
  const page = new URL(`${access.endpoint}simple/${project}/`);
  const html = await get(context, page, access, 'text/html');
  const link = findSdist(html.toString('utf8'), hashes);
  if (!link) {
    throw new StepError('PACKAGE_MISSING', {
      message: `the repository has no source distribution of "${pin}" with a hash of the lock`,
      fix: 'publish it, or remove the package from allow-build to install its wheel',
    });
  }
  const bytes = await get(context, new URL(link.href, page), access, '*/*');
  if (createHash('sha256').update(bytes).digest('hex') !== link.sha256) {
    throw new StepError('DIGEST_MISMATCH', {
      message: `the source distribution of "${pin}" does not have the hash of the lock`,
      fix: 'find out who changed it in the repository before you install anything',
    });
  }
  await context.files.write(join(folder, link.fileName), bytes);
}

/** The packages of a lock that may be built, each with its marker; LOCK_INVALID where the lock does not say when they apply. */
export function builtApart({ context, lock }: ManagerSource): readonly Requirement[] {
  const names = new Set(lock.packages.map(({ name }) => name).filter((name) => mayBuild(context, name)));
  const built = (lock.requirements ?? []).filter(({ project }) => names.has(project));
  if (new Set(built.map(({ project }) => project)).size === names.size) return built;
  throw new StepError('LOCK_INVALID', {
    message: `"${lock.file}" does not say when ${[...names].join(', ')} is installed, so it cannot be built apart`,
    fix: 'lock with a newer version of the tool; packages of groups and extras cannot be built',
  });
}

/** The first source distribution on a page of a simple index whose SHA-256 is in the lock. */
export function findSdist(html: string, hashes: readonly string[]) {
  for (const [, href = '', sha256 = ''] of html.matchAll(/href="([^"#]+)#sha256=([0-9a-f]{64})"/g)) {
    const fileName = decodeURIComponent(href.replaceAll('&amp;', '&').split('/').pop() ?? '');
    const isSdist = /^[A-Za-z0-9][A-Za-z0-9._+-]*\.(?:tar\.gz|zip)$/.test(fileName);
    if (isSdist && hashes.includes(`sha256:${sha256}`))
      return { href: href.replaceAll('&amp;', '&'), sha256, fileName };
  }
  return undefined;
}

/** Whether the repository refuses the token now. */
export async function isRefused(context: InstallContext, access: Access): Promise<boolean> {
  const response = await request(context, new URL('simple/', access.endpoint), access, 'text/html');
  await response.body?.cancel();
  return response.status === 401 || response.status === 403;
}

async function get(context: InstallContext, url: URL, access: Access, accept: string): Promise<Buffer> {
  const response = await request(context, url, access, accept);
  if (response.ok) return Buffer.from(await response.arrayBuffer());
  const isDenied = response.status === 401 || response.status === 403;
  throw new StepError(isDenied ? 'INSTALL_DENIED' : 'PACKAGE_MISSING', {
    message: `the repository answered ${response.status} for "${url.pathname}"`,
    fix: isDenied ? 'run again with fresh credentials' : 'publish the package to the repository',
  });
}

async function request(
  { signal }: InstallContext,
  url: URL,
  { endpoint, token }: Access,
  accept: string,
): Promise<Response> {
  // The index may name any address; the token goes to the repository's own host only.
  const isOurs = url.origin === new URL(endpoint).origin;
  const authorization = `Basic ${Buffer.from(`aws:${token}`).toString('base64')}`;
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
