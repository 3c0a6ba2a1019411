/** A pattern that finds the same in every engine, or why there is none. */
export type PortablePattern =
  | { readonly ok: true; readonly pattern: string }
  | { readonly ok: false; readonly reason: string };

/** What a backslash and a letter stand for in RE2; in Java syntax some of them depend on flags or on Unicode tables. */
const sets: Readonly<Record<string, string>> = { d: '0-9', w: '0-9A-Za-z_', s: '\\t\\n\\f\\r ' };
const controls: Readonly<Record<string, string>> = { t: '\\t', n: '\\n', r: '\\r', f: '\\f' };

/**
 * Writes an RE2 pattern in the part of the syntax that RE2 and Java read alike. `^` and `$` become the ends of the text
 * (in Java `$` also stands before a last line end), `.` all but a line feed, `\d`, `\w` and `\s` their ASCII characters.
 * Flags, word boundaries, Unicode classes, named groups and all else that differs, or may, is refused.
 */
export function portablePattern(pattern: string): PortablePattern {
  try {
    return { ok: true, pattern: translate(pattern) };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, reason: error.message };
    throw error;
  }
}

class Refused extends Error {}

function translate(pattern: string): string {
  let written = '';
  let at = 0;
  let canRepeat = false;
  while (at < pattern.length) {
    const rest = pattern.slice(at);
    const [part, length] = next(rest, canRepeat);
    written += part;
    at += length;
    canRepeat = !/^(?:\(\?:|[(|^*+?{])/.test(rest) && rest[0] !== '$';
  }
  return written;
}

/** The first part of `rest` as it is written, and its length in `rest`. */
function next(rest: string, canRepeat: boolean): readonly [string, number] {
  const [char = ''] = rest;
  const repeat = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/.exec(rest)?.[0];
  if (repeat !== undefined) {
    if (!canRepeat) throw new Refused(`repeats at "${rest}" what engines do not agree on`);
    return [repeat, repeat.length];
  }
  switch (char) {
    case '[':
      return characterClass(rest);
    case '\\':
      return escaped(rest);
    case '(': {
      const open = rest.startsWith('(?:') ? '(?:' : '(';
      if (rest.startsWith('(?') && open === '(') throw new Refused(`has "${rest.slice(0, 4)}"`);
      return [open, open.length];
    }
    case ')':
    case '|':
      return [char, 1];
    case '^':
      return ['\\A', 1];
    case '$':
      return ['\\z', 1];
    case '.':
      return ['[^\\n]', 1];
    default:
      return [plain(char, rest), 1];
  }
}

function escaped(rest: string): readonly [string, number] {
  const letter = rest[1] ?? '';
  const set = sets[letter.toLowerCase()];
  if (set !== undefined) return [`[${letter === letter.toLowerCase() ? '' : '^'}${set}]`, 2];
  return [controls[letter] ?? anchor(letter) ?? escapedSign(letter), 2];
}

const anchor = (letter: string) => (letter === 'A' || letter === 'z' ? `\\${letter}` : undefined);

function escapedSign(letter: string): string {
  if (/^[!-/:-@[-`{-~]$/.test(letter)) return `\\${letter}`;
  throw new Refused(`has "\\${letter}"`);
}

/** Whatever could be more than itself, to any of the engines, is escaped. */
function plain(char: string, rest: string): string {
  const code = rest.codePointAt(0) ?? 0;
  if (code > 0xffff || (code >= 0xd800 && code <= 0xdfff))
    throw new Refused(`has "${String.fromCodePoint(code)}", a character beyond 16 bits`);
  return /^[!-/:-@[-`{-~]$/.test(char) ? `\\${char}` : char;
}

function characterClass(rest: string): readonly [string, number] {
  let at = rest[1] === '^' ? 2 : 1;
  let written = at === 2 ? '[^' : '[';
  const first = at;
  while (at < rest.length && (rest[at] !== ']' || at === first)) {
    if (rest.startsWith('[:', at)) throw new Refused(`has "${rest.slice(at, at + 6)}"`);
    const letter = rest[at] === '\\' ? rest[at + 1] : undefined;
    if (letter === undefined) {
      // a dash that is not between two characters is meant as itself
      const isRange = rest[at] === '-' && at > first && rest[at + 1] !== ']';
      written += isRange ? '-' : plain(rest[at] ?? '', rest.slice(at));
      at += 1;
    } else {
      if (/[DWS]/.test(letter)) throw new Refused(`has "\\${letter}" in brackets`);
      written += sets[letter] ?? controls[letter] ?? escapedSign(letter);
      at += 2;
    }
  }
  if (rest[at] !== ']') throw new Refused('has a bracket that is not closed');
  return [`${written}]`, at + 1];
}
