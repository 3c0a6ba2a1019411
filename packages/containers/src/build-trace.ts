/** One thing that BuildKit says while it builds. */
export interface TraceEvent {
  readonly kind: 'step' | 'log' | 'error';
  readonly text: string;
}

/**
 * Reads a `moby.buildkit.trace` message: protobuf, `StatusResponse` of BuildKit's control.proto, of which we want the
 * names of steps that begin (1.3, 1.5), their errors (1.7) and what they print (3.4). Fields we do not know are skipped.
 */
export function readTrace(message: Buffer): readonly TraceEvent[] {
  const events: TraceEvent[] = [];
  for (const { field, bytes } of fields(message)) {
    if (field === 1) events.push(...vertexEvents(bytes));
    if (field === 3) {
      const text = bytesOf(bytes, 4);
      if (text) events.push({ kind: 'log', text: text.toString('utf8').trimEnd() });
    }
  }
  return events;
}

function vertexEvents(vertex: Buffer): readonly TraceEvent[] {
  const name = bytesOf(vertex, 3)?.toString('utf8') ?? '';
  const error = bytesOf(vertex, 7)?.toString('utf8');
  if (error) return [{ kind: 'error', text: `${name}: ${error}` }];
  const isStart = bytesOf(vertex, 5) !== undefined && bytesOf(vertex, 6) === undefined;
  return isStart ? [{ kind: 'step', text: name }] : [];
}

const bytesOf = (message: Buffer, field: number): Buffer | undefined =>
  fields(message).find((found) => found.field === field)?.bytes;

interface Field {
  readonly field: number;
  readonly bytes: Buffer;
}

/** The length-delimited fields of a message. */
function fields(message: Buffer): readonly Field[] {
  const found: Field[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; at < message.length; scale *= 128) {
      const byte = message[at++] ?? 0;
      value += (byte & 127) * scale;
      if (byte < 128) break;
    }
    return value;
  };
  while (at < message.length) {
    const key = varint();
    const wire = key & 7;
    if (wire === 0) varint();
    else if (wire === 1) at += 8;
    else if (wire === 5) at += 4;
    else if (wire === 2) {
      const length = varint();
      found.push({ field: key >>> 3, bytes: message.subarray(at, at + length) });
      at += length;
    } else break; // groups: not used by BuildKit
  }
  return found;
}
