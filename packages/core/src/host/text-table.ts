import type { Table } from '../log.ts';
import { type Paint, printable } from './paint.ts';
import { cutTo, padTo, widthOf } from './width.ts';

const minColumn = 12;
const gap = 2;

/**
 * A table in columns, for people. Where a line would not fit `width`, the widest columns are cut, with a mark; where even
 * narrow columns would not, each row is shown as lines of its own.
 */
export function textTable({ title, columns, rows, isFolded }: Table, paint: Paint, width: number): string[] {
  const head = paint.bold(oneLine(title));
  if (rows.length === 0 || isFolded) return [head];
  const cells = [columns, ...rows].map((row) => row.map(oneLine));
  const natural = columns.map((_, index) =>
    cells.reduce((most, row) => Math.max(most, widthOf(row[index] ?? '')), 0),
  );
  const room = width - gap * columns.length;
  const least = natural.reduce((sum, each) => sum + Math.min(minColumn, each), 0);
  const [names = [], ...body] = cells;
  if (least > room) return [head, ...stacked(names, body, paint, width)];
  const widths = fitWidths(natural, room);
  const line = (row: readonly string[]) =>
    `  ${row.map((cell, index) => fitCell(cell, widths[index] ?? 0, index === row.length - 1)).join('  ')}`;
  return [head, paint.dim(line(names)), ...body.map(line)];
}

/** Each row as a block, a line for each cell that says something. */
function stacked(
  names: readonly string[],
  rows: readonly (readonly string[])[],
  paint: Paint,
  width: number,
): string[] {
  const label = Math.min(Math.max(0, ...names.map(widthOf)), Math.floor(width / 3));
  const room = Math.max(minColumn, width - label - 2 * gap);
  return rows.flatMap((row, at) => [
    ...(at === 0 ? [] : ['']),
    ...row.flatMap((cell, index) =>
      cell === ''
        ? []
        : [`  ${paint.dim(padTo(cutTo(names[index] ?? '', label), label))}  ${cutTo(cell, room)}`],
    ),
  ]);
}

/** Takes from the widest column until the sum fits; no column gets narrower than that. */
function fitWidths(natural: readonly number[], room: number): readonly number[] {
  const widths = [...natural];
  const sum = () => widths.reduce((total, each) => total + each, 0);
  while (sum() > room) {
    const widest = widths.indexOf(Math.max(...widths));
    const now = widths[widest] ?? 0;
    if (now <= minColumn) break;
    widths[widest] = now - 1;
  }
  return widths;
}

function fitCell(cell: string, width: number, isLast: boolean): string {
  const kept = cutTo(cell, width);
  return isLast ? kept : padTo(kept, width);
}

function oneLine(text: string): string {
  return printable(text).replaceAll('\n', ' ').replaceAll('\t', ' ');
}
