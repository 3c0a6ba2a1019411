import type { Log } from '@ml-ci/core';
import { detectEngine, requireEngine } from './connect.ts';
import { createDockerRuntime } from './docker.ts';
import { createProcessRuntime, type OwnedRuntime } from './process.ts';

/** Where images are run, and with what. */
export interface RuntimeOptions {
  /** `auto`: Docker where an engine answers, else processes. */
  readonly prefer: 'docker' | 'process' | 'auto';
  /** For DOCKER_HOST and its like, and PATH for `python3`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cacheFolder: string;
  readonly run: string;
  readonly log: Log;
  readonly random: () => number;
}

/** The runtime for this machine; the log says which and why. */
export async function createRuntime(options: RuntimeOptions): Promise<OwnedRuntime> {
  const { prefer, env, log } = options;
  if (prefer === 'docker') return dockerRuntime(options, await requireEngine(env));
  if (prefer === 'process') return processRuntime(options, 'as asked');
  const answer = await detectEngine(env);
  if (!answer.engine) return processRuntime(options, answer.why);
  log.info(`images run in Docker ${answer.engine.version} at ${answer.engine.address}`);
  return dockerRuntime(options, answer.engine);
}

function dockerRuntime(options: RuntimeOptions, engine: Parameters<typeof createDockerRuntime>[0]['engine']) {
  return createDockerRuntime({ engine, log: options.log, run: options.run, random: options.random });
}

function processRuntime({ cacheFolder, env, log }: RuntimeOptions, why: string): OwnedRuntime {
  log.info(`images run as processes: ${why}`);
  return createProcessRuntime({ cacheFolder, hostPath: env.PATH ?? '', log });
}
