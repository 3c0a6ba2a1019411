import { when, whereMarker } from './applies.ts';
import type { Entry, Origin, Reading } from './entry.ts';
import { readFileHashes } from './hash.ts';
import { unreadable } from './lock-error.ts';
import { requirementsOf } from './to-requirements.ts';
import { isTable, named, parseToml, type Table, tableOf, tablesOf, textOf } from './toml.ts';

/** Reads a poetry.lock of version 2. From 2.1 on, which Poetry 2 writes, each package says its groups and its marker. */
export async function readPoetry(text: string, file: string): Promise<Reading> {
  const toml = await parseToml(text, file, 'poetry');
  const version = textOf(tableOf(toml.root.metadata)['lock-version']) ?? 'none';
  if (!/^2\.\d+$/.test(version))
    throw unreadable(file, 'poetry', `has lock-version ${version}; 2.x is known`);
  const packages = toml.tables('package');
  const entries = packages.map(
    ({ table, line }): Entry => ({
      ...named(table, line),
      origin: originOf(tableOf(table.source)),
      files: readFileHashes(tablesOf(table.files)),
      ...whenOf(table),
    }),
  );
  const isTelling = packages.every(({ table }) => Array.isArray(table.groups));
  return { entries, requirements: isTelling ? requirementsOf(entries) : undefined };
}

function whenOf({ groups, optional, markers }: Table): Pick<Entry, 'applies' | 'objections'> {
  if (!Array.isArray(groups)) return when(undefined);
  // Optional is what only an extra asks for.
  if (optional === true || !groups.includes('main')) return when(false);
  // One marker for all groups, or one a group.
  return whereMarker(isTable(markers) ? markers.main : markers);
}

function originOf({ type, url }: Table): Origin {
  const address = textOf(url);
  switch (type) {
    // Without a source: from the index that Poetry is set up with.
    case undefined:
      return { type: 'registry', addresses: [] };
    case 'legacy':
      return { type: 'registry', addresses: [address ?? 'nowhere'] };
    case 'directory':
      return { type: 'folder', path: address ?? '' };
    default:
      return { type: 'elsewhere', what: address ?? String(type) };
  }
}
