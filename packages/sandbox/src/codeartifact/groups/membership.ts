import { flag, type Input } from '../../input.ts';
import type { Caller } from '../../service.ts';
import { type ControlPlane, domainOf } from '../control-plane.ts';
import { describeName } from '../describe.ts';
import { allFormats, type Domain, packageKey } from '../model.ts';
import { invalid } from '../refusal.ts';
import { coordinatesOf, oneOf, page } from '../request.ts';
import { describeGroup } from './describe.ts';
import { groupOf, newGroup } from './group.ts';
import { groupAt, patternOf } from './operations.ts';

/** The group of a package, which need not be in any repository. */
export function getAssociatedGroup(plane: ControlPlane, input: Input, caller: Caller): object {
  const domain = domainOf(plane, input, caller, 'GetAssociatedPackageGroup');
  const format = oneOf(input, 'format', allFormats);
  if (!format) throw invalid('format is required');
  const { group, association } = groupOf(domain, coordinatesOf(input, format));
  return { packageGroup: describeGroup(domain, group), associationType: association };
}

/** The packages of a group; with `preview`, those that a group of the pattern would have. */
export function listAssociatedPackages(plane: ControlPlane, input: Input, caller: Caller): object {
  const domain = domainOf(plane, input, caller, 'ListAssociatedPackages');
  const pattern = patternOf(input);
  const isPreview = flag(input, 'preview') === true;
  if (!isPreview) groupAt(plane, input, caller, 'ListAssociatedPackages');
  const groups = new Map(domain.groups);
  if (!groups.has(pattern)) groups.set(pattern, newGroup(pattern, 'INHERIT', 0));
  const associated = packagesOf(domain).flatMap((name) => {
    const { group, association } = groupOf({ groups }, name);
    return group.pattern === pattern ? [{ ...describeName(name), associationType: association }] : [];
  });
  const { items, nextToken } = page(input, associated);
  return { packages: items, nextToken };
}

/** Every package of a domain once, whichever repositories have it. */
function packagesOf({ repositories }: Domain) {
  const all = [...repositories.values()].flatMap(({ packages }) => [...packages.values()]);
  const byKey = new Map(all.map((entry) => [packageKey(entry), entry]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}
