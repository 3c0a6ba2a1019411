import { when, whereMarker } from './applies.ts';
import type { Entry, Origin, Reading } from './entry.ts';
import { readFileHashes } from './hash.ts';
import { unreadable } from './lock-error.ts';
import { requirementsOf } from './to-requirements.ts';
import { named, parseToml, type Table, tableOf, tablesOf, textOf, textsOf } from './toml.ts';

/** Reads a pdm.lock of version 4. With `inherit_metadata`, its default, each package says its groups and its marker. */
export async function readPdm(text: string, file: string): Promise<Reading> {
  const toml = await parseToml(text, file, 'pdm');
  const metadata = tableOf(toml.root.metadata);
  const version = textOf(metadata.lock_version) ?? 'none';
  if (!/^4\.\d+(?:\.\d+)?$/.test(version))
    throw unreadable(file, 'pdm', `has lock_version ${version}; 4.x is known`);
  const isTelling = textsOf(metadata.strategy).includes('inherit_metadata');
  // A package with extras stands there twice, once without.
  const entries = toml.tables('package').map(({ table, line }): Entry => {
    const files = tablesOf(table.files);
    return {
      ...named(table, line),
      origin: originOf(table, files),
      files: readFileHashes(files),
      ...(isTelling ? whenOf(table) : when(undefined)),
    };
  });
  return { entries, requirements: isTelling ? requirementsOf(entries) : undefined };
}

function whenOf({ groups, marker }: Table): Pick<Entry, 'applies' | 'objections'> {
  return textsOf(groups).includes('default') ? whereMarker(marker) : when(false);
}

function originOf(table: Table, files: readonly Table[]): Origin {
  const path = textOf(table.path);
  const what = [table.git, table.hg, table.svn, table.bzr, table.url].map(textOf).find((found) => found);
  if (what !== undefined) return { type: 'elsewhere', what };
  if (path !== undefined) {
    const isFile = /\.(?:whl|zip|tar|tgz|tar\.\w+)$/i.test(path);
    return isFile ? { type: 'elsewhere', what: path } : { type: 'folder', path };
  }
  const addresses = files.map(({ url }) => textOf(url)).filter((url) => url !== undefined);
  return { type: 'registry', addresses };
}
