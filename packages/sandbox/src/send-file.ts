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
  if (fault.kind === undefined) await pipeToClient(content, response);
  else await sendBroken(content, response, length, fault);
}

/** A client that goes away in mid-body is no failure of ours. */
async function pipeToClient(content: AsyncIterable<Uint8Array>, response: ServerResponse): Promise<void> {
  try {
    await pipeline(content, response);
  } catch (error) {
    if (!response.destroyed) throw error;
  }
}

/** Changes one byte of the content, or breaks off there. */
async function sendBroken(
  content: AsyncIterable<Uint8Array>,
  response: ServerResponse,
  length: number,
  fault: ContentFault,
): Promise<void> {
  const at = Math.min(length - 1, Math.floor(fault.at * length));
  let passed = 0;
  for await (const chunk of content) {
    const index = at - passed;
    passed += chunk.length;
    if (index < 0 || index >= chunk.length) {
      await write(response, chunk);
    } else if (fault.kind === 'wrong-digest') {
      const copy = Uint8Array.from(chunk);
      copy[index] = (chunk[index] ?? 0) ^ 1;
      await write(response, copy);
    } else {
      await write(response, chunk.subarray(0, index));
      response.destroy();
      return;
    }
  }
  response.end();
}

/** Resolves when the bytes are on their way, so that a break comes behind them; also when the client went away. */
async function write(response: ServerResponse, chunk: Uint8Array): Promise<void> {
  if (response.destroyed || chunk.length === 0) return;
  await new Promise<void>((resolve) => {
    response.once('close', resolve);
    response.write(chunk, () => {
      response.off('close', resolve);
      resolve();
    });
  });
}
