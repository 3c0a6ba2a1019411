import { FileFault } from '../plain/file-fault.ts';

/**
 * The content of an LZ4 frame, which is how Feather packs by default. Neither Node nor the engine gives us one, and the format is
 * a page long: https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md and lz4_Block_format.md. Checksums are passed over.
 */
export function unpackLz4Frame(frame: Uint8Array, size: number): Uint8Array {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (frame.length < 7 || view.getUint32(0, true) !== 0x184d2204) throw damaged('has no start');
  const flags = view.getUint8(4);
  const [hasBlockSums, hasSize, hasDictionary] = [flags & 0x10, flags & 0x08, flags & 0x01];
  let at = 7 + (hasSize ? 8 : 0) + (hasDictionary ? 4 : 0);
  const out = new Uint8Array(size);
  let filled = 0;
  for (;;) {
    if (at + 4 > frame.length) throw damaged('has no end');
    const header = view.getUint32(at, true);
    at += 4;
    if (header === 0) break;
    const length = header & 0x7fffffff;
    const block = frame.subarray(at, at + length);
    if (block.length < length) throw damaged('has no end');
    if (header !== length) {
      if (filled + length > size) throw damaged('is longer than it says');
      out.set(block, filled);
      filled += length;
    } else filled = unpackBlock(block, out, filled);
    at += length + (hasBlockSums ? 4 : 0);
  }
  if (filled !== size) throw damaged('is shorter than it says');
  return out;
}

/** Unpacks one block behind what is there, which it may refer to; where it ends comes back. */
function unpackBlock(block: Uint8Array, out: Uint8Array, start: number): number {
  let [at, to] = [0, start];
  const next = () => {
    const byte = block[at];
    if (byte === undefined) throw damaged('is cut off');
    at += 1;
    return byte;
  };
  /** A length of 15 goes on in bytes, as long as they are 255. */
  const lengthOf = (nibble: number) => {
    let length = nibble;
    for (let byte = nibble === 15 ? 255 : 0; byte === 255; length += byte) byte = next();
    return length;
  };
  for (;;) {
    const token = next();
    const literals = lengthOf(token >> 4);
    if (at + literals > block.length || to + literals > out.length) throw damaged('is cut off');
    out.set(block.subarray(at, at + literals), to);
    at += literals;
    to += literals;
    if (at === block.length) return to; // the last part has no copy
    const distance = next() | (next() << 8);
    const length = lengthOf(token & 15) + 4;
    if (distance === 0 || distance > to || to + length > out.length) throw damaged('refers to nothing');
    // the copy may overlap what it writes
    if (distance >= length) out.copyWithin(to, to - distance, to - distance + length);
    else for (let step = 0; step < length; step += 1) out[to + step] = out[to + step - distance] ?? 0;
    to += length;
  }
}

const damaged = (what: string) => new FileFault(`is damaged: its LZ4 ${what}`);
