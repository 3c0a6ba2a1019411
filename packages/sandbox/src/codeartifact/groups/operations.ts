import { type Input, text } from '../../input.ts';
import type { Caller } from '../../service.ts';
import { type ControlPlane, domainOf } from '../control-plane.ts';
import type { Domain } from '../model.ts';
import { conflictAt, invalid, notFoundAt } from '../refusal.ts';
import { page, required } from '../request.ts';
import { describeGroup } from './describe.ts';
import { newGroup, type PackageGroup, parentOf, rootPattern } from './group.ts';
import { patternProblem } from './pattern.ts';

export function createGroup(plane: ControlPlane, input: Input, caller: Caller): object {
  const domain = domainOf(plane, input, caller, 'CreatePackageGroup');
  const pattern = patternOf(input);
  if (domain.groups.has(pattern)) throw conflictAt(pattern, `Package group '${pattern}' already exists.`);
  const group = newGroup(pattern, 'INHERIT', plane.ctx.clock.now());
  domain.groups.set(pattern, group);
  describeBy(group, input);
  return { packageGroup: describeGroup(domain, group) };
}

export function showGroup(plane: ControlPlane, input: Input, caller: Caller): object {
  const { domain, group } = groupAt(plane, input, caller, 'DescribePackageGroup');
  return { packageGroup: describeGroup(domain, group) };
}

/** Contact and description; what is not given stays. */
export function updateGroup(plane: ControlPlane, input: Input, caller: Caller): object {
  const { domain, group } = groupAt(plane, input, caller, 'UpdatePackageGroup');
  describeBy(group, input);
  return { packageGroup: describeGroup(domain, group) };
}

/** The groups below it become those of its parent. */
export function deleteGroup(plane: ControlPlane, input: Input, caller: Caller): object {
  const { domain, group } = groupAt(plane, input, caller, 'DeletePackageGroup');
  if (group.pattern === rootPattern) throw invalid('the root package group cannot be deleted');
  const packageGroup = describeGroup(domain, group);
  domain.groups.delete(group.pattern);
  return { packageGroup };
}

export function listGroups(plane: ControlPlane, input: Input, caller: Caller): object {
  const domain = domainOf(plane, input, caller, 'ListPackageGroups');
  const prefix = text(input, 'prefix') ?? '';
  return groupsPage(domain, input, ({ pattern }) => pattern.startsWith(prefix));
}

/** The direct children of a group. */
export function listSubGroups(plane: ControlPlane, input: Input, caller: Caller): object {
  const { domain, group } = groupAt(plane, input, caller, 'ListSubPackageGroups');
  return groupsPage(domain, input, (other) => parentOf(domain, other) === group);
}

/** The domain and the group that an input names. */
export function groupAt(plane: ControlPlane, input: Input, caller: Caller, action: string) {
  const domain = domainOf(plane, input, caller, action);
  const pattern = required(input, 'packageGroup');
  const group = domain.groups.get(pattern);
  if (!group) throw notFoundAt(pattern, `The package group does not exist: '${pattern}'`);
  return { domain, group };
}

/** A well-formed pattern, whether there is a group of it or not. */
export function patternOf(input: Input): string {
  const pattern = required(input, 'packageGroup');
  const problem = patternProblem(pattern);
  if (problem) throw invalid(`'${pattern}' is no pattern of a package group: ${problem}`);
  return pattern;
}

function describeBy(group: PackageGroup, input: Input): void {
  group.contactInfo = text(input, 'contactInfo') ?? group.contactInfo;
  group.description = text(input, 'description') ?? group.description;
}

function groupsPage(domain: Domain, input: Input, fits: (group: PackageGroup) => boolean): object {
  const groups = [...domain.groups.values()].filter(fits);
  const { items, nextToken } = page(
    input,
    groups.sort((a, b) => (a.pattern < b.pattern ? -1 : 1)),
  );
  return { packageGroups: items.map((group) => describeGroup(domain, group)), nextToken };
}
