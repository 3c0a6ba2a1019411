import type { LeakageRule } from '../checks/check.ts';
import type { Found } from '../measure/probe.ts';

/** How well one column tells the label. */
export interface Telling {
  readonly column: string;
  /** From 0 to 1. */
  readonly figure: number;
}

/**
 * Goodman and Kruskal's lambda: of the rows that the most common label is wrong for, the share that a guess is better by. 0
 * where it is not better.
 */
export function lambda(hits: bigint, most: bigint, rows: bigint): number {
  return hits <= most ? 0 : Number(hits - most) / Number(rows - most);
}

const mostNamed = 20;
const mostCharacters = 60;

/** What a check says of its columns: the figure is that of the most telling one. */
export function foundOf(all: readonly Telling[], { range: { max } }: LeakageRule): Found {
  const columns = all.toSorted((a, b) => b.figure - a.figure);
  const [first = { column: '', figure: 0 }] = columns;
  const above = columns.filter(({ figure }) => figure > max);
  return {
    kind: 'figure',
    value: first.figure,
    isFailing: above.length > 0,
    text: textOf(first, above, max),
  };
}

function textOf(first: Telling, above: readonly Telling[], max: number): string {
  const told = ({ column, figure }: Telling, verb: string) =>
    `${quoted(column)}${verb} in ${percent(figure, max)}`;
  if (first.figure === 0) return 'none does better than that value';
  if (above.length === 0) return told(first, ' does the most,');
  const named = above.slice(0, mostNamed).map((each, at) => told(each, at === 0 ? ' does' : ''));
  const left = above.length - named.length;
  return [...named, ...(left > 0 ? [`and ${left} more`] : [])].join(', ');
}

function quoted(name: string): string {
  const characters = [...name];
  return `"${characters.length > mostCharacters ? `${characters.slice(0, mostCharacters).join('')}…` : name}"`;
}

/** Four digits, or all where those would put it on the other side of the limit, or make it all of the rows. */
function percent(share: number, max: number): string {
  const short = Number((share * 100).toPrecision(4));
  const isTrue = short / 100 > max === share > max && (short === 100) === (share === 1);
  return `${isTrue ? short : share * 100} %`;
}
