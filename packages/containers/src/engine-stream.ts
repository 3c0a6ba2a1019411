import { StringDecoder } from 'node:string_decoder';
import { describeError, StepError } from '@ml-ci/core';

/** One JSON line of an answer of the engine: what it builds, pulls, pushes or loads. */
export interface EngineMessage {
  readonly stream?: string;
  readonly status?: string;
  readonly id?: string;
  readonly progressDetail?: { readonly current?: number; readonly total?: number };
  readonly aux?: unknown;
  readonly error?: string;
  readonly errorDetail?: { readonly message?: string };
}

/**
 * Reads an answer to its end. The engine answers 200 and tells of failures in the stream; the first one is thrown as
 * `EngineRefusal`. Aborting breaks the connection off, which ends the work in the engine.
 */
export async function readAnswer(
  answer: NodeJS.ReadableStream,
  onMessage: (message: EngineMessage) => void,
  signal?: AbortSignal,
): Promise<void> {
  const stop = () => 'destroy' in answer && typeof answer.destroy === 'function' && answer.destroy();
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted) stop();
  try {
    for await (const line of linesOf(answer)) {
      // The engine's own documented format; each member is looked at before it is used.
      const message = JSON.parse(line) as EngineMessage;
      if (message.error !== undefined) throw new EngineRefusal(message.errorDetail?.message ?? message.error);
      onMessage(message);
    }
    signal?.throwIfAborted();
  } finally {
    signal?.removeEventListener('abort', stop);
    stop();
  }
}

/** Lines with something on them. A stream that is destroyed on the way throws here, which a line reader would miss. */
async function* linesOf(answer: NodeJS.ReadableStream): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of answer) {
    const lines = `${rest}${typeof chunk === 'string' ? chunk : decoder.write(chunk)}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines.filter((line) => line.trim() !== '');
  }
  if (rest.trim() !== '') yield rest;
}

/** What the engine said of why it failed. */
export class EngineRefusal extends Error {
  override readonly name = 'EngineRefusal';
}

/** Wraps what the engine or the connection to it threw; cancellation and our own errors pass. */
export function engineError(doing: string, error: unknown, signal?: AbortSignal): unknown {
  if (signal?.aborted) return signal.reason;
  if (error instanceof StepError) return error;
  return new StepError('ENGINE_FAILED', {
    message: `the Docker engine could not ${doing}: ${engineMessage(error)}`,
    cause: error,
  });
}

/** What the engine itself said, without the client's words around it. */
export function engineMessage(error: unknown): string {
  const json = error instanceof Error && 'json' in error ? error.json : undefined;
  const said = typeof json === 'object' && json !== null && 'message' in json ? json.message : undefined;
  return typeof said === 'string' ? said.trim() : describeError(error);
}

/** True where the engine answered that the thing is not there. */
export function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'statusCode' in error && error.statusCode === 404;
}
