import { type Input, record, text } from '../input.ts';
import type { Caller } from '../service.ts';
import { type ControlPlane, repositoryOf } from './control-plane.ts';
import { describePackage, summarizePackage } from './describe.ts';
import { packageKey } from './model.ts';
import { invalid, notFound } from './refusal.ts';
import { oneOf, packageOf, page } from './request.ts';

const decisions = ['ALLOW', 'BLOCK'] as const;

/** The packages that a repository itself holds, reserved names among them. */
export function listPackages(plane: ControlPlane, input: Input, caller: Caller): object {
  const repository = repositoryOf(plane, input, caller, 'ListPackages');
  const format = text(input, 'format');
  const namespace = text(input, 'namespace');
  if (namespace !== undefined && format === undefined) throw invalid('namespace needs a format');
  const prefix = text(input, 'packagePrefix') ?? '';
  const publish = oneOf(input, 'publish', decisions);
  const upstream = oneOf(input, 'upstream', decisions);
  const matching = [...repository.packages.values()]
    .filter((entry) => format === undefined || entry.format === format)
    .filter((entry) => namespace === undefined || entry.namespace?.startsWith(namespace))
    .filter((entry) => entry.name.startsWith(prefix))
    .filter(({ restrictions }) => publish === undefined || restrictions.publish === publish)
    .filter(({ restrictions }) => upstream === undefined || restrictions.upstream === upstream)
    .sort((a, b) => (packageKey(a) < packageKey(b) ? -1 : 1));
  const { items, nextToken } = page(input, matching);
  return { packages: items.map(summarizePackage), nextToken };
}

export function showPackage(plane: ControlPlane, input: Input, caller: Caller): object {
  const repository = repositoryOf(plane, input, caller, 'DescribePackage');
  const name = packageOf(input);
  const entry = repository.packages.get(packageKey(name));
  if (!entry) throw notFound('package', name.name);
  return { package: describePackage(entry) };
}

/** Sets both restrictions; a package that is not there yet is made without versions, which reserves its name. */
export function putOrigin(plane: ControlPlane, input: Input, caller: Caller): object {
  const repository = repositoryOf(plane, input, caller, 'PutPackageOriginConfiguration');
  const given = record(input, 'restrictions') ?? {};
  const publish = oneOf(given, 'publish', decisions);
  const upstream = oneOf(given, 'upstream', decisions);
  if (!publish || !upstream) throw invalid('restrictions must have publish and upstream');
  const restrictions = { publish, upstream };
  const entry = plane.store.ensurePackage(repository, packageOf(input), restrictions);
  entry.restrictions = restrictions;
  return { originConfiguration: { restrictions } };
}
