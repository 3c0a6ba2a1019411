import type { Domain, Repository } from '../model.ts';
import { type Association, associationOf, bySpecificity, type Coordinates, isWithin } from './pattern.ts';

/** The ways in which a version enters a repository. */
export const restrictionTypes = ['PUBLISH', 'EXTERNAL_UPSTREAM', 'INTERNAL_UPSTREAM'] as const;
export type RestrictionType = (typeof restrictionTypes)[number];

export const restrictionModes = ['ALLOW', 'ALLOW_SPECIFIC_REPOSITORIES', 'BLOCK', 'INHERIT'] as const;
export type RestrictionMode = (typeof restrictionModes)[number];

/** What a group says of one way in. */
export interface Restriction {
  mode: RestrictionMode;
  /** Names of repositories, for ALLOW_SPECIFIC_REPOSITORIES. */
  readonly allowed: Set<string>;
}

/** Origin controls for all packages that a pattern matches and no more specific one. */
export interface PackageGroup {
  readonly pattern: string;
  readonly createdMs: number;
  readonly restrictions: Readonly<Record<RestrictionType, Restriction>>;
  contactInfo: string | undefined;
  description: string | undefined;
}

/** The pattern of the group that every domain has. */
export const rootPattern = '/*';

/** A group whose restrictions all have one mode. */
export function newGroup(pattern: string, mode: RestrictionMode, createdMs: number): PackageGroup {
  const restriction = (): Restriction => ({ mode, allowed: new Set() });
  return {
    pattern,
    createdMs,
    restrictions: {
      PUBLISH: restriction(),
      EXTERNAL_UPSTREAM: restriction(),
      INTERNAL_UPSTREAM: restriction(),
    },
    contactInfo: undefined,
    description: undefined,
  };
}

/** The one group of a package: that of the most specific pattern, a strong match before a weak one. */
export function groupOf(
  { groups }: Pick<Domain, 'groups'>,
  coordinates: Coordinates,
): { readonly group: PackageGroup; readonly association: Association } {
  const matches = [...groups.values()].flatMap((group) => {
    const association = associationOf(group.pattern, coordinates);
    return association ? [{ group, association }] : [];
  });
  const order = (association: Association) => (association === 'STRONG' ? 0 : 1);
  const [best] = matches.sort(
    (a, b) => bySpecificity(a.group.pattern, b.group.pattern) || order(a.association) - order(b.association),
  );
  if (!best) throw new Error('a domain has lost its root group');
  return best;
}

/** The most specific group around another one; undefined for the root group. */
export function parentOf({ groups }: Pick<Domain, 'groups'>, { pattern }: PackageGroup) {
  const around = [...groups.values()].filter((other) => isWithin(pattern, other.pattern));
  return around.sort((a, b) => bySpecificity(a.pattern, b.pattern))[0];
}

/** What holds for a way in, and the group that says so: the first one upwards that does not inherit. */
export function effective(
  domain: Pick<Domain, 'groups'>,
  group: PackageGroup,
  type: RestrictionType,
): { readonly restriction: Restriction; readonly from: PackageGroup } {
  const restriction = group.restrictions[type];
  const parent = restriction.mode === 'INHERIT' ? parentOf(domain, group) : undefined;
  return parent ? effective(domain, parent, type) : { restriction, from: group };
}

/** Why the group of a package keeps it out of a repository; undefined where it does not. */
export function groupObstacle(
  { domain, name }: Pick<Repository, 'domain' | 'name'>,
  coordinates: Coordinates,
  type: RestrictionType,
): string | undefined {
  const { group, association } = groupOf(domain, coordinates);
  if (association === 'WEAK') return `its name is a variation of the package group '${group.pattern}'`;
  const { restriction, from } = effective(domain, group, type);
  if (restriction.mode === 'ALLOW') return undefined;
  if (restriction.mode === 'ALLOW_SPECIFIC_REPOSITORIES' && restriction.allowed.has(name)) return undefined;
  return `the package group '${from.pattern}' has ${type} ${restriction.mode}`;
}
