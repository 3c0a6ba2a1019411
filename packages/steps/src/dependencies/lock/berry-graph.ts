import { mapAt, textAt, type YamlMap } from './yaml.ts';

/**
 * The entries of a yarn.lock that Yarn 4 installs everywhere: what the workspaces reach without what may be missing and
 * without packages for one platform. The lock does not tell what is for development alone.
 */
export function alwaysInstalled(document: YamlMap): ReadonlySet<string> {
  return reached(document, (entry) => !entry.has('conditions'));
}

/** The entries that must be there on the platforms that they are for: what the workspaces reach without what may be missing. */
export function alwaysNeeded(document: YamlMap): ReadonlySet<string> {
  return reached(document, () => true);
}

function reached(document: YamlMap, counts: (entry: YamlMap) => boolean): ReadonlySet<string> {
  const byAsked = new Map(
    [...document.keys()].flatMap((key) => key.split(/ *, */).map((asked) => [asked, key])),
  );
  const found = new Set<string>();
  const open: string[] = [];
  const visit = (key: string | undefined) => {
    if (key === undefined || found.has(key) || !counts(mapAt(document, key))) return;
    found.add(key);
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
  return found;
}
