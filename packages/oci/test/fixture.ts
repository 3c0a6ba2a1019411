import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '@ml-ci/core';
import {
  type CredentialProvider,
  createTransport,
  type Descriptor,
  digestOf,
  type Manifest,
  makeManifest,
  mediaTypes,
  type Repository,
  registryRepository,
} from '../src/index.ts';
import { password } from './memory-registry.ts';

/** A clock on which waiting takes no time; `waited` says how long it would have been. */
export function quickClock(): Clock & { readonly waited: number[] } {
  let now = Date.UTC(2026, 0, 1);
  const waited: number[] = [];
  return {
    speed: 1,
    waited,
    now: () => now,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      waited.push(ms);
      now += ms;
      await turn();
      signal?.throwIfAborted();
    },
  };
}

const credentials: CredentialProvider = async () => ({ type: 'basic', username: 'ci', password });

/** A repository of a registry on loopback, whose retries take no time. */
export function openRegistry(
  host: string,
  path: string,
  options: { readonly clock?: Clock; readonly credentials?: CredentialProvider } = {},
): Repository {
  const transport = createTransport({
    host,
    clock: options.clock ?? quickClock(),
    random: () => 0.5,
    credentials: options.credentials ?? credentials,
  });
  return registryRepository(transport, path);
}

/** Content that is the same for the same seed and different otherwise. */
export function content(seed: number, size: number): Buffer {
  const block = Buffer.alloc(Math.min(size, 65_521));
  for (let i = 0, state = seed + 1; i < block.byteLength; i += 1) {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
    block[i] = state >> 16;
  }
  return block.byteLength === size ? block : Buffer.alloc(size, block);
}

export function describeBlob(bytes: Buffer, mediaType: string): Descriptor {
  return { mediaType, digest: digestOf(bytes), size: bytes.byteLength };
}

export async function* streamOf(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  for (let i = 0; i < bytes.byteLength; i += 65_536) yield bytes.subarray(i, i + 65_536);
}

/** Puts a blob into a repository. */
export async function push(repository: Repository, bytes: Buffer, mediaType: string): Promise<Descriptor> {
  const blob = describeBlob(bytes, mediaType);
  await repository.writeBlob(blob, async () => streamOf(bytes));
  return blob;
}

/** Puts a small image into a repository, and a tag on it where given. */
export async function pushImage(
  repository: Repository,
  seed: number,
  options: {
    readonly tag?: string;
    readonly layerBytes?: number;
    readonly layers?: number;
    readonly more?: object;
  } = {},
): Promise<Manifest> {
  const layers: Descriptor[] = [];
  for (let i = 0; i < (options.layers ?? 2); i += 1) {
    const bytes = content(seed * 100 + i, options.layerBytes ?? 1_000 + i);
    layers.push(await push(repository, bytes, mediaTypes.ociLayerGzip));
  }
  const config = await push(repository, Buffer.from(JSON.stringify({ seed })), mediaTypes.ociConfig);
  const manifest = makeManifest(mediaTypes.ociManifest, {
    schemaVersion: 2,
    mediaType: mediaTypes.ociManifest,
    config,
    layers,
    ...options.more,
  });
  await repository.writeManifest(manifest, options.tag);
  return manifest;
}

/** An index of two images, one of them an index itself. */
export async function pushIndex(repository: Repository, tag: string): Promise<Manifest> {
  const [one, two] = [await pushImage(repository, 1), await pushImage(repository, 2)];
  const inner = makeManifest(mediaTypes.ociIndex, {
    schemaVersion: 2,
    mediaType: mediaTypes.ociIndex,
    manifests: [two.descriptor],
  });
  await repository.writeManifest(inner);
  const outer = makeManifest(mediaTypes.ociIndex, {
    schemaVersion: 2,
    mediaType: mediaTypes.ociIndex,
    manifests: [
      { ...one.descriptor, platform: { os: 'linux', architecture: 'amd64' } },
      { ...inner.descriptor, platform: { os: 'unknown', architecture: 'unknown' } },
    ],
  });
  await repository.writeManifest(outer, tag);
  return outer;
}

/** A manifest that refers to another. */
export function pushReferrer(repository: Repository, subject: Descriptor, seed: number): Promise<Manifest> {
  return pushImage(repository, seed, {
    layers: 1,
    more: { subject, artifactType: 'application/x.report', annotations: { seed: String(seed) } },
  });
}

/** All bytes of a stream. */
export async function wholeOf(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
