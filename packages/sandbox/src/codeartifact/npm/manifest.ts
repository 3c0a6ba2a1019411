import type { Asset } from '../asset.ts';
import type { Dependency, ReadManifest } from '../model.ts';
import { readTarEntry } from '../tarball.ts';
import { npmAsset, parseNpmName } from './name.ts';
import { recordOf } from './packument.ts';

/** The members of a package.json that list dependencies, and what CodeArtifact calls each kind. */
const kinds = [
  ['dependencies', 'regular'],
  ['devDependencies', 'dev'],
  ['peerDependencies', 'peer'],
  ['optionalDependencies', 'optional'],
] as const;

/** What a package.json says of its version. */
export function npmManifest(packageJson: Readonly<Record<string, unknown>>): ReadManifest {
  const license = textOf(packageJson.license);
  return async () => ({
    summary: textOf(packageJson.description),
    homePage: textOf(packageJson.homepage),
    sourceCodeRepository: textOf(packageJson.repository) ?? textOf(recordOf(packageJson.repository).url),
    licenses: license === undefined ? [] : [{ name: license }],
    dependencies: npmDependencies(packageJson),
    packageJson,
  });
}

/** The direct dependencies, in the order of the kinds. */
function npmDependencies(packageJson: Readonly<Record<string, unknown>>): readonly Dependency[] {
  return kinds.flatMap(([member, dependencyType]) =>
    Object.entries(recordOf(packageJson[member])).flatMap(([full, range]) => {
      const name = parseNpmName(full);
      if (!name) return [];
      const versionRequirement = textOf(range);
      return [{ namespace: name.namespace, package: name.name, dependencyType, versionRequirement }];
    }),
  );
}

/** What the client published as its readme, else the README of the tarball. */
export async function npmReadme(
  packageJson: Readonly<Record<string, unknown>>,
  assets: ReadonlyMap<string, Asset>,
): Promise<string | undefined> {
  const said = textOf(packageJson.readme);
  if (said) return said;
  const content = assets.get(npmAsset)?.open();
  const found = content && (await readTarEntry(content, (name) => /^[^/]+\/readme(\.\w+)?$/i.test(name)));
  return found?.toString('utf8');
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
