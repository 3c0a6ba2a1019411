import { createInterface } from 'node:readline';
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
  try {
    for await (const line of createInterface({ input: answer, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (line.trim() === '') continue;
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

/** What the engine said of why it failed. */
export class EngineRefusal extends Error {
  override readonly name = 'EngineRefusal';
}

/** Wraps what the engine or the connection to it threw; cancellation and our own errors pass. */
export function engineError(doing: string, error: unknown, signal?: AbortSignal): unknown {
  if (signal?.aborted) return signal.reason;
  if (error instanceof StepError) return error;
  return new StepError('ENGINE_FAILED', {
    message: `the Docker engine could not ${doing}: ${describeError(error)}`,
    cause: error,
  });
}

/** True where the engine answered that the thing is not there. */
export function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'statusCode' in error && error.statusCode === 404;
}
