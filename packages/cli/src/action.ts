import { execute, githubHost } from '@ml-ci/core';
import type { AnyStep } from '@ml-ci/steps';
import { createServices } from './services.ts';

/** Runs one step as a GitHub Action: the entry of `actions/dist/<step>.js`, which holds no other step. */
export async function runAction(step: AnyStep): Promise<void> {
  const { env, stdout } = process;
  const host = githubHost({ env, cwd: process.cwd(), stdout });
  const { exitCode } = await execute(step, host, { services: createServices });
  process.exitCode = exitCode;
}
