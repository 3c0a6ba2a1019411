import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildImage, type Engine, pushImage, removeImage } from '@ml-ci/containers';
import { StepError } from '@ml-ci/core';
import { parseReference, type Repository, readManifest } from '@ml-ci/oci';
import type { DockerAddress } from '../../images.ts';
import type { Built, Target } from './built.ts';
import { baseReferences } from './dockerfile.ts';
import type { BuildImageContext } from './inputs.ts';
import { imageDocument, labelsOf } from './settings.ts';
import { decideTag } from './tag.ts';

/** Names the newest image of each model, for the engine's build cache. */
const cacheRepository = 'ml-ci-cache';

/** Builds a Dockerfile with a Docker engine and pushes the image. */
export async function buildWithDocker(context: BuildImageContext, target: Target): Promise<Built> {
  const { inputs, images, files, signal, plan } = context;
  const address = await images.dockerAddress(target.repository, signal);
  if (address === undefined) throw noLayout(target.repository);
  const engine = await images.engine();
  const folder = files.resolve(inputs.context);
  const dockerfile =
    inputs.dockerfile === undefined ? join(folder, 'Dockerfile') : files.resolve(inputs.dockerfile);
  if (plan.active) {
    plan.would(`build ${dockerfile} in Docker ${engine.version}`, 'POST /build');
    plan.would(`push the image to ${target.repository.name}:${target.tag}`, 'POST /images/push');
    return { digest: undefined, bytesPushed: 0, layers: 0 };
  }
  const name = `ml-ci-build:${Math.floor(context.random() * 2 ** 48).toString(36)}`;
  try {
    const imageId = await build(context, engine, name, folder, dockerfile);
    const built = await push(context, engine, target, address, name, imageId);
    if (inputs.cache) await keepForCache(engine, name, context.config?.model ?? 'image');
    return built;
  } finally {
    await removeImage(engine.docker, name);
  }
}

/**
 * The engine forgets the steps of a build with the last image that has them, so the newest image of a model keeps a name.
 * The one before goes, but for what both share.
 */
async function keepForCache({ docker }: Engine, name: string, model: string): Promise<void> {
  const tag = model.toLowerCase().replace(/[^\w.-]/g, '-');
  const before = await docker
    .getImage(`${cacheRepository}:${tag}`)
    .inspect()
    .catch(() => undefined); // there is none the first time, and keeping one is only for speed
  await docker.getImage(name).tag({ repo: cacheRepository, tag });
  const { Id } = await docker.getImage(name).inspect();
  if (before !== undefined && before.Id !== Id) await removeImage(docker, before.Id);
}

async function build(
  context: BuildImageContext,
  engine: Engine,
  name: string,
  folder: string,
  dockerfile: string,
): Promise<string> {
  const { inputs, log, signal } = context;
  const { platforms: platform } = inputs;
  const buildArgs = {
    ...imageDocument(context)['build-args'],
    ...inputs.buildArg,
  };
  const credentials = await baseCredentials(context, dockerfile, buildArgs);
  return log.group(`docker build ${folder}`, () =>
    buildImage(engine, {
      name,
      context: folder,
      dockerfile,
      buildArgs,
      labels: labelsOf(context),
      ...(platform && {
        platform: [platform.os, platform.architecture, platform.variant].filter(Boolean).join('/'),
      }),
      isCacheUsed: inputs.cache,
      credentials,
      onLine: (line) => log.output('docker', line),
      signal,
    }),
  );
}

/** The credentials for the registries of base images: Docker's own, or those of the stage that has the same registry. */
async function baseCredentials(
  { images, signal }: BuildImageContext,
  dockerfile: string,
  buildArgs: Readonly<Record<string, string>>,
) {
  const text = await readFile(dockerfile, 'utf8').catch(() => ''); // the build says what is wrong with it
  const found: Record<string, { username: string; password: string }> = {};
  for (const reference of baseReferences(text, buildArgs)) {
    const { host } = parseReference(reference);
    const { repository } = await images.openReference(reference, signal);
    const address = await images.dockerAddress(repository, signal);
    if (address?.credentials)
      found[host === 'docker.io' ? 'https://index.docker.io/v1/' : host] = address.credentials;
  }
  return found;
}

async function push(
  context: BuildImageContext,
  engine: Engine,
  { repository, tag }: Target,
  address: DockerAddress,
  name: string,
  imageId: string,
): Promise<Built> {
  const { signal, log, inputs } = context;
  const details = await engine.docker.getImage(name).inspect();
  const layers = details.RootFS.Layers ?? [];
  const present = await repository.head(tag, signal);
  if (present !== undefined) {
    // The engine knows an image by its configuration, before it has a manifest.
    const configDigest = await configOf(repository, tag, signal);
    const state = { tag, repository: repository.name, wanted: imageId, isReplaced: inputs.replaceTag };
    if (decideTag({ ...state, present: configDigest === imageId ? imageId : present.digest }) === 'done') {
      log.info(`${repository.name}:${tag} is this image already: nothing to push`);
      return { digest: present.digest, bytesPushed: 0, layers: layers.length };
    }
  }
  const pushed = await pushImage(engine, {
    name,
    tag,
    target: repository,
    ...address,
    onProgress: (done, total) => log.progress({ label: 'push', done, total, unit: 'bytes' }),
    signal,
  });
  const bytesPushed = await sentBytes(repository, pushed.digest, layers, pushed.sentLayers, signal);
  return { digest: pushed.digest, bytesPushed, layers: layers.length };
}

async function configOf(
  repository: Repository,
  reference: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const content = readManifest(await repository.manifest(reference, signal));
  return content.kind === 'image' ? content.config.digest : undefined;
}

/** The engine names the layers it sent by the beginning of their diff id; the manifest has their sizes, in the same order. */
async function sentBytes(
  repository: Repository,
  reference: string,
  diffIds: readonly string[],
  sent: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  const content = readManifest(await repository.manifest(reference, signal));
  if (content.kind !== 'image') return 0;
  const isSent = (index: number) => sent.includes(diffIds[index]?.replace('sha256:', '').slice(0, 12) ?? '');
  return content.layers.reduce((sum, { size }, index) => sum + (isSent(index) ? size : 0), 0);
}

function noLayout(repository: Repository): StepError {
  return new StepError('INPUT_INVALID', {
    message: `a Docker engine cannot push to "${repository.name}"`,
    fix: 'use the engine "layers", or push to a registry',
    problems: [
      {
        name: 'engine',
        message: 'docker cannot push to a layout folder',
        fix: ({ input }) => `use ${input('engine', 'layers')}`,
      },
    ],
  });
}
