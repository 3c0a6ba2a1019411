import { cleanUp, execute, githubHost, type Host } from '@ml-ci/core';
import type { AnyStep } from '@ml-ci/steps';
import { createServices } from './services.ts';

/** Runs one step as a GitHub Action: the entry of `actions/dist/<step>.js`, which holds no other step. */
export async function runAction(step: AnyStep): Promise<void> {
  const { exitCode } = await execute(step, hostOfRunner(), { services: createServices });
  process.exitCode = exitCode;
}

/** The post step of an action, `actions/dist/<step>-post.js`: ends or removes what a main step left that was killed. */
export async function runPost(step: AnyStep): Promise<void> {
  const { exitCode } = await cleanUp(step, hostOfRunner(), { services: createServices });
  process.exitCode = exitCode;
}

function hostOfRunner(): Host {
  const { env, stdout } = process;
  return githubHost({ env, cwd: process.cwd(), stdout });
}
