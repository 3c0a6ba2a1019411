import type { Data } from 'apache-arrow';
import type { ByteBuffer } from 'flatbuffers';
import { FileFault } from '../plain/file-fault.ts';

/**
 * Has the flatbuffers of the library refuse a list that is longer than the bytes it is in. They check nothing: one damaged
 * byte in a footer makes a loop over 2^31 fields, and that ends the process when its memory is full.
 */
export function boundVectors({ prototype }: { readonly prototype: ByteBuffer }): void {
  if (Object.hasOwn(prototype, bounded)) return;
  const lengthOf = prototype.__vector_len;
  Object.defineProperty(prototype, bounded, { value: true });
  prototype.__vector_len = function vectorLength(offset) {
    const length = lengthOf.call(this, offset);
    if (length >= 0 && length <= this.capacity()) return length;
    throw new FileFault('is damaged: a list in it is longer than the file');
  };
}

const bounded = Symbol('bounded');

/** Throws FileFault where a column says it has more values than there are bytes for. */
export function assertWhole(data: Data): void {
  const { length, nullCount, nullBitmap, children } = data;
  if (String(data.type) === 'Null') return; // it has no bytes
  for (const child of children) assertWhole(child);
  const isShort = length > roomOf(data) || (nullCount > 0 && length > nullBitmap.length * 8);
  if (length > 0 && isShort) throw new FileFault('is damaged: a column is shorter than it says');
}

/** How many values the buffers of a column have room for. */
function roomOf({ type, values, valueOffsets, children, stride }: Data): number {
  const name = String(type);
  if (name === 'Bool') return values.length * 8;
  if (name.endsWith('View')) return values.length / 16;
  if (name.startsWith('FixedSizeList')) return (children[0]?.length ?? 0) / stride;
  return valueOffsets !== undefined && valueOffsets.length > 0
    ? valueOffsets.length - 1
    : (values?.length ?? 0) / stride;
}
