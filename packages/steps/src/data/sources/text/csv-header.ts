import { open } from 'node:fs/promises';
import type { SourceFile } from '../sources.ts';
import type { Dialect } from './csv-dialect.ts';

const largestHeader = 1 << 20;

/** The names in the first record of a file: undefined for an empty file, or why they cannot be read. */
export async function readHeader(
  { path, encoding = 'UTF-8' }: SourceFile,
  dialect: Dialect,
): Promise<{ readonly names: readonly string[] } | { readonly reason: string } | undefined> {
  const bytes = await readStart(path);
  if (bytes.length === 0) return undefined;
  if (bytes.indexOf(0) !== -1 && bytes.indexOf(0) < 4)
    return { reason: 'is not UTF-8: it looks like UTF-16' };
  const text = new TextDecoder('utf-8').decode(bytes);
  const names = splitRecord(text, dialect);
  if (names === undefined) return { reason: 'has a header without an end' };
  // the rest of the file may be broken in the middle of a character; the header may not
  return names.some((name) => name.includes('\uFFFD'))
    ? { reason: `has a header that is not ${encoding}` }
    : { names };
}

/** The cells of the first record; undefined where a quote stays open. */
function splitRecord(
  text: string,
  { delimiter, quote }: Pick<Dialect, 'delimiter' | 'quote'>,
): string[] | undefined {
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  let isOpen = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (isOpen) {
      if (character !== quote) cell += character;
      else if (text[index + 1] === quote) {
        cell += character;
        index += 1;
      } else isOpen = false;
    } else if (character === quote && cell.trim() === '' && !isQuoted) {
      [cell, isOpen, isQuoted] = ['', true, true];
    } else if (character === delimiter) {
      cells.push(cell);
      [cell, isQuoted] = ['', false];
    } else if (character === '\n' || character === '\r') {
      return [...cells, cell];
    } else if (!isQuoted || character !== ' ') cell += character;
  }
  return isOpen ? undefined : [...cells, cell];
}

async function readStart(path: string): Promise<Buffer> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(largestHeader), 0, largestHeader, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
