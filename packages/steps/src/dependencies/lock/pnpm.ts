import { when } from './applies.ts';
import type { Entry, Origin, Reading } from './entry.ts';
import { folderFrom, folderInside } from './folder.ts';
import { readIntegrity } from './hash.ts';
import { unreadable } from './lock-error.ts';
import { alwaysInstalled } from './pnpm-graph.ts';
import { mapAt, parseYamlLock, textAt, type YamlMap } from './yaml.ts';

/**
 * Reads a pnpm-lock.yaml of version 9.0, which pnpm 9 to 12 write. Since pnpm 11 a document may stand before it, of what pnpm
 * itself needs: its configuration, its own version.
 */
export async function readPnpm(text: string, file: string): Promise<Reading> {
  const documents = await parseYamlLock(text, file, 'pnpm');
  if (documents.length === 0 || documents.length > 2) {
    throw unreadable(file, 'pnpm', `has ${documents.length} documents, not one or two`);
  }
  for (const document of documents) {
    const version = textAt(document, 'lockfileVersion') ?? 'none';
    if (version !== '9.0') throw unreadable(file, 'pnpm', `has lockfileVersion ${version}; 9.0 is known`);
  }
  return { entries: documents.flatMap(entriesOf) };
}

function entriesOf(document: YamlMap): Entry[] {
  const always = alwaysInstalled(document);
  const all = mapAt(document, 'packages');
  const packages = [...all].map(([key, { line }]): Entry => {
    const resolution = mapAt(all, key, 'resolution');
    const { name, version } = splitKey(key);
    return {
      name,
      version,
      line,
      origin: originOf(version, resolution),
      files: [readIntegrity(textAt(resolution, 'integrity'))],
      ...when(always.has(key) ? true : undefined),
    };
  });
  return [...foldersOf(document), ...strayPatchesOf(document), ...packages];
}

/** `@ml/shapes@1.0.0`: the name and what is behind it, which is a version or an address. */
function splitKey(key: string): { name: string; version: string } {
  const at = key.indexOf('@', 1);
  return at < 0 ? { name: key, version: '' } : { name: key.slice(0, at), version: key.slice(at + 1) };
}

function originOf(version: string, resolution: YamlMap): Origin {
  const folder = textAt(resolution, 'directory');
  if (folder !== undefined) return { type: 'folder', path: folder };
  const repository = textAt(resolution, 'repo');
  if (repository !== undefined) return { type: 'elsewhere', what: repository };
  // `file:vendor/a.tgz`, `https://…`, `git+ssh://…`, `runtime:24.0.0`
  if (version.includes(':')) return { type: 'elsewhere', what: version };
  const tarball = textAt(resolution, 'tarball');
  return { type: 'registry', addresses: tarball === undefined ? [] : [tarball] };
}

/** The projects of the workspace, and the folders that they link to. */
function foldersOf(document: YamlMap): Entry[] {
  const importers = mapAt(document, 'importers');
  return [...importers].flatMap(([importer, { line }]) => {
    const project = mapAt(importers, importer);
    const asked = sections.flatMap((section) =>
      [...mapAt(project, section)].map((pair) => [section, ...pair] as const),
    );
    const links = asked.flatMap(([section, name, at]) => {
      const version = textAt(mapAt(project, section, name), 'version') ?? '';
      if (!version.startsWith('link:')) return [];
      const path = version.slice('link:'.length);
      return [folder(name, at.line, folderFrom(path, importer))];
    });
    return [folder(importer, line, importer), ...links];
  });
}

const sections = ['dependencies', 'devDependencies', 'optionalDependencies'];

function folder(name: string, line: number, path: string): Entry {
  return { name, version: undefined, line, origin: { type: 'folder', path }, files: [], ...when(true) };
}

/** Patches change what is installed; they are in the checkout, or they are refused. */
function strayPatchesOf(document: YamlMap): Entry[] {
  const patches = mapAt(document, 'patchedDependencies');
  return [...patches].flatMap(([name, { line }]) => {
    const path = textAt(mapAt(patches, name), 'path');
    return path === undefined || folderInside(path) !== undefined ? [] : [folder(name, line, path)];
  });
}
