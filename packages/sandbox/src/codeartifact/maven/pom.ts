import type { Asset } from '../asset.ts';
import type { Dependency, Manifest, ReadManifest } from '../model.ts';
import { childOf, readXml, xmlList, xmlText } from './xml.ts';

const lists = ['project.dependencies.dependency', 'project.licenses.license'];
const read = new WeakMap<Asset, Promise<Manifest>>();

/** Reads the POM of a version; nothing is known of one without. What a parent POM says is not looked at, as with AWS. */
export function pomOf(artifact: string, version: string): ReadManifest {
  return async (assets) => {
    const asset = assets.get(`${artifact}-${version}.pom`);
    if (!asset) return {};
    const found = read.get(asset) ?? manifestOf(asset.original ?? asset);
    read.set(asset, found);
    return await found;
  };
}

async function manifestOf(asset: Asset): Promise<Manifest> {
  return await parsePom((await asset.read()).toString('utf8')).catch(() => ({}));
}

/** What a POM says of its package. */
export async function parsePom(text: string): Promise<Manifest> {
  const at = await readXml(text, lists);
  const parent = at('project.parent');
  return {
    displayName: xmlText(at('project.name')),
    summary: xmlText(at('project.description')),
    homePage: xmlText(at('project.url')),
    sourceCodeRepository: xmlText(at('project.scm.url')),
    licenses: xmlList(at('project.licenses.license')).map((license) => ({
      name: xmlText(childOf(license, 'name')),
      url: xmlText(childOf(license, 'url')),
    })),
    dependencies: [
      ...(parent === undefined ? [] : dependencyOf(parent, 'parent')),
      ...xmlList(at('project.dependencies.dependency')).flatMap((dependency) =>
        dependencyOf(dependency, scopeOf(dependency)),
      ),
    ],
  };
}

function scopeOf(dependency: unknown): string {
  if (childOf(dependency, 'optional') === 'true') return 'optional';
  return xmlText(childOf(dependency, 'scope')) ?? 'compile';
}

function dependencyOf(element: unknown, dependencyType: string): readonly Dependency[] {
  const name = xmlText(childOf(element, 'artifactId'));
  if (name === undefined) return [];
  const namespace = xmlText(childOf(element, 'groupId'));
  return [
    { namespace, package: name, dependencyType, versionRequirement: xmlText(childOf(element, 'version')) },
  ];
}
