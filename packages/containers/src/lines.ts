import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** The last lines of something that prints. */
export interface LineBuffer {
  add(line: string): void;
  /** Oldest first. */
  lines(): readonly string[];
}

const keptLines = 200;
const longestLine = 8 * 1024;

/** Keeps the last 200 lines and hands each to `onLine`; a very long line is cut. */
export function createLineBuffer(onLine: (line: string) => void = () => undefined): LineBuffer {
  let kept: string[] = [];
  return {
    add(line) {
      const cut = line.length > longestLine ? `${line.slice(0, longestLine)}…` : line;
      kept.push(cut);
      if (kept.length > keptLines * 2) kept = kept.slice(-keptLines);
      onLine(cut);
    },
    lines: () => kept.slice(-keptLines),
  };
}

/** Adds every line of a stream; resolves when it has ended. */
export async function readLines(stream: Readable, buffer: LineBuffer): Promise<void> {
  const reader = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY });
  for await (const line of reader) buffer.add(line);
}
