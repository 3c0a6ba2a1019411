import { describe, expect, it } from 'vitest';
import { createPaint } from './host/paint.ts';
import { textTable } from './host/text-table.ts';
import { markdownTables } from './summary-table.ts';

const folded = {
  title: '3 <passed> *checks*',
  columns: ['check'],
  rows: [['a'], ['b'], ['c']],
  isFolded: true,
} as const;
const room = (bytes: number) => ({ bytes, rest: 'see the log' });

it('a table without rows is its title', () => {
  expect(markdownTables([{ title: 'nothing *failed*', columns: ['check'], rows: [] }], room(1_000))).toEqual([
    '**nothing \\*failed\\***',
  ]);
});

describe('a folded table', () => {
  it('stands behind its title in a summary', () => {
    expect(markdownTables([folded], room(1_000))).toEqual([
      '<details><summary>3 &lt;passed&gt; *checks*</summary>\n\n| check |\n| --- |\n| a |\n| b |\n| c |\n\n</details>',
    ]);
  });

  it('is closed where rows are left out', () => {
    const rows = Array.from({ length: 100 }, (_, at) => [`row ${at}`]);
    const [markdown = ''] = markdownTables([{ ...folded, rows }], room(600));
    expect(Buffer.byteLength(markdown)).toBeLessThan(600);
    expect(markdown).toMatch(/\n\n… \d+ more rows: see the log\n\n<\/details>$/);
  });

  it('is no more than its title in a log', () => {
    expect(textTable(folded, createPaint(false), 80)).toEqual(['3 <passed> *checks*']);
  });
});
