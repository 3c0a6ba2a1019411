import { describeError, type Log } from '@ml-ci/core';

/** Work that goes on after an answer, ended with the sandbox. */
export interface Background {
  run(title: string, work: (signal: AbortSignal) => Promise<void>): void;
  abort(): void;
  /** Waits for all work; throws what it threw, other than because of the abort. */
  settled(): Promise<void>;
}

/** No work yet. */
export function createBackground(log: Log): Background {
  const controller = new AbortController();
  const running = new Set<Promise<void>>();
  const failures: Error[] = [];
  return {
    run(title, work) {
      const guarded = async () => {
        try {
          await work(controller.signal);
        } catch (error) {
          if (controller.signal.aborted && error === controller.signal.reason) return;
          log.warn(`sandbox: ${title} failed: ${describeError(error)}`);
          failures.push(new Error(`${title} failed`, { cause: error }));
        }
      };
      const promise: Promise<void> = guarded().finally(() => running.delete(promise));
      running.add(promise);
    },
    abort: () => controller.abort(new Error('the sandbox stops')),
    async settled() {
      while (running.size > 0) await Promise.all(running);
      if (failures.length > 0) throw new AggregateError(failures, 'background work of the sandbox failed');
    },
  };
}
