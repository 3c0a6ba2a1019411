import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAws } from '@ml-ci/aws';
import {
  type Clock,
  createFiles,
  type EcrEnvironment,
  execute,
  memoryHost,
  type Outcome,
  scaledClock,
  silentLog,
} from '@ml-ci/core';
import type { Repository } from '@ml-ci/oci';
import { parseFaults, type Sandbox, startSandbox } from '@ml-ci/sandbox';
import { promote } from '../../src/image/promote/index.ts';
import { createImages } from '../../src/images.ts';

const near = { account: '111111111111', region: 'eu-west-1' };
const far = { account: '222222222222', region: 'us-east-1' };

/** What the sandbox keeps of a repository. */
type StoredRepository =
  Sandbox['stores']['ecr']['registries'][number]['repositories'] extends ReadonlyMap<string, infer R>
    ? R
    : never;

/** Three stages in two accounts of a sandbox; staging is in the registry of dev, prod is immutable and elsewhere. */
export interface EcrStage {
  readonly sandbox: Sandbox;
  /** Where its ml-ci.yml is. */
  readonly folder: string;
  /** The repository of dev, to push to before anything breaks. */
  readonly dev: Repository;
  run(inputs: Readonly<Record<string, string>>): Promise<Outcome & { readonly lines: readonly string[] }>;
  /** What ECR holds. */
  stored(stage: 'staging' | 'prod'): Promise<StoredRepository>;
  stop(): Promise<void>;
}

export async function startEcrStage(faults: readonly string[] = [], speed = 60): Promise<EcrStage> {
  const folder = await mkdtemp(join(tmpdir(), 'ml-ci-promote-ecr-'));
  const clock: Clock = scaledClock(Date.now(), speed);
  const accounts = [near.account, far.account];
  const sandbox = await startSandbox({ clock, accounts, faults: parseFaults(faults) });
  const env = sandbox.env(near.account, near.region);
  const { ecr } = sandbox.stores;
  await ecr.createRepository(near, 'dev/m');
  await ecr.createRepository(near, 'staging/m');
  await ecr.createRepository(far, 'prod/m', { isImmutable: true });
  await writeFile(join(folder, 'ml-ci.yml'), configuration);
  const awsOf = () =>
    createAws({ env, clock, log: silentLog, mask: () => undefined, allowEndpoints: [], run: 'test' });
  const run = { id: 'test', commit: undefined, actor: undefined, url: undefined, model: undefined };
  const files = createFiles(folder);
  const shared = { env, root: folder, clock, log: silentLog, random: Math.random, run, files };
  const images = createImages({ ...shared, mask: () => undefined, aws: awsOf() });
  const dev: EcrEnvironment = { type: 'ecr', name: 'dev', ...near, repository: 'dev/m' };
  return {
    sandbox,
    folder,
    dev: await images.open(dev),
    async run(inputs) {
      const host = memoryHost({ cwd: folder, inputs, env: { PATH: process.env.PATH, HOME: folder, ...env } });
      const outcome = await execute(promote, host, {
        clock,
        services: (context) => {
          const aws = awsOf();
          const made = createImages({ ...context, aws });
          return {
            services: { aws, images: made },
            rehearsal: () => sandbox.endpoint,
            dispose: () => made.dispose(),
          };
        },
      });
      const lines = host.events.map((event) => ('message' in event ? event.message : ''));
      return { ...outcome, lines };
    },
    async stored(stage) {
      const { account, region } = stage === 'prod' ? far : near;
      const found = (await ecr.registry(account, region)).repositories.get(`${stage}/m`);
      if (found === undefined) throw new Error(`there is no ${stage}/m`);
      return found;
    },
    async stop() {
      await images.dispose();
      await sandbox.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const configuration = `version: 1
model: m
environments:
  dev:
    account: "${near.account}"
    region: ${near.region}
    role: arn:aws:iam::${near.account}:role/ml-ci
    repository: dev/m
  staging:
    account: "${near.account}"
    region: ${near.region}
    role: arn:aws:iam::${near.account}:role/ml-ci-staging
    repository: staging/m
  prod:
    account: "${far.account}"
    region: ${far.region}
    role: arn:aws:iam::${far.account}:role/ml-ci
    repository: prod/m
`;
