import { detectHost, execute } from '@ml-ci/core';
import type { AnyStep } from '@ml-ci/steps';
import type { Terminal } from './main.ts';
import { createServices } from './services.ts';

/** Runs one step on the host that this process is on, and returns its exit code. */
export async function runStep(step: AnyStep, terminal: Terminal): Promise<number> {
  const outcome = await execute(step, detectHost(terminal), { services: createServices });
  return outcome.exitCode;
}
