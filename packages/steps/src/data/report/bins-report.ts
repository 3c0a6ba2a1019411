import type { Bin } from './plot.ts';
import type { Report } from './schema.ts';
import type { Finding } from './verdict.ts';
import { areEdgesSeen, see, type Visibility } from './visibility.ts';

type Bins = Pick<Report['sources'][number]['checks'][number], 'bins'>;

/** The bins that a source and its reference are compared in, so that others can draw them; nothing for a check without. */
export function binsReport({ check, figure }: Finding, visibility: Visibility): Bins {
  const plot = figure?.plots?.find((one) => one.kind === 'bins');
  const referenceRows = plot?.referenceRows;
  if (plot === undefined || referenceRows === undefined) return {};
  const column = check.columns[0] ?? '';
  return {
    bins: plot.bins.map((bin) => ({
      ...nameOf(bin, column, visibility),
      rows: bin.rows,
      share: shareOf(bin.rows, plot.rows),
      'reference-rows': bin.referenceRows ?? 0,
      'reference-share': shareOf(bin.referenceRows ?? 0, referenceRows),
    })),
  };
}

function nameOf({ value, from, to }: Bin, column: string, visibility: Visibility) {
  if (value !== undefined) {
    const seen = see(column, value, visibility);
    return seen.kind === 'text' ? { value: seen.text } : {};
  }
  if (!areEdgesSeen(column, visibility)) return {};
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

const shareOf = (rows: number, all: number) => (all === 0 ? 0 : rows / all);
