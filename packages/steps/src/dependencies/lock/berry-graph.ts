import { mapAt, textAt, type YamlMap } from './yaml.ts';

/**
 * The entries of a yarn.lock that Yarn 4 installs everywhere: what the workspaces reach without what may be missing and
 * without packages for one platform. The lock does not tell what is for development alone.
 */
export function alwaysInstalled(document: YamlMap): ReadonlySet<string> {
  const byAsked = new Map(
    [...document.keys()].flatMap((key) => key.split(/ *, */).map((asked) => [asked, key])),
  );
  const reached = new Set<string>();
  const open: string[] = [];
  const visit = (key: string | undefined) => {
    if (key === undefined || reached.has(key) || mapAt(document, key).has('conditions')) return;
    reached.add(key);
    open.push(key);
  };
  for (const key of document.keys()) {
    const resolution = textAt(mapAt(document, key), 'resolution') ?? '';
    if (resolution.includes('@workspace:')) visit(key);
  }
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    const dependencies = mapAt(document, key, 'dependencies');
    const meta = mapAt(document, key, 'dependenciesMeta');
    for (const name of dependencies.keys()) {
      if (textAt(mapAt(meta, name), 'optional') === 'true') continue;
      visit(byAsked.get(`${name}@${textAt(dependencies, name)}`));
    }
  }
  return reached;
}
