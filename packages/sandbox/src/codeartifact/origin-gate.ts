import { groupObstacle, type RestrictionType } from './groups/group.ts';
import { type PackageName, packageKey, type Repository } from './model.ts';

/**
 * Why a package may not come into a repository by a way; undefined where it may. The package's own origin configuration
 * and that of its group are both asked, and BLOCK wins.
 */
export function obstacleTo(
  way: RestrictionType,
  repository: Repository,
  name: PackageName,
): string | undefined {
  const own = way === 'PUBLISH' ? 'publish' : 'upstream';
  const entry = repository.packages.get(packageKey(name));
  if (entry?.restrictions[own] === 'BLOCK') return `its origin configuration has ${own} BLOCK`;
  return groupObstacle(repository, name, way);
}
