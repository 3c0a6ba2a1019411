/** How much of the values a report may show. */
export type ShowValues = 'none' | 'masked' | 'all';

const longest = 200;

/** A value as the report may show it: undefined for none at all. Null and the empty text are told apart everywhere. */
export function shown(value: string | null, show: ShowValues): string | null | undefined {
  if (show === 'none') return undefined;
  if (value === null) return null;
  const cut = [...value].length > longest ? `${[...value].slice(0, longest).join('')}…` : value;
  return show === 'all' ? cut : shape(cut);
}

/** The shape of a value: digits as 9, letters as x and X, other ASCII as it is, everything else as ?. */
function shape(value: string): string {
  return value.replace(/[^ -~…]|[A-Za-z0-9]/gu, (character) => {
    if (/\p{Nd}/u.test(character)) return '9';
    if (/\p{Lu}/u.test(character)) return 'X';
    return /\p{L}/u.test(character) ? 'x' : '?';
  });
}

/** What the engine says of data, without the values that it quotes: a message goes where no report may show them. */
export function withoutValues(message: string): string {
  return message
    .replace(/'.*'|".*"/gs, "'…'")
    .replace(/\bvalue \S+/g, 'value …')
    .replace(/\([^()]*\)/g, '(…)');
}
