import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { formatBytes, inside, StepError } from '@ml-ci/core';
import {
  type AssembledImage,
  assembleImage,
  type BaseImage,
  collectEntries,
  type Layer,
  type Platform,
  pushImage,
  type Repository,
  readBaseImage,
  writeLayer,
} from '@ml-ci/oci';
import type { Built, Target } from './built.ts';
import { chooseCompression } from './compression.ts';
import type { BuildImageContext } from './inputs.ts';
import {
  choosePlatform,
  imageDocument,
  type LayerSource,
  labelsOf,
  layerSources,
  settingsOf,
} from './settings.ts';
import { decideTag } from './tag.ts';

/** Neither belongs in an image: history, and the state of ml-ci. */
const neverIncluded = ['.git', '.ml-ci'];

interface MadeLayer {
  readonly source: LayerSource;
  readonly layer: Layer;
}

/** Builds an image from folders, without an engine. The same files and settings give the same digest. */
export async function buildFromLayers(context: BuildImageContext, target: Target): Promise<Built> {
  const { inputs, signal } = context;
  const document = imageDocument(context);
  const platform = choosePlatform(inputs.platforms);
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

/** A folder in a layer replaces a link of the same name, and with it all programs or libraries of the base. */
function warnOfMergedUsr({ log }: BuildImageContext, sources: readonly LayerSource[]): void {
  for (const { to } of sources) {
    if (!/^\/(bin|sbin|lib|lib32|lib64|libx32)(\/|$)/.test(to)) continue;
    log.warn(
      `"${to}": where the base has a link there, as Debian and Ubuntu do, the layer hides it; use "/usr${to}"`,
    );
  }
}

async function makeLayers(
  context: BuildImageContext,
  sources: readonly LayerSource[],
): Promise<readonly MadeLayer[]> {
  const { files, signal } = context;
  const folder = await files.temporary('layers');
  const made: MadeLayer[] = [];
  for (const [index, source] of sources.entries()) {
    signal.throwIfAborted();
    const from = await safeSource(files.root, source.from);
    const { to, include, exclude = [] } = source;
    const entries = await collectEntries(from, {
      to,
      ...(include && { include }),
      exclude: [...exclude, ...neverIncluded],
    });
    if (entries.length === 0) throw emptyLayer(source);
    const compression = await chooseCompression(entries);
    const file = join(folder, String(index));
    made.push({ source, layer: await writeLayer(entries, { file, compression, signal }) });
  }
  return made;
}

/** The folder or file itself, links followed; FILE_UNSAFE where it is outside the root. */
async function safeSource(root: string, from: string): Promise<string> {
  const found = await stat(join(root, from)).catch((cause) => {
    throw new StepError('FILE_MISSING', {
      message: `there is no "${from}" in "${root}", which image.layers names`,
      fix: 'make it before this step, or correct image.layers',
      cause,
    });
  });
  if (found.isDirectory() || found.isFile()) return inside(root, from);
  throw new StepError('FILE_UNSAFE', { message: `"${from}" is neither a folder nor a file` });
}

function emptyLayer({ from }: LayerSource): StepError {
  return new StepError('FILE_MISSING', {
    message: `there is nothing in "${from}" to make a layer of`,
    fix: 'check include and exclude in image.layers',
  });
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
    `PUT manifests/${tag}`,
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
