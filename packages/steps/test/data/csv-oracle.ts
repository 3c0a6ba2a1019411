/** What a reader by the book makes of a CSV file: its rows, that it is none, or that the book does not say. */
export type Reading = readonly (readonly (string | undefined)[])[] | 'broken' | 'unsaid';

/** RFC 4180 over UTF-8, one cell at a time; slow, and with nothing of the reader that is tested. An empty cell is undefined. */
export function readByTheBook(bytes: Uint8Array): Reading {
  const text = decoded(bytes);
  if (text === undefined) return 'broken';
  const ends = new Set(outsideQuotes(text).match(/\r\n|\r|\n/g) ?? []);
  // no book says what a file is whose lines end in several ways, or what a NUL is
  if (ends.size > 1 || text.includes('\0')) return 'unsaid';
  const [end = '\n'] = ends;
  const rows: (string | undefined)[][] = [[]];
  let rest = text;
  while (rest !== '') {
    // a quote that does not begin a cell is a character as any other
    const cell = /^ *"((?:[^"]|"")*)"/.exec(rest) ?? /^(?! *")([^,\r\n]*)/.exec(rest);
    if (cell === null) return 'broken'; // a quote that stays open
    const [found] = cell;
    const isQuoted = found.trimStart().startsWith('"');
    const text = isQuoted ? (cell[1] ?? '').replaceAll('""', '"') : found === '' ? undefined : found;
    rows.at(-1)?.push(text);
    rest = rest.slice(found.length);
    // spaces around quotes count for nothing
    if (isQuoted) rest = rest.replace(/^ +/, '');
    if (rest === '') break;
    if (rest.startsWith(end)) {
      rest = rest.slice(end.length);
      if (rest !== '') rows.push([]);
    } else if (rest.startsWith(',')) {
      rest = rest.slice(1);
      if (rest === '') rows.at(-1)?.push(undefined);
    } else return 'broken'; // text behind a closed quote
  }
  return rows;
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function outsideQuotes(text: string): string {
  return text
    .split('"')
    .filter((_, at) => at % 2 === 0)
    .join('');
}
