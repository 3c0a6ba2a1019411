import { expect, it } from 'vitest';
import { folderWith, fromParquet, parquetIn, runEach, runIn, samplesOf } from './fixture.ts';

/** A file with known defects: what stands in it, and where they are. */
interface Made {
  readonly content: string;
  readonly bad: readonly { readonly row: number; readonly line: number }[];
  readonly ragged: readonly { readonly row: number; readonly line: number }[];
}

const cells = ['a', '"b"', '"c, d"', '"e\n\nf"', '"g""\nh"', '"\r\n"', ' i', '', '""', '"j,\n"', 'k"l'];

/** A file of 60 records of every kind, from a seed. */
function make(seed: number, end: string): Made {
  let state = seed;
  const next = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 16) % below;
  };
  const [bad, ragged]: { row: number; line: number }[][] = [[], []];
  let content = `x,y,z${end}`;
  let row = 0;
  for (let record = 0; record < 60; record += 1) {
    const line = content.split(/\r\n|\n|\r/).length;
    const kind = next(6);
    // a blank line is no row
    row += kind === 0 ? 0 : 1;
    const middle = cells[next(cells.length)] ?? '';
    if (kind === 0) content += end;
    else if (kind === 1) content += `1,${middle}${end}`;
    else content += `${kind === 2 ? 'bad' : record},${middle},${next(9)}${end}`;
    if (kind === 1) ragged?.push({ row, line });
    if (kind === 2) bad?.push({ row, line });
  }
  return { content, bad: bad ?? [], ragged: ragged ?? [] };
}

it('finds the row and the line of every defect, past quotes, blank lines and rows that could not be read', async () => {
  const files = Array.from({ length: 24 }, (_, seed) => make(seed + 1, seed % 3 === 2 ? '\r\n' : '\n'));
  const checks = 'columns: { x: { type: integer }, y: { nullable: true } }';
  const { report } = await runEach(
    files.map(({ content }) => ({ content, checks })),
    { 'max-findings': '1000' },
  );
  const places = (name: string, at: number) =>
    samplesOf(report, name, at).map((sample) => {
      const { row, line } = sample as { row: number; line: number };
      return { row, line };
    });
  for (const [at, { bad, ragged }] of files.entries()) {
    expect(places('x type', at)).toEqual(bad);
    expect(places('readable', at)).toEqual(ragged);
  }
  expect(files.flatMap(({ bad }) => bad).length).toBeGreaterThan(100);
});

it.each(['csv', 'parquet', 'jsonl'])(
  'names rows far behind the first ones of a large file (%s)',
  async (format) => {
    const root = await folderWith({});
    const rows = `SELECT i AS id, CASE WHEN i IN (5, 220000, 220001) THEN 900 ELSE i % 10 END AS near,
    CASE WHEN i >= 230000 THEN 900 ELSE i % 10 END AS far FROM range(1, 240001) t(i)`;
    await parquetIn(root, 'large.parquet', rows);
    if (format !== 'parquet') await fromParquet(root, 'large.parquet', `large.${format}`);
    const column = '{ type: integer, max: 9 }';
    const checks = `version: 1\ncolumns: { id: { type: integer }, near: ${column}, far: ${column} }\n`;
    const { report } = await runIn(root, checks, { sources: `large.${format}`, 'max-findings': '3' });
    const rowsOf = (name: string) => samplesOf(report, name).map((sample) => (sample as { row: number }).row);
    expect(rowsOf('near max')).toEqual([5, 220_000, 220_001]);
    expect(rowsOf('far max')).toEqual([230_000, 230_001, 230_002]);
  },
);
