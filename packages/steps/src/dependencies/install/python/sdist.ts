import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { StepError } from '@ml-ci/core';
import type { Access } from '../../access.ts';
import type { Requirement } from '../../lock/requirements.ts';
import { download, request } from '../download.ts';
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
  const html = await download(context, page, { ...access, accept: 'text/html', scheme: 'Basic' });
  const link = findSdist(html.toString('utf8'), hashes);
  if (!link) {
    throw new StepError('PACKAGE_MISSING', {
      message: `the repository has no source distribution of "${pin}" with a hash of the lock`,
      fix: 'publish it, or remove the package from allow-build to install its wheel',
    });
  }
  const bytes = await download(context, new URL(link.href, page), {
    ...access,
    accept: '*/*',
    scheme: 'Basic',
  });
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
  const response = await request(context, new URL('simple/', access.endpoint), {
    ...access,
    accept: 'text/html',
    scheme: 'Basic',
  });
  await response.body?.cancel();
  return response.status === 401 || response.status === 403;
}
