import { open } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { readRange } from './byte-range.ts';
import type { FaultKind } from './fault-spec.ts';

/** A fault of content that is on its way, and where in it (0 to 1) it strikes. */
export interface ContentFault {
  readonly kind: FaultKind | undefined;
  readonly at: number;
}

const noFault: ContentFault = { kind: undefined, at: 0 };

/** Sends a file of a known size, or the range that was asked for, at the speed of the disk. */
export async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  file: { readonly path: string; readonly size: number },
  headers: Readonly<Record<string, string>>,
  fault: ContentFault = noFault,
): Promise<void> {
  const range = readRange(request.headers.range, file.size);
  if (range === 'unsatisfiable') {
    response.writeHead(416, { 'content-range': `bytes */${file.size}`, 'content-length': 0 }).end();
    return;
  }
  const start = range?.start ?? 0;
  const length = file.size === 0 ? 0 : (range?.end ?? file.size - 1) - start + 1;
  const contentRange = range ? { 'content-range': `bytes ${range.start}-${range.end}/${file.size}` } : {};
  // Opened before the answer begins: a file that is replaced meanwhile is still read to its end.
  const handle = request.method === 'HEAD' || length === 0 ? undefined : await open(file.path);
  response.writeHead(range ? 206 : 200, {
    ...headers,
    ...contentRange,
    'accept-ranges': 'bytes',
    'content-length': length,
  });
  if (!handle) {
    response.end();
    return;
  }
  const content = handle.createReadStream({ start, end: start + length - 1, highWaterMark: 1024 * 1024 });
  await pipeToClient(fault.kind === undefined ? content : broken(content, length, fault), response);
}

/** A client that goes away in mid-body is no failure of ours. */
async function pipeToClient(content: AsyncIterable<Uint8Array>, response: ServerResponse): Promise<void> {
  try {
    await pipeline(content, response);
  } catch (error) {
    if (!response.destroyed) throw error;
  }
}

/** Cuts content off, or changes one byte of it. */
async function* broken(content: AsyncIterable<Uint8Array>, length: number, fault: ContentFault) {
  const at = Math.min(length - 1, Math.floor(fault.at * length));
  let passed = 0;
  for await (const chunk of content) {
    const index = at - passed;
    passed += chunk.length;
    if (index < 0 || index >= chunk.length) {
      yield chunk;
    } else if (fault.kind === 'wrong-digest') {
      const copy = Uint8Array.from(chunk);
      copy[index] = (chunk[index] ?? 0) ^ 1;
      yield copy;
    } else {
      yield chunk.subarray(0, index);
      throw new Error('cut off, as was asked for');
    }
  }
}
