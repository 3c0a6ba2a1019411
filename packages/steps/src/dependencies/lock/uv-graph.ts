import { type Table, tableOf, tablesOf, textOf, textsOf } from './toml.ts';

/**
 * The packages of a uv.lock that `uv sync` installs everywhere: those that the project reaches without a marker, an extra or
 * a group. A workspace without a project of its own starts at each of its members.
 */
export function alwaysInstalled(packages: readonly Table[]): ReadonlySet<Table> {
  const byName = Map.groupBy(packages, ({ name }) => textOf(name) ?? '');
  const folders = packages.filter((table) => folderOf(table) !== undefined);
  const roots = folders.filter((table) => folderOf(table) === '.');
  const reached = new Set<Table>();
  const extras = new Map<Table, Set<string>>();
  const open: [Table, string | undefined][] = [];
  const visit = (table: Table, extra?: string) => {
    const known = extras.get(table) ?? new Set();
    if (extra === undefined ? reached.has(table) : known.has(extra)) return;
    if (extra === undefined) reached.add(table);
    else extras.set(table, known.add(extra));
    open.push([table, extra]);
  };
  for (const root of roots.length > 0 ? roots : folders) visit(root);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const edge of edgesOf(...next)) {
      if (edge.marker !== undefined) continue;
      for (const target of byName.get(textOf(edge.name) ?? '') ?? []) {
        if (edge.version !== undefined && edge.version !== target.version) continue;
        visit(target);
        for (const extra of textsOf(edge.extra)) visit(target, extra);
      }
    }
  }
  return reached;
}

function edgesOf(table: Table, extra: string | undefined): readonly Table[] {
  if (extra === undefined) return tablesOf(table.dependencies);
  const all = tableOf(table['optional-dependencies']);
  return Object.hasOwn(all, extra) ? tablesOf(all[extra]) : [];
}

function folderOf({ source }: Table): string | undefined {
  const { virtual, editable, directory } = tableOf(source);
  return textOf(virtual) ?? textOf(editable) ?? textOf(directory);
}
