import type { PackageName } from '../model.ts';

/** `@scope/name` or `name` as the store looks it up; undefined where it is no package name. */
export function parseNpmName(text: string): PackageName | undefined {
  const match = /^(?:@([a-z0-9~-][a-z0-9._~-]*)\/)?([A-Za-z0-9~-][A-Za-z0-9._~-]*)$/.exec(text);
  if (!match?.[2] || text.length > 214) return undefined;
  return { format: 'npm', namespace: match[1], name: match[2] };
}

/** As npm writes it. */
export function npmName(name: Pick<PackageName, 'namespace' | 'name'>): string {
  return name.namespace === undefined ? name.name : `@${name.namespace}/${name.name}`;
}

/** The only asset of a version, under the name that CodeArtifact gives it. */
export const npmAsset = 'package.tgz';
