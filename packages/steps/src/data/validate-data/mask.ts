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
  return value
    .replace(/\p{Nd}/gu, '9')
    .replace(/\p{Lu}/gu, 'X')
    .replace(/\p{L}/gu, 'x')
    .replace(/[^ -~…]/gu, '?');
}
