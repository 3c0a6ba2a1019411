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
 * The first failing rows of each check that did not pass, by the number of the check. File by file: the first rows, then all
 * where those do not have enough, and none where what fails is within the limits.
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

/** Rows that are looked at before all of a file are: what fails often fails there. */
const firstRows = 200_000;

async function sampleFile(
  engine: Engine,
  measurable: Measurable,
  { rejected }: Figures,
  { file, open, limit }: FileSamples,
): Promise<void> {
  const { table, sampleRows = Number.POSITIVE_INFINITY } = measurable;
  const few = Math.min(firstRows, sampleRows);
  const first = await findIn(engine, measurable, { file, open, limit }, few);
  const isWhole = first.read < few || few === sampleRows;
  const missing = isWhole ? [] : open.filter((failing) => first.of(failing).length < wanted(failing, limit));
  const all =
    missing.length === 0
      ? first
      : await findIn(engine, measurable, { file, open: missing, limit }, sampleRows);
  const found = open.map((failing) => ({
    failing,
    rows: (missing.includes(failing) ? all : first).of(failing),
  }));
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

/** How many rows are still to be named. */
function wanted({ measured, samples }: Failing, limit: number): number {
  return Math.min(limit, Number(measured.failing)) - samples.length;
}

/** The first failing rows of each check among the first rows of a file, and how many of these there are. */
async function findIn(
  engine: Engine,
  { table, projection }: Measurable,
  { file, open, limit }: FileSamples,
  most: number,
): Promise<{ readonly read: number; of(failing: Failing): readonly FoundRow[] }> {
  const picks = open.map((failing) => {
    const { index, measured } = failing;
    const cells = measured.check.columns.map((name) => `r${projection.place(name)}`).join(', ');
    return `arg_min({'rn': rn, 'cells': [${cells}]}, rn, ${wanted(failing, limit)})
      FILTER (WHERE ${measured.condition}) AS s${index}`;
  });
  const rows = table.scanFile(file, projection.names);
  const from = projection.over(Number.isFinite(most) ? `SELECT * FROM (${rows}) LIMIT ${most}` : rows);
  const [row] = await engine.query(
    `SELECT ${[...picks, 'count(*) AS n', 'count(*) FILTER (WHERE blank) AS blanks'].join(', ')} FROM (${from})`,
  );
  return { read: Number(row?.n), of: ({ index }) => rowsOf(row?.[`s${index}`]) };
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
