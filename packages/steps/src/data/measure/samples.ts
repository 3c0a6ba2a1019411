import type { Engine } from '../engine/engine.ts';
import type { Finding } from '../report/verdict.ts';
import type { SourceFile } from '../sources/sources.ts';
import type { Figures, Measurable, Measured } from './measure.ts';

/** A row that fails a check, and the cells that the check looked at. */
export interface Sample {
  readonly file: string;
  readonly row?: number;
  readonly line?: number;
  readonly cells: readonly { readonly column: string; readonly value: string | null }[];
  /** Why a row that could not be read could not. */
  readonly reason?: string;
}

/** A failing check of rows, with its number among the checks of the source. */
interface Failing {
  readonly index: number;
  readonly measured: Extract<Measured, { kind: 'rows' }>;
  readonly samples: Sample[];
}

/**
 * The first failing rows of each check that did not pass, by the number of the check. File by file, one scan each, and
 * none where what fails is within the limits.
 */
export async function takeSamples(
  engine: Engine,
  measurable: Measurable,
  figures: Figures,
  findings: readonly Finding[],
  limit: number,
): Promise<ReadonlyMap<number, readonly Sample[]>> {
  const all = figures.measured.flatMap((measured, index): Failing[] =>
    measured.kind === 'rows' && findings[index]?.status !== 'passed'
      ? [{ index, measured, samples: [] }]
      : [],
  );
  for (const file of measurable.table.source.files) {
    const open = all.filter(
      ({ samples, measured }) => samples.length < limit && samples.length < measured.failing,
    );
    if (open.length > 0 && limit > 0) await sampleFile(engine, measurable, figures, { file, open, limit });
  }
  const unread = unreadSamples(figures);
  return new Map([...all.map(({ index, samples }) => [index, samples] as const), ...unread]);
}

function unreadSamples({ measured, rejected }: Figures): [number, Sample[]][] {
  const index = measured.findIndex(({ check }) => check.rule.kind === 'readable');
  const samples = rejected.samples.map(({ text, reason, ...place }) => ({
    ...place,
    reason,
    cells: text === undefined ? [] : [{ column: '', value: text }],
  }));
  return samples.length === 0 ? [] : [[index, samples]];
}

interface FileSamples {
  readonly file: SourceFile;
  readonly open: readonly Failing[];
  readonly limit: number;
}

async function sampleFile(
  engine: Engine,
  { table, projection, sampleRows }: Measurable,
  { rejected }: Figures,
  { file, open, limit }: FileSamples,
): Promise<void> {
  const picks = open.map(({ index, measured, samples }) => {
    const cells = measured.check.columns.map((name) => `r${projection.place(name)}`).join(', ');
    return `arg_min({'rn': rn, 'cells': [${cells}]}, rn, ${Math.min(limit, Number(measured.failing)) - samples.length})
      FILTER (WHERE ${measured.condition}) AS s${index}`;
  });
  const rows = table.scanFile(file, projection.names);
  const from = projection.over(
    sampleRows === undefined ? rows : `SELECT * FROM (${rows}) LIMIT ${sampleRows}`,
  );
  const [row] = await engine.query(
    `SELECT ${[...picks, 'count(*) FILTER (WHERE blank) AS blanks'].join(', ')} FROM (${from})`,
  );
  const found = open.map((failing) => ({ failing, rows: rowsOf(row?.[`s${failing.index}`]) }));
  const numbers = found.flatMap(({ rows }) => rows.map(({ rn }) => rn));
  const places = await table.locate(file, [...new Set(numbers)], rejected);
  for (const { failing, rows } of found) {
    for (const { rn, cells } of rows) {
      failing.samples.push({
        file: file.name,
        ...places.get(rn),
        cells: failing.measured.check.columns.map((column, at) => ({ column, value: cells[at] ?? null })),
      });
    }
  }
}

interface FoundRow {
  readonly rn: number;
  readonly cells: readonly (string | null)[];
}

function rowsOf(value: unknown): FoundRow[] {
  if (!Array.isArray(value)) return [];
  return value.map((item: Readonly<Record<string, unknown>>) => ({
    rn: Number(item.rn),
    cells: Array.isArray(item.cells) ? item.cells.map((cell) => (cell === null ? null : String(cell))) : [],
  }));
}
