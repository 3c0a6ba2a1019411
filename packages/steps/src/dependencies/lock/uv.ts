import { when } from './applies.ts';
import type { Entry, Origin, Reading } from './entry.ts';
import { readFileHashes } from './hash.ts';
import { unreadable } from './lock-error.ts';
import { isTable, named, parseToml, type Table, tableOf, tablesOf, textOf } from './toml.ts';
import { alwaysInstalled } from './uv-graph.ts';

/** Reads a uv.lock: version 1 with a revision, which each newer uv may raise without telling older ones to stop. */
export async function readUv(text: string, file: string): Promise<Reading> {
  const toml = await parseToml(text, file, 'uv');
  const { version, revision } = toml.root;
  if (version !== 1 || typeof revision !== 'number' || revision < 1) {
    const found = `version ${String(version)} and revision ${String(revision)}`;
    throw unreadable(file, 'uv', `has ${found}; version 1 with revision 1 or later is known`);
  }
  const packages = toml.tables('package');
  const always = alwaysInstalled(packages.map(({ table }) => table));
  const entries = packages.map(({ table, line }): Entry => {
    const files = filesOf(table);
    return {
      ...named(table, line),
      origin: originOf(table, files),
      files: readFileHashes(files),
      // The others have a way with a marker, an extra or a group on it, and which one is on the edges.
      ...when(always.has(table) ? true : undefined),
    };
  });
  return { entries };
}

function filesOf(table: Table): Table[] {
  return [...(isTable(table.sdist) ? [table.sdist] : []), ...tablesOf(table.wheels)];
}

function originOf(table: Table, files: readonly Table[]): Origin {
  const source = tableOf(table.source);
  const registry = textOf(source.registry);
  if (registry !== undefined) {
    // A registry may be a folder of files; their paths are then no addresses.
    const addresses = files
      .map(({ url, path }) => textOf(url) ?? textOf(path))
      .filter((url) => url !== undefined);
    return { type: 'registry', addresses: [registry, ...addresses] };
  }
  const path = textOf(source.virtual) ?? textOf(source.editable) ?? textOf(source.directory);
  if (path !== undefined) return { type: 'folder', path };
  const what = textOf(source.git) ?? textOf(source.url) ?? textOf(source.path) ?? 'nowhere';
  return { type: 'elsewhere', what };
}
