import { mapAt, textAt, type YamlMap } from './yaml.ts';

/**
 * The keys under `packages` that pnpm installs everywhere: what the projects of the workspace reach by `dependencies` alone,
 * without those for development and those that may be missing.
 */
export function alwaysInstalled(document: YamlMap): ReadonlySet<string> {
  const snapshots = mapAt(document, 'snapshots');
  const importers = mapAt(document, 'importers');
  const reached = new Set<string>();
  const open: string[] = [];
  const visit = (name: string, version: string) => {
    // An alias names the package that it stands for: `ms@2.0.0`.
    const key = [`${name}@${version}`, version].find((wanted) => snapshots.has(wanted));
    if (key === undefined || reached.has(key)) return;
    reached.add(key);
    open.push(key);
  };
  for (const importer of importers.keys()) {
    const dependencies = mapAt(importers, importer, 'dependencies');
    for (const name of dependencies.keys()) visit(name, textAt(mapAt(dependencies, name), 'version') ?? '');
  }
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    const dependencies = mapAt(snapshots, key, 'dependencies');
    for (const name of dependencies.keys()) visit(name, textAt(dependencies, name) ?? '');
  }
  return new Set([...reached].map((key) => key.replace(/\(.*$/, '')));
}
