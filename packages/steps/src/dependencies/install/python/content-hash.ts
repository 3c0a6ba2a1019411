import { createHash } from 'node:crypto';
import { isTable, type Table, tableOf } from '../../lock/toml.ts';

const legacyKeys = ['dependencies', 'source', 'extras', 'dev-dependencies'];
const poetryKeys = [...legacyKeys, 'group'];
const projectKeys = ['requires-python', 'dependencies', 'optional-dependencies'];

/** What of a pyproject.toml the hash is made of: groups of PEP 735 count from Poetry 2.3 on. */
export type HashKind = 'with-groups' | 'without-groups';
export const hashKinds: readonly HashKind[] = ['with-groups', 'without-groups'];

/**
 * The `content-hash` that Poetry writes into a poetry.lock for a pyproject.toml, as `Locker._get_content_hash` makes it:
 * https://github.com/python-poetry/poetry/blob/main/src/poetry/packages/locker.py
 */
export function contentHash(pyproject: Table, kind: HashKind): string {
  const project = pick(tableOf(pyproject.project), projectKeys);
  const groups = kind === 'with-groups' ? tableOf(pyproject['dependency-groups']) : {};
  const isModern = Object.keys(project).length > 0 || Object.keys(groups).length > 0;
  const settings = tableOf(tableOf(pyproject.tool).poetry);
  // The old keys stand there even where they are missing.
  const legacy = isModern ? {} : Object.fromEntries(legacyKeys.map((key) => [key, null]));
  const poetry = { ...legacy, ...pick(settings, poetryKeys) };
  const relevant = {
    ...(Object.keys(project).length > 0 ? { project } : {}),
    ...(Object.keys(groups).length > 0 ? { 'dependency-groups': groups } : {}),
    tool: { poetry },
  };
  return createHash('sha256')
    .update(pythonJson(isModern ? relevant : poetry))
    .digest('hex');
}

function pick(table: Table, keys: readonly string[]): Table {
  return Object.fromEntries(keys.filter((key) => table[key] !== undefined).map((key) => [key, table[key]]));
}

/** JSON as `json.dumps(value, sort_keys=True)` of Python writes it. */
export function pythonJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
  if (isTable(value)) {
    const keys = Object.keys(value).sort();
    return `{${keys.map((key) => `${pythonJson(key)}: ${pythonJson(value[key])}`).join(', ')}}`;
  }
  if (typeof value === 'bigint') return String(value);
  const text = JSON.stringify(value) ?? 'null';
  // Python writes ASCII alone.
  return text.replace(/[\u007f-\uffff]/g, (unit) =>
    unit === '\u007f' ? unit : `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
