import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** Collects the command line of every process that runs while `work` does. */
export async function commandLinesDuring(work: () => Promise<unknown>): Promise<readonly string[]> {
  const seen = new Set<string>();
  const done = new AbortController();
  const watching = (async () => {
    while (!done.signal.aborted) {
      for (const line of await commandLines()) seen.add(line);
      await wait(10);
    }
  })();
  try {
    await work();
  } finally {
    done.abort();
    await watching;
  }
  return [...seen];
}

async function commandLines(): Promise<string[]> {
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  // A process may end between the two.
  return Promise.all(processes.map((id) => readFile(join('/proc', id, 'cmdline'), 'utf8').catch(() => '')));
}
