import { createReadStream } from 'node:fs';
import type { SourceFile } from './sources.ts';

/**
 * True where no file holds the quote character. Only then do line ends alone part the records, and only then may the
 * engine read parts of a file at the same time: where a part starts inside a quoted cell of several lines it takes the
 * lines of the cell for rows (seen in DuckDB 1.5: rows too many, or an error for a file without fault).
 */
export async function areUnquoted(files: readonly SourceFile[], quote: string | undefined): Promise<boolean> {
  if (quote === undefined) return true;
  for (const { path } of files) if (await holds(path, quote.charCodeAt(0))) return false;
  return true;
}

async function holds(path: string, byte: number): Promise<boolean> {
  const stream = createReadStream(path, { highWaterMark: 1 << 20 });
  // a stream without an encoding gives buffers
  for await (const chunk of stream as AsyncIterable<Buffer>) if (chunk.includes(byte)) return true;
  return false;
}
