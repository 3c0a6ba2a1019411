import { type Input, record, recordList } from '../../input.ts';
import type { Caller } from '../../service.ts';
import type { ControlPlane } from '../control-plane.ts';
import { invalid } from '../refusal.ts';
import { oneOf, page, required } from '../request.ts';
import { describeGroup } from './describe.ts';
import {
  type PackageGroup,
  type RestrictionMode,
  type RestrictionType,
  restrictionModes,
  restrictionTypes,
  rootPattern,
} from './group.ts';
import { groupAt } from './operations.ts';

/** Modes first, then the lists of allowed repositories; all of the input is read before anything is changed. */
export function updateGroupOrigin(plane: ControlPlane, input: Input, caller: Caller): object {
  const { domain, group } = groupAt(plane, input, caller, 'UpdatePackageGroupOriginConfiguration');
  const modes = modesOf(group, input);
  const added = repositoriesOf(input, 'addAllowedRepositories');
  const removed = repositoriesOf(input, 'removeAllowedRepositories');
  for (const { type, name } of added) {
    plane.store.repository(domain, name);
    if ((modes.get(type) ?? group.restrictions[type].mode) !== 'ALLOW_SPECIFIC_REPOSITORIES') {
      throw invalid(`${type} is not ALLOW_SPECIFIC_REPOSITORIES`);
    }
  }
  for (const [type, mode] of modes) {
    group.restrictions[type].mode = mode;
    if (mode !== 'ALLOW_SPECIFIC_REPOSITORIES') group.restrictions[type].allowed.clear();
  }
  const updates = restrictionTypes.flatMap((type) => {
    const { allowed } = group.restrictions[type];
    const ADDED = namesOf(added, type).filter((name) => !allowed.has(name));
    for (const name of ADDED) allowed.add(name);
    const REMOVED = namesOf(removed, type).filter((name) => allowed.delete(name));
    return ADDED.length + REMOVED.length > 0 ? [[type, { ADDED, REMOVED }] as const] : [];
  });
  return {
    packageGroup: describeGroup(domain, group),
    allowedRepositoryUpdates: Object.fromEntries(updates),
  };
}

export function listAllowedRepositories(plane: ControlPlane, input: Input, caller: Caller): object {
  const { group } = groupAt(plane, input, caller, 'ListAllowedRepositoriesForGroup');
  const { items, nextToken } = page(input, [...group.restrictions[typeOf(input)].allowed].sort());
  return { allowedRepositories: items, nextToken };
}

function modesOf({ pattern }: PackageGroup, input: Input): ReadonlyMap<RestrictionType, RestrictionMode> {
  const given = record(input, 'restrictions') ?? {};
  const unknown = Object.keys(given).find((key) => !restrictionTypes.some((type) => type === key));
  if (unknown !== undefined) throw invalid(`'${unknown}' is not a type of restriction`);
  return new Map(
    restrictionTypes.flatMap((type) => {
      const mode = oneOf(given, type, restrictionModes);
      if (mode === 'INHERIT' && pattern === rootPattern)
        throw invalid('the root package group has no parent');
      return mode ? [[type, mode] as const] : [];
    }),
  );
}

interface AllowedRepository {
  readonly type: RestrictionType;
  readonly name: string;
}

function repositoriesOf(input: Input, member: string): readonly AllowedRepository[] {
  return recordList(input, member).map((item) => ({
    type: typeOf(item),
    name: required(item, 'repositoryName'),
  }));
}

function namesOf(repositories: readonly AllowedRepository[], type: RestrictionType): readonly string[] {
  return [...new Set(repositories.filter((one) => one.type === type).map(({ name }) => name))];
}

function typeOf(input: Input): RestrictionType {
  const type = oneOf(input, 'originRestrictionType', restrictionTypes);
  if (!type) throw invalid('originRestrictionType is required');
  return type;
}
