import { whereMarker } from './applies.ts';
import type { Entry, Origin, Reading } from './entry.ts';
import { fileNameIn } from './file-name.ts';
import { type FileHashes, readHashes } from './hash.ts';
import { unreadable } from './lock-error.ts';
import { requirementsOf } from './to-requirements.ts';
import { isTable, named, parseToml, type Table, tableOf, tablesOf, textOf, textsOf } from './toml.ts';

/** Reads a pylock.toml of PEP 751. */
export async function readPylock(text: string, file: string): Promise<Reading> {
  const toml = await parseToml(text, file, 'pylock');
  const version = textOf(toml.root['lock-version']) ?? 'none';
  if (version !== '1.0') throw unreadable(file, 'pylock', `has lock-version ${version}; 1.0 is known`);
  const asked = { extras: [], groups: textsOf(toml.root['default-groups']) };
  const entries = toml.tables('packages').map(({ table, line }): Entry => {
    const files = [...(isTable(table.sdist) ? [table.sdist] : []), ...tablesOf(table.wheels)];
    return {
      ...named(table, line),
      origin: originOf(table, files),
      files: files.map(hashesOf),
      ...whereMarker(table.marker, asked),
    };
  });
  return { entries, requirements: requirementsOf(entries) };
}

function hashesOf(file: Table): FileHashes {
  const hashes = Object.entries(tableOf(file.hashes));
  const written = hashes.map(([algorithm, hex]) => `${algorithm}:${String(hex)}`);
  return { name: fileNameIn(file), ...readHashes(written) };
}

function originOf(table: Table, files: readonly Table[]): Origin {
  if (isTable(table.directory)) return { type: 'folder', path: textOf(table.directory.path) ?? '' };
  if (isTable(table.vcs) || isTable(table.archive)) {
    const { url, path } = tableOf(table.vcs ?? table.archive);
    return { type: 'elsewhere', what: textOf(url) ?? textOf(path) ?? 'nowhere' };
  }
  // A file has an address or a path; what is no address is refused as one.
  const addresses = [table.index, ...files.map(({ url, path }) => url ?? path)].map(textOf);
  return { type: 'registry', addresses: addresses.filter((address) => address !== undefined) };
}
