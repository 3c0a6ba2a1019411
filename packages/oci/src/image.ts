import { StepError } from '@ml-ci/core';
import { collect, digestOf } from './digest.ts';
import type { Layer } from './layer.ts';
import { makeManifest, manifestLimit, readManifest } from './manifest.ts';
import { mediaTypes } from './media-types.ts';
import type { Descriptor, Manifest, Platform, Repository } from './repository.ts';

/** An image that others are built on. */
export interface BaseImage {
  readonly repository: Repository;
  readonly manifest: Manifest;
  readonly layers: readonly Descriptor[];
  /** The configuration as it was parsed. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** What an image does when it is run; what is not given stays as the base has it. */
export interface ImageSettings {
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly workdir?: string;
  readonly user?: string;
  readonly ports?: readonly number[];
  readonly labels?: Readonly<Record<string, string>>;
}

export interface AssembleOptions {
  /** Nothing but the layers where there is none. */
  readonly base?: BaseImage;
  readonly layers: readonly Pick<Layer, 'descriptor' | 'diffId'>[];
  readonly settings: ImageSettings;
  readonly platform: Platform;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Fixed unless given: the same files give the same digest. */
  readonly created?: string;
}

/** A manifest with the configuration it names. */
export interface AssembledImage {
  readonly manifest: Manifest;
  readonly config: { readonly descriptor: Descriptor; readonly bytes: Uint8Array };
}

const epoch = '1970-01-01T00:00:00Z';

/** Reads a base image: the entry for `platform` where the reference names an index. */
export async function readBaseImage(
  repository: Repository,
  reference: string,
  platform: Platform,
  signal?: AbortSignal,
): Promise<BaseImage> {
  const manifest = await repository.manifest(reference, signal);
  const content = readManifest(manifest);
  if (content.kind === 'index') {
    const child = content.manifests.find((entry) => isPlatform(entry.platform, platform));
    if (child !== undefined) return readBaseImage(repository, child.digest, platform, signal);
    throw new StepError('IMAGE_MISSING', {
      message: `"${repository.name}" has no "${reference}" for ${platform.os}/${platform.architecture}`,
      fix: 'choose another platform or another base image',
    });
  }
  const bytes = await collect(
    await repository.readBlob(content.config, signal),
    manifestLimit,
    'the configuration',
  );
  return { repository, manifest, layers: content.layers, config: parseConfig(bytes, repository.name) };
}

/** The manifest and configuration of an image of these layers; the same input gives the same bytes. */
export function assembleImage(options: AssembleOptions): AssembledImage {
  const { base, layers, settings, platform, annotations, created = epoch } = options;
  const baseConfig = base?.config ?? {};
  const history = layers.map(() => ({ created, created_by: 'ml-ci', comment: 'reproducible layer' }));
  const content = {
    ...baseConfig,
    created,
    architecture: platform.architecture,
    os: platform.os,
    ...(platform.variant === undefined ? {} : { variant: platform.variant }),
    config: mergeSettings(objectOf(baseConfig.config), settings),
    rootfs: {
      type: 'layers',
      diff_ids: [...listOf(objectOf(baseConfig.rootfs).diff_ids), ...layers.map(({ diffId }) => diffId)],
    },
    history: [...listOf(baseConfig.history), ...history],
  };
  const bytes = Buffer.from(JSON.stringify(content));
  const descriptor = { mediaType: mediaTypes.ociConfig, digest: digestOf(bytes), size: bytes.byteLength };
  const manifest = makeManifest(mediaTypes.ociManifest, {
    schemaVersion: 2,
    mediaType: mediaTypes.ociManifest,
    config: descriptor,
    layers: [...(base?.layers ?? []).map(asOciLayer), ...layers.map((layer) => layer.descriptor)],
    ...(annotations === undefined ? {} : { annotations: sorted(annotations) }),
  });
  return { manifest, config: { descriptor, bytes } };
}

/** As Docker merges: variables by name, labels by key; a new entrypoint drops the command of the base. */
function mergeSettings(base: Readonly<Record<string, unknown>>, settings: ImageSettings) {
  const merged: Record<string, unknown> = { ...base };
  if (settings.entrypoint !== undefined) {
    merged.Entrypoint = settings.entrypoint;
    delete merged.Cmd;
  }
  if (settings.command !== undefined) merged.Cmd = settings.command;
  if (settings.env !== undefined) merged.Env = mergeEnv(listOf(base.Env).map(String), settings.env);
  if (settings.workdir !== undefined) merged.WorkingDir = settings.workdir;
  if (settings.user !== undefined) merged.User = settings.user;
  if (settings.ports !== undefined) {
    const added = settings.ports.map((port) => [`${port}/tcp`, {}]);
    merged.ExposedPorts = { ...objectOf(base.ExposedPorts), ...Object.fromEntries(added) };
  }
  if (settings.labels !== undefined) merged.Labels = { ...objectOf(base.Labels), ...sorted(settings.labels) };
  return merged;
}

function mergeEnv(base: readonly string[], env: Readonly<Record<string, string>>): readonly string[] {
  const byName = new Map(base.map((pair) => [pair.split('=', 1)[0] ?? pair, pair]));
  for (const [name, value] of Object.entries(env)) byName.set(name, `${name}=${value}`);
  return [...byName.values()];
}

/** The same bytes under their OCI names: a manifest must not mix both families. */
function asOciLayer(layer: Descriptor): Descriptor {
  if (layer.mediaType === mediaTypes.dockerLayerGzip) return { ...layer, mediaType: mediaTypes.ociLayerGzip };
  if (layer.mediaType === mediaTypes.dockerLayer) return { ...layer, mediaType: mediaTypes.ociLayer };
  return layer;
}

function isPlatform(found: Platform | undefined, wanted: Platform): boolean {
  if (found?.os !== wanted.os || found.architecture !== wanted.architecture) return false;
  return wanted.variant === undefined || found.variant === undefined || found.variant === wanted.variant;
}

function parseConfig(bytes: Uint8Array, where: string): Readonly<Record<string, unknown>> {
  try {
    return objectOf(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch (cause) {
    throw new StepError('MANIFEST_INVALID', {
      message: `the image configuration in "${where}" is not JSON`,
      cause,
    });
  }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function sorted<V>(record: Readonly<Record<string, V>>): Record<string, V> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
