import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContainerRuntime } from '@ml-ci/containers';
import type { Log } from '@ml-ci/core';

/** What runs images, with its folder of unpacked layers; `dispose` ends it and removes them. */
export interface OpenRuntime {
  readonly runtime: ContainerRuntime;
  dispose(): Promise<void>;
}

/** Opens the container runtime of this machine. */
export async function openRuntime(
  prefer: 'auto' | 'docker' | 'process',
  { env, log }: { readonly env: Readonly<Record<string, string | undefined>>; readonly log: Log },
): Promise<OpenRuntime> {
  const { createRuntime } = await import('@ml-ci/containers');
  const cacheFolder = await mkdtemp(join(tmpdir(), 'ml-ci-images-'));
  const runtime = await createRuntime({
    prefer,
    env,
    log,
    cacheFolder,
    run: `sandbox-${process.pid}`,
    random: Math.random,
  });
  return {
    runtime,
    async dispose() {
      await runtime.dispose();
      await rm(cacheFolder, { recursive: true, force: true });
    },
  };
}

/** What a person should know about where the images run. */
export function describeRuntime({ name, isolates }: ContainerRuntime): string {
  return isolates
    ? `Images ran in containers (${name}).`
    : 'Images ran as processes from their unpacked layers, without isolation.';
}
