import { StepError } from '@ml-ci/core';
import type { Entry } from './entry.ts';
import type { Lock, LockKind } from './lock.ts';
import { normalizeProject, type Requirement, renderPipLock } from './requirements.ts';

/** The commands of the tools that can say when each package of their lock applies. */
const exports: Partial<Readonly<Record<LockKind, string>>> = {
  uv: 'uv export --frozen --no-emit-workspace -o requirements.lock',
  poetry: 'lock with Poetry 2: poetry lock',
  pdm: 'pdm lock --strategy inherit_metadata',
};

/**
 * The lock as a file for `pip install --require-hashes`: what a plain install takes, without extras and groups that somebody
 * must ask for, and without the folders of the project, which have no hash.
 *
 * requirements, pylock, poetry (Poetry 2, which writes groups and markers) and pdm (with `inherit_metadata`, its default) can
 * be rendered. uv.lock has markers on the edges between packages only, so uv itself must export it. Locks of npm cannot.
 */
export function toRequirements(lock: Lock): string {
  if (lock.requirements) return renderPipLock(lock.requirements);
  throw new StepError('LOCK_INVALID', {
    message: `"${lock.file}" does not say of each package when it applies, so that pip cannot be given them`,
    fix: exports[lock.kind] ?? 'give pip a lock of Python packages',
  });
}

/** The requirements for a plain install: those that are for something else are left out. */
export function requirementsOf(entries: readonly Entry[]): Requirement[] {
  const requirements = new Map<string, Requirement>();
  for (const { name, version = '', line, origin, files = [], applies } of entries) {
    if (origin.type !== 'registry' || applies === false) continue;
    const project = normalizeProject(name);
    const marker = typeof applies === 'string' ? applies : undefined;
    const key = JSON.stringify([project, version, marker]);
    const hashes = [...(requirements.get(key)?.hashes ?? []), ...files.flatMap(({ strong }) => strong)];
    requirements.set(key, {
      project,
      pin: `${name}==${version}`,
      version,
      marker,
      hashes: [...new Set(hashes)].sort(),
      line: requirements.get(key)?.line ?? line,
    });
  }
  return [...requirements.values()];
}
