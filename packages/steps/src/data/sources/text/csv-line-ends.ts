import { createReadStream } from 'node:fs';

const names = { '\n': 'LF', '\r\n': 'CRLF', '\r': 'CR' } as const;
type LineEnd = keyof typeof names;

/** Says so where the lines of a file end in several ways: the engine then reads none of it, and does not say why. */
export async function mixedLineEnds(path: string, quote: string | undefined): Promise<string | undefined> {
  const first = new Map<LineEnd, number>();
  let line = 1;
  let isQuoted = false;
  let waits = false;
  const found = (end: LineEnd) => {
    if (!isQuoted && !first.has(end)) first.set(end, line);
    line += 1;
  };
  for await (const text of createReadStream(path, { encoding: 'latin1' })) {
    for (const character of String(text)) {
      if (waits) found(character === '\n' ? '\r\n' : '\r');
      else if (character === '\n') found('\n');
      waits = character === '\r';
      if (character === quote) isQuoted = !isQuoted;
    }
    if (first.size > 1) break;
  }
  if (waits) found('\r');
  if (first.size < 2) return undefined;
  const places = [...first].map(([end, at]) => `${names[end]} in line ${at}`);
  return `has lines that end in several ways: ${places.join(', ')}`;
}
