import { createReadStream } from 'node:fs';
import type { SourceFile } from '../sources.ts';
import type { Dialect } from './csv-dialect.ts';

/** What tells how a CSV source may be read. */
export interface Survey {
  /**
   * No file holds the quote character. Only then do line ends alone part the records, and only then may the engine read
   * parts of a file at the same time: where a part starts inside a quoted cell of several lines it takes the lines of the
   * cell for rows (seen in DuckDB 1.5: rows too many, or an error for a file without fault).
   */
  readonly isUnquoted: boolean;
  /**
   * Some line ends in a delimiter. The engine takes a row with one empty cell too many for one that has them all (seen in
   * DuckDB 1.5), so the cells must be counted.
   */
  readonly hasOpenEnds: boolean;
}

/** Looks through the bytes of all files, for as long as there is something to find out. */
export async function surveyOf(files: readonly SourceFile[], dialect: Dialect): Promise<Survey> {
  const found = { isUnquoted: true, hasOpenEnds: false };
  for (const { path } of files) await look(path, dialect, found);
  return found;
}

async function look(
  path: string,
  { quote, delimiter }: Dialect,
  found: { isUnquoted: boolean; hasOpenEnds: boolean },
): Promise<void> {
  const separator = delimiter.charCodeAt(0);
  const ends = ['\n', '\r'].map((end) => Buffer.from(delimiter + end));
  let isBehindSeparator = false;
  // a stream without an encoding gives buffers
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    if (quote !== undefined && found.isUnquoted && chunk.includes(quote.charCodeAt(0)))
      found.isUnquoted = false;
    const isSplit = isBehindSeparator && (chunk[0] === 0x0a || chunk[0] === 0x0d);
    if (!found.hasOpenEnds && (isSplit || ends.some((end) => chunk.includes(end)))) found.hasOpenEnds = true;
    if (!found.isUnquoted && found.hasOpenEnds) return;
    isBehindSeparator = chunk.at(-1) === separator;
  }
  if (isBehindSeparator) found.hasOpenEnds = true;
}
