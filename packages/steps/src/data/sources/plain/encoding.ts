import { FileFault } from './file-fault.ts';
import { isUtf8Label, type LineDecoder, lineDecoder } from './line-decoder.ts';

/** What a file starts with, and the encoding that it tells. The longer mark first: that of UTF-32 starts as that of UTF-16. */
const marks = [
  { bytes: [0xff, 0xfe, 0x00, 0x00], encoding: 'utf-32le' },
  { bytes: [0x00, 0x00, 0xfe, 0xff], encoding: 'utf-32be' },
  { bytes: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
  { bytes: [0xff, 0xfe], encoding: 'utf-16le' },
  { bytes: [0xfe, 0xff], encoding: 'utf-16be' },
] as const;

/** Bytes of a file that are enough to find its mark. */
export const markBytes = 4;

/** A line that is longer than this is cut: the readers refuse it anyway. */
const longestLine = 1 << 24;

/** The mark at the start of a file. */
export function markOf(start: Buffer): (typeof marks)[number] | undefined {
  return marks.find(({ bytes }) => bytes.every((byte, at) => start[at] === byte));
}

/** True where a file that starts so must be written anew to be read as UTF-8. */
export function needsDecoding(start: Buffer, declared: string | undefined): boolean {
  const mark = markOf(start)?.encoding;
  return (declared !== undefined && !isUtf8Label(declared)) || (mark !== undefined && mark !== 'utf-8');
}

/**
 * The text of a file in UTF-8, whole lines at a time. The mark goes first; FileFault where it is that of another encoding than
 * the declared one. A line with bytes that are not of the encoding has a byte that is not UTF-8: the readers then leave out
 * its row and name it, and read all others.
 */
export async function* decoded(
  content: AsyncIterable<Buffer>,
  declared: string | undefined,
): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  let decoder: LineDecoder | undefined;
  for await (const chunk of content) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    if (decoder === undefined) {
      if (rest.length < markBytes) continue;
      [decoder, rest] = start(rest, declared);
    }
    const end = rest.length > longestLine ? rest.length & ~1 : decoder.lastLineEnd(rest);
    if (end > 0) yield decoder.decode(rest.subarray(0, end));
    rest = rest.subarray(end);
  }
  if (decoder === undefined) [decoder, rest] = start(rest, declared);
  if (rest.length > 0) yield decoder.decode(rest);
}

/** The decoder of a file that starts so, and what is behind its mark. */
function start(bytes: Buffer, declared: string | undefined): [LineDecoder, Buffer] {
  const mark = markOf(bytes);
  if (mark === undefined) return [lineDecoder(declared ?? 'utf-8'), bytes];
  const { encoding } = mark;
  if (encoding === 'utf-32le' || encoding === 'utf-32be') throw new FileFault('is UTF-32, which is not read');
  if (declared !== undefined && !isOf(declared, encoding))
    throw new FileFault(`has the byte order mark of ${encoding}, not ${declared}`);
  return [lineDecoder(encoding), bytes.subarray(mark.bytes.length)];
}

/** `utf-16` alone leaves the order of the bytes to the mark. */
function isOf(declared: string, encoding: string): boolean {
  const label = declared.toLowerCase();
  return new TextDecoder(label).encoding === encoding || (label === 'utf-16' && encoding === 'utf-16be');
}
