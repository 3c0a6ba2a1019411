import { isMap, isPair, LineCounter, type Node, parseDocument } from 'yaml';
import type { Problem } from '../error.ts';

/** A YAML document as a value, with its mistakes and the line of each path. */
export interface ParsedYaml {
  readonly value: unknown;
  readonly problems: readonly Problem[];
  /** The line (from 1) of a key or list item; the nearest parent's where the path does not exist. */
  lineOf(path: readonly PropertyKey[]): number;
}

/**
 * Parses YAML 1.2 with the core schema. Duplicate keys are mistakes, and so are documents whose aliases expand to more
 * than 100 nodes.
 */
export function parseYaml(source: string, fileName: string): ParsedYaml {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, uniqueKeys: true, stringKeys: true });
  const problems: Problem[] = document.errors.map((error) => ({
    name: fileName,
    message: (error.message.split('\n')[0] ?? error.code).replace(/ at line \d+, column \d+:?$/, ''),
    place: `${fileName}:${lines.linePos(error.pos[0]).line}`,
  }));
  const lineOf: ParsedYaml['lineOf'] = (path) => lineAt(document.contents, path, lines);
  if (problems.length > 0) return { value: undefined, problems, lineOf };
  try {
    return { value: document.toJS({ maxAliasCount: 100 }), problems, lineOf };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { value: undefined, problems: [{ name: fileName, message, place: `${fileName}:1` }], lineOf };
  }
}

function lineAt(contents: unknown, path: readonly PropertyKey[], lines: LineCounter): number {
  let node = contents;
  let offset = rangeOf(node);
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isPair(item) && String(item.key) === String(key));
      if (pair === undefined) break;
      offset = rangeOf(pair.key) ?? offset;
      node = pair.value;
    } else if (hasItems(node) && typeof key === 'number') {
      node = node.items[key];
      offset = rangeOf(node) ?? offset;
    }
  }
  return lines.linePos(offset ?? 0).line;
}

function rangeOf(node: unknown): number | undefined {
  // every parsed node has a range; a missing value has no node
  return (node as Node | null | undefined)?.range?.[0];
}

function hasItems(node: unknown): node is { readonly items: readonly unknown[] } {
  return typeof node === 'object' && node !== null && 'items' in node && Array.isArray(node.items);
}
