import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Every piece of a stream that Node reads is a buffer of its own, outside of the heap, and V8 lets some 100 MB of them wait
 * before it looks: a copy then holds 160 to 200 MB, more on a busy machine. A minor collection takes under a millisecond,
 * keeps a copy near 100 MB, and the buffers that are used again are still in the processor's cache (measured: a fifth less
 * processor time). There is no other way to ask for it from inside a process.
 */
const bytesBetween = 4_000_000;

/**
 * A buffer that lives through two minor collections waits for a major one, and V8 lets those pile up again: without it 3 GB
 * peak some 20 MB above 1 GB, with it within 3 MB. The heap is small, so it takes a few milliseconds.
 */
const minorsBetweenMajors = 32;

type Collection = 'minor' | 'major';

let collect: ((type: Collection) => void) | undefined;
let passed = 0;
let minors = 0;

/** Counts bytes of a stream that have been sent or written, and has their buffers collected now and then. */
export function bytesPassed(bytes: number): void {
  passed += bytes;
  if (passed < bytesBetween) return;
  passed = 0;
  minors = (minors + 1) % minorsBetweenMajors;
  collect ??= findCollector();
  collect(minors === 0 ? 'major' : 'minor');
}

function findCollector(): (type: Collection) => void {
  setFlagsFromString('--expose-gc');
  const found: unknown = runInNewContext('typeof gc === "function" ? gc : undefined');
  return typeof found === 'function' ? (type) => found({ type }) : () => undefined;
}
