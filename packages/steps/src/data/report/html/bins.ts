import type { Bin, Plot } from '../plot.ts';
import { areEdgesSeen, see, seenText, type Visibility } from '../visibility.ts';
import { shortNumber } from './words.ts';

type Bins = Extract<Plot, { kind: 'bins' }>;

/** A bar as it is drawn: its name, and its shares of the rows. */
export interface Bar {
  readonly name: string;
  readonly rows: number;
  readonly share: number;
  readonly reference?: { readonly rows: number; readonly share: number };
}

/** Bars of a plot. Of many neighbours several are drawn as one; of many categories the first are. */
export interface Bars {
  readonly isOfNumbers: boolean;
  readonly bars: readonly Bar[];
  /** Where the axis of numbers begins and ends, as far as that may be seen. */
  readonly ends: readonly [string, string];
  readonly left: number;
}

const most = { numbers: 60, categories: 20 } as const;

/** The bars of a plot of a column. */
export function barsOf(plot: Bins, column: string, visibility: Visibility): Bars {
  const isOfNumbers = plot.bins.some(({ from, to }) => from !== undefined || to !== undefined);
  const bins = isOfNumbers ? merged(plot.bins, most.numbers) : plot.bins.slice(0, most.categories);
  const names = bins.map((bin, at) => nameOf(bin, { at, column, visibility }));
  const bars = bins.map((bin, at): Bar => {
    const reference =
      plot.referenceRows === undefined
        ? {}
        : { reference: counted(bin.referenceRows ?? 0, plot.referenceRows) };
    return { name: names[at] ?? '', ...counted(bin.rows, plot.rows), ...reference };
  });
  const numbers = bins.filter(({ from, to }) => from !== undefined || to !== undefined);
  const isSeen = areEdgesSeen(column, visibility);
  const edge = (value: Edge | undefined) => (value === undefined || !isSeen ? '' : edgeText(value, 3));
  return {
    isOfNumbers,
    bars,
    ends: [edge(numbers[0]?.from ?? numbers[0]?.to), edge(numbers.at(-1)?.to ?? numbers.at(-1)?.from)],
    left: isOfNumbers ? 0 : plot.bins.length - bins.length,
  };
}

const counted = (rows: number, all: number) => ({ rows, share: all === 0 ? 0 : rows / all });

interface Named {
  readonly at: number;
  readonly column: string;
  readonly visibility: Visibility;
}

function nameOf({ value, from, to }: Bin, { at, column, visibility }: Named): string {
  if (value !== undefined) {
    const seen = see(column, value, visibility);
    // several categories can have one shape
    if (seen.kind === 'text') return visibility.show === 'all' ? seen.text : `${at + 1}: ${seen.text}`;
    return seen.kind === 'pii' ? (seenText(seen) ?? '') : `value ${at + 1}`;
  }
  if (from === undefined && to === undefined) return 'all others';
  if (!areEdgesSeen(column, visibility)) return `bin ${at + 1}`;
  if (from === undefined) return `below ${edgeText(to ?? 0)}`;
  return to === undefined ? `${edgeText(from)} and above` : `${edgeText(from)} to ${edgeText(to)}`;
}

type Edge = NonNullable<Bin['from']>;

function edgeText(edge: Edge, digits?: number): string {
  return typeof edge === 'string' ? edge : shortNumber(edge, digits);
}

/** Neighbours together, so that no more than `limit` are left. */
function merged(bins: readonly Bin[], limit: number): readonly Bin[] {
  const size = Math.ceil(bins.length / limit);
  if (size <= 1) return bins;
  return Array.from({ length: Math.ceil(bins.length / size) }, (_, at) => {
    const group = bins.slice(at * size, (at + 1) * size);
    const [from, to] = [group[0]?.from, group.at(-1)?.to];
    const sum = (key: 'rows' | 'referenceRows') => group.reduce((all, bin) => all + (bin[key] ?? 0), 0);
    return {
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      rows: sum('rows'),
      referenceRows: sum('referenceRows'),
    };
  });
}
