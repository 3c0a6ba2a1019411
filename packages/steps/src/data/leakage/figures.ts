import type { LeakageRule } from '../checks/check.ts';
import type { Found } from '../measure/probe.ts';
import type { Classes } from './label.ts';

/** How well one column tells the label. */
export interface Telling {
  readonly column: string;
  /** The rows by which its guesses are better than the most common label; 0 where they are not. */
  readonly rows: number;
  /**
   * These as a share of all rows that the most common label is wrong for: Goodman and Kruskal's lambda, with guesses that leave
   * the row itself out.
   */
  readonly share: number;
}

/** What `hits`, the rows guessed right by a column, make of it: `most` of all `rows` have the most common label. */
export function tellingOf(
  column: string,
  hits: bigint,
  { most, rows }: Pick<Classes, 'most' | 'rows'>,
): Telling {
  const better = hits > most ? hits - most : 0n;
  return { column, rows: Number(better), share: Number(better) / Number(rows - most) };
}

const mostNamed = 20;
const mostCharacters = 60;

/** What a check says of its columns: the figure is that of the most telling one. */
export function foundOf(all: readonly Telling[], { range: { max } }: LeakageRule): Found {
  const columns = all.toSorted((a, b) => b.share - a.share);
  const [first = { column: '', rows: 0, share: 0 }] = columns;
  const above = columns.filter(({ share }) => share > max);
  return {
    kind: 'figure',
    value: first.share,
    isFailing: above.length > 0,
    text: textOf(first, above, max),
    plots: [{ kind: 'columns', columns: columns.slice(0, mostNamed) }],
  };
}

function textOf(first: Telling, above: readonly Telling[], max: number): string {
  const told = ({ column, share }: Telling, verb: string) =>
    `${quoted(column)}${verb} in ${percent(share, max)}`;
  if (first.share === 0) return 'no column tells more than that value does';
  if (above.length === 0) return told(first, ' tells the most,');
  const named = above.slice(0, mostNamed).map((each, at) => told(each, at === 0 ? ' tells it' : ''));
  const left = above.length - named.length;
  return [...named, ...(left > 0 ? [`and ${left} more`] : [])].join(', ');
}

function quoted(name: string): string {
  const characters = [...name];
  return `"${characters.length > mostCharacters ? `${characters.slice(0, mostCharacters).join('')}…` : name}"`;
}

/** Four digits, or more where those would put it on the other side of the limit, or make it all of the rows. */
function percent(share: number, max: number): string {
  const isTrue = (short: number) => short / 100 > max === share > max && (short === 100) === (share === 1);
  const rounded = [4, 8, 12].map((digits) => Number((share * 100).toPrecision(digits)));
  return `${rounded.find(isTrue) ?? share * 100} %`;
}
