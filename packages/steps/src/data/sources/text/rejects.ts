import type { Engine } from '../../engine/engine.ts';
import { withoutValues } from '../../report/mask.ts';
import type { SourceFile } from '../sources.ts';
import type { Place, Rejected, Unreadable } from '../table.ts';

type Locate = (path: string, records: readonly number[]) => Promise<ReadonlyMap<number, Place>>;

/** What the engine left out of a scan, from the tables in which it kept it. */
export async function readRejects(
  engine: Engine,
  [errors, scans]: readonly [string, string],
  files: readonly SourceFile[],
  locate: Locate,
  limit: number,
): Promise<Rejected> {
  const kept = `${errors} JOIN ${scans} USING (scan_id, file_id)`;
  const counts = new Map<string, bigint>();
  for (const { path, lines } of await engine.query(
    `SELECT file_path AS path, count(DISTINCT line) AS lines FROM ${kept} GROUP BY ALL`,
  )) {
    counts.set(String(path), BigInt(String(lines)));
  }
  const samples: Unreadable[] = [];
  for (const file of files) {
    if (!counts.has(file.path) || samples.length >= limit) continue;
    samples.push(...(await firstOf(engine, kept, file, locate, limit - samples.length)));
  }
  return {
    count: [...counts.values()].reduce((sum, count) => sum + count, 0n),
    samples,
    records: (path) => (counts.has(path) ? recordsOf(engine, kept, path) : Promise.resolve([])),
  };
}

async function firstOf(
  engine: Engine,
  kept: string,
  file: SourceFile,
  locate: Locate,
  limit: number,
): Promise<Unreadable[]> {
  const rows = await engine.query(
    `SELECT line, min(error_type::VARCHAR) AS type, min(error_message) AS message, min(csv_line) AS text
     FROM ${kept} WHERE file_path = $1 GROUP BY line ORDER BY line LIMIT ${limit}`,
    [file.path],
  );
  const records = rows.map(({ line }) => Number(line));
  const places = await locate(file.path, records);
  return rows.map((row, at) => ({
    file: file.name,
    ...places.get(records[at] ?? 0),
    reason: reasonOf(row, file),
    text: String(row.text ?? ''),
  }));
}

/** There may be millions: they are asked for only where rows of the file must be found. */
async function recordsOf(engine: Engine, kept: string, path: string): Promise<readonly number[]> {
  const rows = await engine.query(`SELECT DISTINCT line FROM ${kept} WHERE file_path = $1 ORDER BY line`, [
    path,
  ]);
  return rows.map(({ line }) => Number(line));
}

/** The rejects of several scans as one; each file is in one of them. */
export function combineRejects(parts: readonly Rejected[], limit: number): Rejected {
  return {
    count: parts.reduce((sum, { count }) => sum + count, 0n),
    samples: parts.flatMap(({ samples }) => samples).slice(0, limit),
    records: async (path) => {
      for (const part of parts) {
        const records = await part.records(path);
        if (records.length > 0) return records;
      }
      return [];
    },
  };
}

function reasonOf(row: Readonly<Record<string, unknown>>, { encoding = 'UTF-8' }: SourceFile): string {
  const counts = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(String(row.message));
  switch (row.type) {
    case 'MISSING COLUMNS':
    case 'TOO MANY COLUMNS':
      return counts
        ? `has ${counts[2]} ${counts[2] === '1' ? 'cell' : 'cells'}, not ${counts[1]}`
        : 'has too few or too many cells';
    case 'UNQUOTED VALUE':
      return 'has a quote that is not closed, or text behind a closed one';
    case 'INVALID ENCODING':
      return `is not ${encoding}`;
    case 'LINE SIZE OVER MAXIMUM':
      return 'is longer than 2 MB';
    default:
      return withoutValues(String(row.message).split('\n')[0] ?? 'cannot be read');
  }
}
