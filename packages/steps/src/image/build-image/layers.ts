import { hostPlatform } from '@ml-ci/containers';
import { formatBytes, StepError } from '@ml-ci/core';
import {
  type AssembledImage,
  assembleImage,
  type BaseImage,
  type Layer,
  type Platform,
  pushImage,
  type Repository,
  readBaseImage,
} from '@ml-ci/oci';
import type { Built, Target } from './built.ts';
import type { BuildImageContext } from './inputs.ts';
import { type MadeLayer, makeLayers, warnOfMergedUsr } from './make-layers.ts';
import { imageDocument, labelsOf, layerSources, settingsOf } from './settings.ts';
import { decideTag } from './tag.ts';

/** Builds an image from folders, without an engine. The same files and settings give the same digest. */
export async function buildFromLayers(context: BuildImageContext, target: Target): Promise<Built> {
  const { inputs, signal } = context;
  const document = imageDocument(context);
  const platform = inputs.platforms ?? hostPlatform();
  const sources = layerSources(inputs.layer, document);
  const base = await openBase(context, platform);
  if (base !== undefined) warnOfMergedUsr(context, sources);
  const made = await makeLayers(context, sources);
  const layers = made.map(({ layer }) => layer);
  const settings = settingsOf(document, labelsOf(context));
  const image = assembleImage({ ...(base && { base }), layers, settings, platform });
  const { digest } = image.manifest.descriptor;
  const present = (await target.repository.head(target.tag, signal))?.digest;
  const built = { digest, layers: layers.length + (base?.layers.length ?? 0) };
  describe(context, made, base);
  const decision = decideTag({
    tag: target.tag,
    repository: target.repository.name,
    present,
    wanted: digest,
    isReplaced: inputs.replaceTag,
  });
  if (decision === 'done') {
    context.log.info(`${target.repository.name}:${target.tag} is ${digest} already: nothing to push`);
    return { ...built, bytesPushed: 0 };
  }
  if (context.plan.active)
    return { ...built, bytesPushed: await planPush(context, target, image, layers, base) };
  return { ...built, bytesPushed: await push(context, target, image, layers, base) };
}

async function openBase(context: BuildImageContext, platform: Platform): Promise<BaseImage | undefined> {
  const { inputs, images, signal, log } = context;
  if (inputs.base === 'scratch') return undefined;
  if (inputs.base === undefined) {
    const fix = 'set image.base to scratch, layout:PATH, or an image reference';
    const message = 'is missing: the engine "layers" must know what the layers lie on';
    throw new StepError('INPUT_INVALID', {
      message: `base ${message}`,
      fix,
      problems: [{ name: 'base', message, fix }],
    });
  }
  const { repository, reference } = await images.openReference(inputs.base, signal);
  const base = await readBaseImage(repository, reference, platform, signal);
  log.info(`base ${inputs.base} is ${base.manifest.descriptor.digest}`);
  return base;
}

async function push(
  context: BuildImageContext,
  { repository, tag }: Target,
  image: AssembledImage,
  layers: readonly Layer[],
  base: BaseImage | undefined,
): Promise<number> {
  let done = 0;
  const { bytesMoved } = await pushImage(repository, {
    image,
    layers,
    ...(base && { base }),
    tag,
    signal: context.signal,
    onBytes: (bytes) => {
      done += bytes;
      context.log.progress({ label: 'push', done, unit: 'bytes' });
    },
  });
  return bytesMoved;
}

/** What a push would move, and with which calls. */
async function planPush(
  context: BuildImageContext,
  { repository, tag }: Target,
  image: AssembledImage,
  layers: readonly Layer[],
  base: BaseImage | undefined,
): Promise<number> {
  let bytes = 0;
  const blobs = [
    ...(base?.layers ?? []),
    ...layers.map(({ descriptor }) => descriptor),
    image.config.descriptor,
  ];
  for (const { digest, size } of blobs) {
    if (await repository.hasBlob(digest, context.signal)) continue;
    bytes += size;
    context.plan.would(`push ${digest} (${formatBytes(size)}) to ${repository.name}`, blobCall(repository));
  }
  context.plan.would(
    `tag ${image.manifest.descriptor.digest} as ${repository.name}:${tag}`,
    repository.mountScope === undefined ? 'write index.json' : `PUT manifests/${tag}`,
  );
  return bytes;
}

const blobCall = ({ mountScope }: Repository) =>
  mountScope === undefined ? 'write blob' : 'POST and PUT blobs/uploads';

function describe({ log }: BuildImageContext, made: readonly MadeLayer[], base: BaseImage | undefined): void {
  const baseRows = (base?.layers ?? []).map(({ digest, size }) => [
    'base',
    '',
    digest.slice(0, 19),
    formatBytes(size),
  ]);
  const rows = made.map(({ source, layer: { descriptor } }) => [
    source.from,
    source.to,
    descriptor.digest.slice(0, 19),
    formatBytes(descriptor.size),
  ]);
  log.table({ title: 'layers', columns: ['from', 'to', 'digest', 'size'], rows: [...baseRows, ...rows] });
}
