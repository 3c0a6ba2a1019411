/** A regular expression of Python as one of RE2, or why there is none. */
export type Translated =
  | { readonly ok: true; readonly pattern: string }
  | { readonly ok: false; readonly reason: string };

/** What an escape of Python means; its classes know all of Unicode, those of RE2 only ASCII. */
const inClass: Readonly<Record<string, string>> = {
  d: '\\p{Nd}',
  D: '\\P{Nd}',
  w: '\\p{L}\\p{N}_',
  s: '\\s\\v\\x{1c}-\\x{1f}\\x{85}\\p{Z}',
  v: '\\v',
};
const outside: Readonly<Record<string, string>> = {
  ...inClass,
  w: '[\\p{L}\\p{N}_]',
  W: '[^\\p{L}\\p{N}_]',
  s: '[\\s\\v\\x{1c}-\\x{1f}\\x{85}\\p{Z}]',
  S: '[^\\s\\v\\x{1c}-\\x{1f}\\x{85}\\p{Z}]',
  Z: '\\z',
};

const refused: readonly (readonly [RegExp, string])[] = [
  [/^\(\?(=|!)/, 'looks ahead'],
  [/^\(\?<(=|!)/, 'looks behind'],
  [/^\(\?P=/, 'refers to a group'],
  [/^\(\?>/, 'has an atomic group'],
  [/^\(\?\(/, 'has a condition'],
  [/^\(\?#/, 'has a comment'],
  [/^\(\?[a-zA-Z]*[xauL]/, 'has flags that RE2 lacks'],
  [/^\\[1-9]/, 'refers to a group'],
  [/^\\N/, 'names a character'],
  [/^(?:[*+?]|\{\d*,?\d*\})\+/, 'has a possessive quantifier'],
];

/** Translates a pattern of Python's `re`. RE2 has neither look-around nor references: those are refused. */
export function fromPython(pattern: string): Translated {
  let out = '';
  let isClass = false;
  for (let at = 0; at < pattern.length; ) {
    const rest = pattern.slice(at);
    const found = isClass ? undefined : refused.find(([rule]) => rule.test(rest));
    if (found !== undefined) return { ok: false, reason: `its pattern ${found[1]}` };
    const [token, text] = translate(rest, isClass);
    if (text === undefined) return { ok: false, reason: `its pattern has "${token}" in a class` };
    if (token.startsWith('[') && !isClass) isClass = true;
    else if (token === ']') isClass = false;
    out += text;
    at += token.length;
  }
  return { ok: true, pattern: out };
}

/** The next part of the pattern, and what that is in RE2. */
function translate(rest: string, isClass: boolean): readonly [string, string | undefined] {
  const unicode = /^\\u([0-9a-fA-F]{4})|^\\U([0-9a-fA-F]{8})/.exec(rest);
  if (unicode !== null) return [unicode[0], `\\x{${unicode[1] ?? unicode[2]}}`];
  if (rest.startsWith('\\')) {
    const token = rest.slice(0, 2);
    const letter = token.slice(1);
    if (isClass && /[WSZbB]/.test(letter)) return [token, undefined];
    return [token, (isClass ? inClass : outside)[letter] ?? token];
  }
  // a bracket that opens or closes nothing stands for itself: in a class, and as its first
  const [open = ''] = /^\[\^?\]?/.exec(rest) ?? [];
  if (open !== '') return isClass ? ['[', '\\['] : [open, open.replace(/\]$/, '\\]')];
  if (!isClass && rest.startsWith('{,')) return ['{,', '{0,'];
  return [rest.slice(0, 1), rest.slice(0, 1)];
}

/** Text as a pattern that finds just that. */
export function escapePattern(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&').replaceAll('\n', '\\n');
}
