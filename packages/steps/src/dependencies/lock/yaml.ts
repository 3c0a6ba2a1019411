import type { Node } from 'yaml';
import type { LockKind } from './lock.ts';
import { type Spot, unreadable } from './lock-error.ts';

/** A value of YAML with the line of it or of its key, from 1. Scalars are texts as they are written: `'9.0'`, `true`. */
interface YamlValue {
  readonly line: number;
  readonly value: string | readonly YamlValue[] | YamlMap;
}

/** Keys are never looked up as properties: `__proto__` is one like any other. */
export type YamlMap = ReadonlyMap<string, YamlValue>;

/** Parses each document of a lock in YAML; a mistake is refused with its line. Aliases and tags are mistakes. */
export async function parseYamlLock(text: string, lock: string, kind: LockKind): Promise<YamlMap[]> {
  const yaml = await import('yaml');
  const lines = new yaml.LineCounter();
  const lineOf = (offset: number) => lines.linePos(offset).line;
  const refuse = (at: Spot) => unreadable(lock, kind, 'is not YAML of a lock', { at });
  const take = (node: Node | null, line: number): YamlValue => {
    if (node === null) return { line, value: '' };
    if (yaml.isScalar(node)) return { line, value: typeof node.value === 'string' ? node.value : '' };
    const own = lineOf(node.range?.[0] ?? 0);
    if (yaml.isSeq<Node | null>(node)) return { line, value: node.items.map((item) => take(item, own)) };
    if (!yaml.isMap<Node | null, Node | null>(node)) throw refuse({ line: own, why: 'an alias' });
    const map = new Map<string, YamlValue>();
    for (const { key, value } of node.items) {
      const at = lineOf(key?.range?.[0] ?? value?.range?.[0] ?? 0);
      const name = yaml.isScalar(key) ? key.value : undefined;
      if (typeof name !== 'string') throw refuse({ line: at, why: 'a key that is no text' });
      if (map.has(name)) throw refuse({ line: at, why: `"${name}" for the second time` });
      map.set(name, take(value, at));
    }
    return { line, value: map };
  };
  try {
    // All scalars are texts, so that no version is a number; keys are compared above, in linear time.
    const options = {
      lineCounter: lines,
      schema: 'failsafe',
      uniqueKeys: false,
      logLevel: 'silent',
    } as const;
    const parsed = yaml.parseAllDocuments<Node>(text, options);
    const documents = [...parsed];
    return documents.map(({ errors, warnings, contents }) => {
      const [mistake] = [...errors, ...warnings];
      if (mistake) {
        const why = (mistake.message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '');
        throw refuse({ line: lineOf(mistake.pos[0]), why });
      }
      const { value } = take(contents, 1);
      if (value instanceof Map) return value;
      throw refuse({ line: 1, why: 'no map' });
    });
  } catch (cause) {
    if (cause instanceof RangeError) throw unreadable(lock, kind, 'is nested too deeply', { cause });
    throw cause;
  }
}

/** The map at the end of these keys; empty where there is none. */
export function mapAt(map: YamlMap, ...keys: readonly string[]): YamlMap {
  let found = map;
  for (const key of keys) {
    const value = found.get(key)?.value;
    if (!(value instanceof Map)) return new Map();
    found = value;
  }
  return found;
}

/** The text under a key; undefined where there is none, or something else. */
export function textAt(map: YamlMap, key: string): string | undefined {
  const value = map.get(key)?.value;
  return typeof value === 'string' ? value : undefined;
}
