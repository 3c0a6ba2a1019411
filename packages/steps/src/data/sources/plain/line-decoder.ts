/** Decodes whole lines of one encoding. */
export interface LineDecoder {
  /** Where the last line of some bytes ends, 0 where none does. */
  lastLineEnd(bytes: Buffer): number;
  /** The same lines in UTF-8; a line that is not of the encoding gets a byte that no UTF-8 has. */
  decode(lines: Buffer): Buffer;
}

/** True for a name that the decoder of the platform knows: the labels of the WHATWG Encoding Standard. */
export function isEncoding(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== '';
  } catch {
    return false;
  }
}

/** True for UTF-8 by any of its names. */
export function isUtf8Label(label: string): boolean {
  return new TextDecoder(label).encoding === 'utf-8';
}

/** The byte that no UTF-8 has. */
const noUtf8 = Buffer.of(0xff);

/** A decoder of `label`. Lines are decoded for themselves: a bad one spoils no other. */
export function lineDecoder(label: string): LineDecoder {
  const strict = new TextDecoder(label, { fatal: true, ignoreBOM: true });
  const lax = new TextDecoder(label, { ignoreBOM: true });
  const lineEnd = lineEndOf(strict.encoding);
  const lastLineEnd = (bytes: Buffer) => lineEndBefore(bytes, bytes.length, lineEnd);
  // the readers know what to do with what is no UTF-8
  if (strict.encoding === 'utf-8') return { lastLineEnd, decode: (lines) => lines };
  const isForeign = foreignTo(label.toLowerCase(), strict.encoding);
  const decodeLine = (line: Buffer): Buffer => {
    const text = lax.decode(line);
    const at = isForeign.at(line, text) ?? (isDecodable(strict, line) ? -1 : text.indexOf('\uFFFD'));
    if (at === -1) return Buffer.from(text);
    return Buffer.concat([Buffer.from(text.slice(0, at)), noUtf8, Buffer.from(text.slice(at + 1))]);
  };
  return {
    lastLineEnd,
    decode(lines) {
      try {
        const text = strict.decode(lines);
        if (isForeign.at(lines, text) === undefined) return Buffer.from(text);
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
      }
      return Buffer.concat(splitLines(lines, lineEnd).map(decodeLine));
    },
  };
}

function isDecodable(strict: InstanceType<typeof TextDecoder>, line: Buffer): boolean {
  try {
    strict.decode(line);
    return true;
  } catch {
    return false;
  }
}

interface LineEnd {
  readonly bytes: Buffer;
  readonly width: 1 | 2;
}

function lineEndOf(encoding: string): LineEnd {
  if (encoding === 'utf-16le') return { bytes: Buffer.of(0x0a, 0x00), width: 2 };
  if (encoding === 'utf-16be') return { bytes: Buffer.of(0x00, 0x0a), width: 2 };
  return { bytes: Buffer.of(0x0a), width: 1 };
}

/** The end of the last line before `before`; in UTF-16 the two bytes may also lie across two characters. */
function lineEndBefore(bytes: Buffer, before: number, { bytes: end, width }: LineEnd): number {
  let at = bytes.lastIndexOf(end, before - width);
  while (at !== -1 && at % width !== 0) at = at === 0 ? -1 : bytes.lastIndexOf(end, at - 1);
  return at === -1 ? 0 : at + width;
}

function splitLines(bytes: Buffer, { bytes: end, width }: LineEnd): Buffer[] {
  const lines: Buffer[] = [];
  let start = 0;
  for (let at = bytes.indexOf(end); at !== -1; at = bytes.indexOf(end, at + 1)) {
    if (at % width !== 0) continue;
    lines.push(bytes.subarray(start, at + width));
    start = at + width;
  }
  return start < bytes.length ? [...lines, bytes.subarray(start)] : lines;
}

/**
 * What the decoder of the platform takes and the encoding does not have. It reads ASCII, ISO 8859-1 and their like as the code
 * pages of Windows, and gives control characters for the bytes that those leave free. Nobody knows what such a byte was meant
 * to be, and other readers tell something else.
 */
function foreignTo(label: string, encoding: string): { at(bytes: Buffer, text: string): number | undefined } {
  if (!encoding.startsWith('windows-')) return { at: () => undefined };
  const found = (at: number) => (at === -1 ? undefined : at);
  if (/^(windows-|x-cp|cp)\d+$/.test(label))
    return { at: (_bytes, text) => found(text.search(/[\u0080-\u009f]/)) };
  const end = /ascii|ansi/.test(label) ? 0xff : 0x9f;
  // one byte is one character here
  return { at: (bytes) => found(bytes.findIndex((byte) => byte >= 0x80 && byte <= end)) };
}
