import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type AwsCall, createAws } from '@ml-ci/aws';
import { execute, type LogEvent, type MemoryHost, memoryHost, type Outcome, silentLog } from '@ml-ci/core';
import { type Digest, layoutRepository, parseDigest, type Repository } from '@ml-ci/oci';
import { type Sandbox, startSandbox } from '@ml-ci/sandbox';
import { buildImage } from '../../src/image/build-image/index.ts';
import { createImages } from '../../src/images.ts';

export const account = '111111111111';
export const region = 'eu-west-1';
const role = `arn:aws:iam::${account}:role/ml-ci`;

/** A project in a folder, with an ECR in the sandbox and a layout folder to push to. */
export interface Project {
  readonly folder: string;
  readonly sandbox: Sandbox;
  write(files: Readonly<Record<string, string | Uint8Array>>): Promise<void>;
  /** Runs build-image with these inputs on this `image:` block of ml-ci.yml. */
  build(
    image: string,
    inputs?: Readonly<Record<string, string>>,
    onEvent?: (event: LogEvent, host: MemoryHost) => void,
  ): Promise<Built>;
  /** The folder behind the environment `folder`. */
  layout(): Repository;
  /** What ECR has under a tag of `dev/model`. */
  ecrTag(tag: string): Promise<string | undefined>;
  close(): Promise<void>;
}

/** One run of the step. */
interface Built {
  readonly outcome: Outcome;
  readonly host: MemoryHost;
  readonly calls: readonly AwsCall[];
  readonly digest: Digest;
}

export const commit = '0123456789abcdef0123456789abcdef01234567';

/** Starts the sandbox and makes the folder. `extra` environments stand first, so that one is the default. */
export async function startProject(extra: Readonly<Record<string, string>> = {}): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), 'ml-ci-project-'));
  const sandbox = await startSandbox();
  for (const [name, isImmutable] of [
    ['dev/model', false],
    ['fixed/model', true],
  ] as const) {
    await sandbox.stores.ecr.createRepository({ account, region }, name, { isImmutable });
  }
  const env = { ...sandbox.env(account, region), HOME: folder, PATH: process.env.PATH ?? '' };
  const clock = sandbox.clock;
  const layout = () => layoutRepository(join(folder, 'images'), { clock, random: Math.random });
  const project: Project = {
    folder,
    sandbox,
    layout,
    async write(files) {
      for (const [path, content] of Object.entries(files)) {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), content);
      }
    },
    async build(image, inputs = {}, onEvent = () => undefined) {
      await project.write({ 'ml-ci.yml': configOf(image, extra) });
      const memory = memoryHost({ cwd: folder, env, commit, inputs });
      const host: MemoryHost = {
        ...memory,
        emit(event) {
          memory.emit(event);
          onEvent(event, memory);
        },
      };
      let calls: readonly AwsCall[] = [];
      const outcome = await execute(buildImage, host, {
        clock,
        services(context) {
          const aws = createAws({ ...context, env, allowEndpoints: [], run: context.run.id });
          calls = aws.calls;
          const images = createImages({ ...context, aws });
          return { services: { aws, images }, rehearsal: () => undefined, dispose: () => images.dispose() };
        },
      });
      const digest = String(outcome.outputs.digest ?? '');
      return { outcome, host, calls, digest: digest === '' ? 'sha256:' : parseDigest(digest) };
    },
    async ecrTag(tag) {
      const aws = createAws({
        env,
        clock,
        log: silentLog,
        mask: () => undefined,
        allowEndpoints: [],
        run: 'look',
      });
      const { describeImage } = await import('@ml-ci/aws');
      const session = await aws.session({
        type: 'ecr',
        name: 'dev',
        account,
        region,
        repository: 'dev/model',
      });
      return (await describeImage(session, 'dev/model', tag))?.digest;
    },
    async close() {
      await sandbox.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return project;
}

function configOf(image: string, extra: Readonly<Record<string, string>>): string {
  const others = Object.entries(extra).map(([name, target]) => `  ${name}: { registry: "${target}" }`);
  return `version: 1
model: birds-in-a-test
environments:
${[...others, ''].join('\n')}  dev: { account: "${account}", region: ${region}, role: ${role}, repository: dev/model }
  fixed: { account: "${account}", region: ${region}, repository: fixed/model }
  folder: { layout: images }
image:
${image.replace(/^/gm, '  ')}
`;
}
