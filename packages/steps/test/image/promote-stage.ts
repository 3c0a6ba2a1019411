import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createFiles,
  execute,
  type MemoryHost,
  memoryHost,
  type Outcome,
  type RunRecord,
  writeRecord,
} from '@ml-ci/core';
import { createImages } from '@ml-ci/steps';
import type { Fault } from '../../../oci/test/faults.ts';
import { openRegistry, quickClock } from '../../../oci/test/fixture.ts';
import {
  type LoggedRequest,
  type MemoryRegistry,
  startMemoryRegistry,
} from '../../../oci/test/memory-registry.ts';
import { promote } from '../../src/image/promote/index.ts';

/** Two registries, and a project with the stages dev, staging and prod between them. */
export interface PromoteStage {
  readonly folder: string;
  readonly near: MemoryRegistry;
  readonly far: MemoryRegistry;
  readonly dev: ReturnType<typeof openRegistry>;
  /** What goes wrong with requests to the far registry from now on. */
  fault: ((request: LoggedRequest) => Fault | undefined) | undefined;
  run(inputs: Readonly<Record<string, string>>, onHost?: (host: MemoryHost) => void): Promise<Outcome>;
  /** Leaves the record of a step, as if it had run before. */
  record(record: Pick<RunRecord, 'step' | 'verdict'> & Partial<RunRecord>): Promise<void>;
  close(): Promise<void>;
}

const noAws = new Proxy({}, { get: (_target, name) => unexpected(`aws.${String(name)}`) });

/** `dev` and `staging` are in one registry, `prod` in another; prod wants staging to have the image, and checked data. */
export async function openStage(): Promise<PromoteStage> {
  const folder = await mkdtemp(join(tmpdir(), 'ml-ci-promote-'));
  const near = await startMemoryRegistry({ referrers: true, mounts: true });
  const far = await startMemoryRegistry({ referrers: true, fault: (request) => stage.fault?.(request) });
  await writeFile(
    join(folder, 'ml-ci.yml'),
    `version: 1
model: m
environments:
  dev: { registry: "${near.host}/dev/m" }
  staging: { registry: "${near.host}/staging/m" }
  far: { registry: "${far.host}/far/m" }
  prod: { registry: "${far.host}/prod/m", requires: { steps: [validate-data], environments: [staging] } }
  twin: { registry: "${near.host}/dev/m" }
`,
  );
  const stage: PromoteStage = {
    folder,
    near,
    far,
    dev: openRegistry(near.host, 'dev/m'),
    fault: undefined,
    run(inputs, onHost) {
      const host = memoryHost({
        cwd: folder,
        inputs,
        env: { PATH: process.env.PATH, HOME: folder },
        runId: 'r1',
      });
      onHost?.(host);
      return execute(promote, host, {
        clock: quickClock(),
        random: () => 0.5,
        services: (context) => {
          // Nothing here is in AWS: a call to it is a mistake, and throws.
          const images = createImages({
            ...context,
            aws: noAws as Parameters<typeof createImages>[0]['aws'],
          });
          const services = { images, aws: noAws as Parameters<typeof createImages>[0]['aws'] };
          return { services, rehearsal: () => undefined, dispose: () => images.dispose() };
        },
      });
    },
    record: (record) =>
      writeRecord(createFiles(folder), {
        outputs: {},
        inputs: {},
        run: { id: 'r1', commit: undefined, actor: undefined, url: undefined, model: 'm' },
        startedAt: new Date(0).toISOString(),
        finishedAt: new Date(0).toISOString(),
        ...record,
      }),
    async close() {
      await near.close();
      await far.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return stage;
}

function unexpected(what: string): never {
  throw new Error(`${what} must not be used here`);
}
