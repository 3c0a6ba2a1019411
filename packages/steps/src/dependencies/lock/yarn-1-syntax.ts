import { unreadable } from './lock-error.ts';

/** An entry of a yarn.lock of version 1: what was asked for, and what it is. */
export interface Yarn1Entry {
  /** `debug@^4.0.0`, `spaces@npm:ms@2.0.0` */
  readonly asked: readonly string[];
  /** `version`, `resolved`, `integrity`; not what it needs itself. */
  readonly fields: ReadonlyMap<string, string>;
  /** What it needs itself, as an entry of that is asked for: `ms@^2.1.1`. */
  readonly needs: readonly string[];
  /** From 1. */
  readonly line: number;
}

/** In quotes as JSON has them, or a word that Yarn writes without. */
const word = String.raw`"(?:[^"\\]|\\.)*"|[A-Za-z][^\s",:[\]\\]*`;
const header = new RegExp(`^(?:${word})(?:, (?:${word}))*:$`);
const field = new RegExp(`^  (?:  )?(${word}) (${word}|\\d+)$`);
const group = new RegExp(`^  (?:${word}):$`);

/**
 * Reads the lines of a yarn.lock of version 1. Its format is Yarn's own, no YAML; Yarn's parser of it brings one of shells and
 * a second one of YAML along, and tells no lines. Nothing but what Yarn writes is read, so no conflict of a merge either.
 */
export function parseYarn1(text: string, lock: string): Yarn1Entry[] {
  const entries: { asked: string[]; fields: Map<string, string>; needs: string[]; line: number }[] = [];
  const known = new Set<string>();
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  for (const [index, line] of lines.entries()) {
    const refuse = (why: string) =>
      unreadable(lock, 'yarn-1', 'is not a yarn.lock of version 1', { at: { line: index + 1, why } });
    if (line === '' || line.startsWith('#')) continue;
    const entry = entries.at(-1);
    if (header.test(line)) {
      const asked = [...line.matchAll(new RegExp(word, 'g'))].map(([found]) => plain(found, refuse));
      const twice = asked.find((one) => known.has(one));
      if (twice !== undefined) throw refuse(`"${twice}" for the second time`);
      for (const one of asked) known.add(one);
      entries.push({ asked, fields: new Map(), needs: [], line: index + 1 });
    } else if (entry && field.test(line)) {
      const [, key = '', value = ''] = field.exec(line) ?? [];
      if (line.startsWith('    ')) {
        entry.needs.push(`${plain(key, refuse)}@${plain(value, refuse)}`);
        continue;
      }
      if (entry.fields.has(key)) throw refuse(`"${key}" for the second time`);
      entry.fields.set(key, plain(value, refuse));
    } else if (!entry || !group.test(line)) {
      throw refuse(/^[<=>|]{7}/.test(line) ? 'a conflict of a merge' : 'no entry and no field');
    }
  }
  return entries;
}

function plain(found: string, refuse: (why: string) => Error): string {
  if (!found.startsWith('"')) return found;
  try {
    return String(JSON.parse(found));
  } catch {
    throw refuse('a text in quotes that has no end');
  }
}
