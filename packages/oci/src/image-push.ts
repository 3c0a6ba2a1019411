import { mapAtMost } from '@ml-ci/core';
import type { AssembledImage, BaseImage } from './image.ts';
import type { Layer } from './layer.ts';

import type { BlobOutcome, BlobStream, Descriptor, Repository } from './repository.ts';

export interface PushOptions {
  readonly image: AssembledImage;
  readonly layers: readonly Layer[];
  /** Its layers are mounted or streamed from where they are. */
  readonly base?: BaseImage;
  /** Written last. */
  readonly tag?: string;
  readonly concurrency?: number;
  readonly signal?: AbortSignal;
  /** Bytes that went over the wire since the last call. */
  readonly onBytes?: (bytes: number) => void;
}

/** What a push moved. */
export interface PushResult {
  readonly blobsUploaded: number;
  readonly blobsMounted: number;
  readonly blobsSkipped: number;
  readonly bytesMoved: number;
}

interface PushBlob {
  readonly descriptor: Descriptor;
  readonly from?: Repository;
  open(): Promise<BlobStream>;
}

/** Pushes an assembled image: only what the repository lacks, the manifest by digest, and then the tag. */
export async function pushImage(repository: Repository, options: PushOptions): Promise<PushResult> {
  const { image, signal, onBytes, tag } = options;
  const blobs = blobsOf(options);
  const cancel = signal === undefined ? {} : { signal };
  const outcomes = await mapAtMost(blobs, options.concurrency ?? 4, ({ descriptor, open, from }) =>
    repository.writeBlob(descriptor, open, {
      ...cancel,
      ...(from === undefined ? {} : { from }),
      ...(onBytes === undefined ? {} : { onBytes }),
    }),
  );
  await repository.writeManifest(image.manifest, undefined, signal);
  if (
    tag !== undefined &&
    (await repository.head(tag, signal))?.digest !== image.manifest.descriptor.digest
  ) {
    await repository.writeManifest(image.manifest, tag, signal);
  }
  const count = (wanted: BlobOutcome) => outcomes.filter((outcome) => outcome === wanted).length;
  return {
    blobsUploaded: count('uploaded'),
    blobsMounted: count('mounted'),
    blobsSkipped: count('exists'),
    bytesMoved: blobs.reduce(
      (sum, { descriptor }, i) => sum + (outcomes[i] === 'uploaded' ? descriptor.size : 0),
      0,
    ),
  };
}

/** Each content once: two equal layers are one blob. */
function blobsOf({ image, layers, base, signal }: PushOptions): readonly PushBlob[] {
  const fromBase = (base?.layers ?? []).map((descriptor): PushBlob | undefined => {
    const source = base?.repository;
    return source && { descriptor, from: source, open: () => source.readBlob(descriptor, signal) };
  });
  const { descriptor, bytes } = image.config;
  const config: PushBlob = { descriptor, open: async () => oneChunk(bytes) };
  const all = [...fromBase.filter((blob) => blob !== undefined), ...layers, config];
  return [...new Map(all.map((blob) => [blob.descriptor.digest, blob])).values()];
}

async function* oneChunk(bytes: Uint8Array): BlobStream {
  yield bytes;
}
