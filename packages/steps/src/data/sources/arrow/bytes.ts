import type { Data } from 'apache-arrow';
import { FileFault } from '../plain/file-fault.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text at a place; the library's own reader would put other characters for bytes that are not UTF-8. */
export function readText(data: Data, at: number): string {
  try {
    return utf8.decode(readBytes(data, at));
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new FileFault('has text that is not UTF-8', { cause });
  }
}

/** The bytes at a place of a column of text or bytes. */
export function readBytes(data: Data, at: number): Uint8Array {
  const { values, valueOffsets, variadicBuffers, type } = data;
  if (variadicBuffers !== undefined && variadicBuffers.length + values.length > 0 && isView(type))
    return viewed(values, variadicBuffers, at);
  if ('byteWidth' in type) {
    const width = Number(type.byteWidth);
    return cut(values, at * width, (at + 1) * width);
  }
  return cut(values, Number(valueOffsets[at]), Number(valueOffsets[at + 1]));
}

/** A view is 16 bytes: the length, then up to 12 bytes themselves, or the number of a buffer and a place in it. */
function viewed(views: Uint8Array, buffers: readonly Uint8Array[], at: number): Uint8Array {
  const view = cut(views, at * 16, at * 16 + 16);
  const numbers = new DataView(view.buffer, view.byteOffset, 16);
  const length = numbers.getInt32(0, true);
  if (length <= 12) return cut(view, 4, 4 + length);
  const start = numbers.getInt32(12, true);
  return cut(buffers[numbers.getInt32(8, true)] ?? new Uint8Array(0), start, start + length);
}

function cut(bytes: Uint8Array, from: number, to: number): Uint8Array {
  if (from >= 0 && from <= to && to <= bytes.length) return bytes.subarray(from, to);
  throw new FileFault('is damaged: a value ends behind its column');
}

/** Names of the library's types: text and bytes by views. */
const isView = (type: { toString(): string }) => /View$/.test(String(type));
