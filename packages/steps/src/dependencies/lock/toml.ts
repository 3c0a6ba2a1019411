import type { LockKind } from './lock.ts';
import { unreadable } from './lock-error.ts';

/** A table of TOML. Its keys are its own: `__proto__` is one like any other. */
export type Table = Readonly<Record<string, unknown>>;

export interface Toml {
  readonly root: Table;
  /** The tables of an array of the top, `[[package]]`, each with the line of its header, from 1. */
  tables(array: string): readonly { readonly table: Table; readonly line: number }[];
}

/** Parses a lock in TOML; a mistake is refused with its line. */
export async function parseToml(text: string, lock: string, kind: LockKind): Promise<Toml> {
  const { parse, TomlError } = await import('smol-toml');
  let root: Table;
  try {
    root = parse(text, { integersAsBigInt: 'asNeeded' });
  } catch (cause) {
    const message = 'is not TOML';
    if (!(cause instanceof TomlError)) throw unreadable(lock, kind, message, { cause });
    const why = (cause.message.split('\n')[0] ?? '').replace('Invalid TOML document: ', '');
    throw unreadable(lock, kind, message, { at: { line: cause.line, why } });
  }
  return {
    root,
    tables(array) {
      const tables = root[array] ?? [];
      if (!Array.isArray(tables) || !tables.every(isTable))
        throw unreadable(lock, kind, `has a "${array}" that is no list of tables`);
      const lines = headersOf(text, array);
      return tables.map((table, index) => ({ table, line: lines[index] ?? 1 }));
    },
  };
}

/** True for a table of TOML or an object of JSON. */
export function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The names that an entry of any lock in TOML has. */
export function named({ name, version }: Table, line: number) {
  return { name: textOf(name) ?? '', version: textOf(version), line };
}

/** The table under a key; empty where there is none. */
export function tableOf(value: unknown): Table {
  return isTable(value) ? value : {};
}

/** The text of a value; undefined for anything else. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The texts of a list; empty for anything else. */
export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** The tables of a list; empty for anything else. */
export function tablesOf(value: unknown): readonly Table[] {
  return Array.isArray(value) ? value.filter(isTable) : [];
}

/** The parser gives no positions, so they are looked for: no tool writes a header into a text of many lines. */
function headersOf(text: string, array: string): number[] {
  const lines: number[] = [];
  for (const [index, line] of text.split('\n').entries())
    if (line.startsWith('[[') && line.trimEnd() === `[[${array}]]`) lines.push(index + 1);
  return lines;
}
