import { setTimeout as delay } from 'node:timers/promises';

/** Waits on the wall until something holds; the clock of a sandbox under test runs much faster. */
export async function until(holds: () => Promise<boolean> | boolean, limitMs = 15_000): Promise<void> {
  const endMs = performance.now() + limitMs;
  while (!(await holds())) {
    if (performance.now() > endMs) throw new Error(`did not come true within ${limitMs} ms: ${holds}`);
    await delay(20);
  }
}
