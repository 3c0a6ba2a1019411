import type { Table } from './log.ts';
import { escapeMarkdown } from './markdown.ts';
import { plural } from './plural.ts';
import { visible } from './visible.ts';

/** How much room tables have in a summary, and where the rows are that do not fit. */
export interface TableRoom {
  readonly bytes: number;
  /** `the log, and .ml-ci/runs/make.tables.json`. */
  readonly rest: string;
}

/** Tables as Markdown. Where they do not fit, whole rows are left out of the longest ones, and a line says how many. */
export function markdownTables(tables: readonly Table[], room: TableRoom): string[] {
  const rendered = tables.map((table) => ({
    head: headOf(table),
    rows: table.rows.map(lineOf),
    end: table.isFolded ? ['', '</details>'] : [],
  }));
  const shares = shareOut(
    rendered.map(({ head, rows, end }) => bytesOf([head, ...rows, ...end])),
    room.bytes,
  );
  return rendered.map(({ head, rows, end }, index) => {
    const share = shares[index] ?? 0;
    if (bytesOf([head, ...rows, ...end]) <= share) return [head, ...rows, ...end].join('\n');
    const kept = takeWhileFits(rows, share - bytesOf([head, ...end]) - noteBytes);
    const left = rows.length - kept.length;
    return [head, ...kept, '', `… ${plural(left, 'more row')}: ${room.rest}`, ...end].join('\n');
  });
}

/** Room for the line that says what was left out. */
const noteBytes = 200;

/** Gives everyone what they need, and those who need the most an equal part of what is left. */
function shareOut(needs: readonly number[], room: number): readonly number[] {
  const shares = needs.map(() => 0);
  const ascending = needs.map((need, index) => ({ need, index })).sort((a, b) => a.need - b.need);
  let left = room;
  for (const [served, { need, index }] of ascending.entries()) {
    const share = Math.min(need, Math.floor(left / (needs.length - served)));
    shares[index] = share;
    left -= share;
  }
  return shares;
}

function takeWhileFits(rows: readonly string[], room: number): readonly string[] {
  let used = 0;
  const end = rows.findIndex((row) => {
    used += bytesOf([row]);
    return used > room;
  });
  return end < 0 ? rows : rows.slice(0, end);
}

function bytesOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
}

function headOf({ title, columns, rows, isFolded }: Table): string {
  if (rows.length === 0 && !isFolded) return `**${escapeMarkdown(title)}**`;
  return [
    // between tags it is HTML, which knows no backslash
    isFolded ? `<details><summary>${escapeTags(title)}</summary>` : `**${escapeMarkdown(title)}**`,
    '',
    lineOf(columns),
    `| ${columns.map(() => '---').join(' | ')} |`,
  ].join('\n');
}

function lineOf(cells: readonly string[]): string {
  return `| ${cells.map(escapeMarkdown).join(' | ')} |`;
}

function escapeTags(text: string): string {
  return visible(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\r\n]+/g, ' ');
}
