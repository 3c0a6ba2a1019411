import type { Log } from '@ml-ci/core';
import type { Engine } from './connect.ts';
import { startContainer } from './docker-container.ts';
import { type FetchedImage, fetchImage, removeImage } from './docker-image.ts';
import { engineError } from './engine-stream.ts';
import type { OwnedRuntime } from './process.ts';
import type { RunningContainer } from './runtime.ts';

/** What the Docker runner needs of its caller. */
export interface DockerRuntimeOptions {
  readonly engine: Engine;
  readonly log: Log;
  /** Value of the label `ml-ci.run` on every container. */
  readonly run: string;
  /** For the names of containers. */
  readonly random: () => number;
}

/** Runs images in a Docker engine: no capabilities, no new privileges, reachable on loopback only. */
export function createDockerRuntime(options: DockerRuntimeOptions): OwnedRuntime {
  const { docker } = options.engine;
  const running = new Set<RunningContainer>();
  const fetched = new Map<string, Promise<FetchedImage>>();
  return {
    name: 'docker',
    isolates: true,
    async start(source, start) {
      start.signal?.throwIfAborted();
      const image = fetched.get(source.digest) ?? fetchImage(docker, source, start.signal);
      fetched.set(source.digest, image);
      const { name } = await image.catch((error) => {
        fetched.delete(source.digest); // the next start tries again
        throw engineError(`fetch ${source.reference ?? source.repository.name}`, error, start.signal);
      });
      const container = await startContainer(
        { docker, run: options.run, random: options.random },
        name,
        start,
      );
      running.add(container);
      void container.exited.then(() => running.delete(container));
      return container;
    },
    async dispose() {
      await Promise.all([...running].map((container) => container.stop()));
      for (const result of await Promise.allSettled(fetched.values())) {
        if (result.status === 'fulfilled' && result.value.isOurs)
          await removeImage(docker, result.value.name);
      }
      fetched.clear();
    },
  };
}
