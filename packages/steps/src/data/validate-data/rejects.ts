import type { Engine } from './engine.ts';
import type { SourceFile } from './sources.ts';
import type { Place, Rejected, Unreadable } from './table.ts';

type Locate = (path: string, records: readonly number[]) => Promise<ReadonlyMap<number, Place>>;

/** What the engine left out of a scan, from the tables in which it kept it. */
export async function readRejects(
  engine: Engine,
  [errors, scans]: readonly [string, string],
  files: readonly SourceFile[],
  locate: Locate,
  limit: number,
): Promise<Rejected> {
  const rows = await engine.query(
    `SELECT file_path AS path, line, min(error_type::VARCHAR) AS type, min(error_message) AS message, min(csv_line) AS text
     FROM ${errors} JOIN ${scans} USING (scan_id, file_id) GROUP BY ALL ORDER BY path, line`,
  );
  const records = new Map<string, number[]>();
  for (const row of rows) {
    const path = String(row.path);
    records.set(path, [...(records.get(path) ?? []), Number(row.line)]);
  }
  const samples: Unreadable[] = [];
  for (const file of files) {
    const first = rows.filter(({ path }) => path === file.path).slice(0, limit - samples.length);
    const places = await locate(
      file.path,
      first.map(({ line }) => Number(line)),
    );
    for (const row of first) {
      const place = places.get(Number(row.line));
      samples.push({ file: file.name, ...place, reason: reasonOf(row), text: String(row.text ?? '') });
    }
  }
  return { count: BigInt(rows.length), samples, records };
}

/** The rejects of several scans as one. */
export function combineRejects(parts: readonly Rejected[], limit: number): Rejected {
  return {
    count: parts.reduce((sum, { count }) => sum + count, 0n),
    samples: parts.flatMap(({ samples }) => samples).slice(0, limit),
    records: new Map(parts.flatMap(({ records }) => [...records])),
  };
}

function reasonOf(row: Readonly<Record<string, unknown>>): string {
  const counts = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(String(row.message));
  switch (row.type) {
    case 'MISSING COLUMNS':
    case 'TOO MANY COLUMNS':
      return counts ? `has ${counts[2]} cells, not ${counts[1]}` : 'has too few or too many cells';
    case 'UNQUOTED VALUE':
      return 'has a quote that is not closed, or text behind a closed one';
    case 'INVALID ENCODING':
      return 'is not UTF-8';
    case 'LINE SIZE OVER MAXIMUM':
      return 'is longer than 2 MB';
    default:
      return String(row.message).split('\n')[0] ?? 'cannot be read';
  }
}
