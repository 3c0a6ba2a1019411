import { poetrySource } from '../../lock/rewrite-python.ts';
import { isTable, type Table, tableOf } from '../../lock/toml.ts';
import { contentHash, type HashKind, hashKinds } from './content-hash.ts';

/** Which way of making the hash gives the one that a lock has; undefined where none does. */
export function hashKindOf(pyproject: Table, lock: Table): HashKind | undefined {
  const written = tableOf(lock.metadata)['content-hash'];
  return hashKinds.find((kind) => contentHash(pyproject, kind) === written);
}

/** The pyproject of an install alone: what says what is installed, all of it from one index. */
export function withSource(pyproject: Table, index: string, priority: 'default' | 'primary'): Table {
  // Neither is read where the project itself is not built, and the files that they name are not in the copy.
  const { readme: _, license: __, 'license-files': ___, ...project } = tableOf(pyproject.project);
  // Plugins would be fetched and run beside the token.
  const { 'requires-plugins': ____, ...poetry } = tableOf(tableOf(pyproject.tool).poetry);
  const source = [{ name: poetrySource, url: index, priority }];
  return {
    ...(isTable(pyproject.project) ? { project } : {}),
    ...(isTable(pyproject['dependency-groups'])
      ? { 'dependency-groups': pyproject['dependency-groups'] }
      : {}),
    tool: { poetry: { ...tableOf(renameSources(poetry)), source } },
  };
}

/** Dependencies may name the source that they come from. */
function renameSources(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(renameSources);
  if (!isTable(value)) return value;
  const entries = Object.entries(value).map(([key, inner]) =>
    key === 'source' && typeof inner === 'string' ? [key, poetrySource] : [key, renameSources(inner)],
  );
  return Object.fromEntries(entries);
}

/** The lock of that pyproject: with its hash, without source distributions, and without packages that are built later. */
export function wheelsOnly(lock: string, hash: string, isLeft: (name: string) => boolean): string {
  return lock
    .split(/^(?=\[\[package\]\]\s*$|\[(?:extras|metadata)\]\s*$)/m)
    .filter((part) => !part.startsWith('[[package]]') || !isLeft(nameOf(part)))
    .map((part) => (part.startsWith('[[package]]') ? withoutSdists(part) : part))
    .join('')
    .replace(/^content-hash = "[^"]*"/m, () => `content-hash = "${hash}"`);
}

function nameOf(part: string): string {
  return /^name = "([^"]*)"/m.exec(part)?.[1] ?? '';
}

/** Where nothing else is there, a hash that no file has keeps Poetry from building one: without any it would take each file. */
function withoutSdists(part: string): string {
  const file = /^ *\{file = "([^"]*)", hash = "[^"]*"\},?\r?\n/gm;
  const hasWheel = [...part.matchAll(file)].some(([, name = '']) => name.endsWith('.whl'));
  return part.replace(file, (line, name: string) => {
    if (name.endsWith('.whl')) return line;
    return hasWheel ? '' : line.replace(/hash = "[^"]*"/, `hash = "${noHash}"`);
  });
}

/** Stands where a file may not be installed. */
export const noHash = `sha256:${'0'.repeat(64)}`;
