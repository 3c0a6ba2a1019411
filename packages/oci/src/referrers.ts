import { StepError } from '@ml-ci/core';
import { fallbackTag, readManifest, referrersIndex } from './manifest.ts';
import type { Descriptor, Digest, Manifest } from './repository.ts';

/** What the fallback needs of a repository. */
export interface FallbackStore {
  manifest(reference: string, signal?: AbortSignal): Promise<Manifest>;
  writeManifest(manifest: Manifest, tag?: string, signal?: AbortSignal): Promise<void>;
}

/** The referrers that the fallback tag lists; none where there is no such tag. */
export async function fallbackReferrers(
  store: Pick<FallbackStore, 'manifest'>,
  subject: Digest,
  signal?: AbortSignal,
): Promise<readonly Descriptor[]> {
  try {
    const content = readManifest(await store.manifest(fallbackTag(subject), signal));
    return content.kind === 'index' ? content.manifests : [];
  } catch (error) {
    if (error instanceof StepError && error.code === 'IMAGE_MISSING') return [];
    throw error;
  }
}

/** Adds `referrer` to the index under the fallback tag, unless it stands there; the order of the others stays. */
export async function addFallbackReferrer(
  store: FallbackStore,
  subject: Digest,
  referrer: Descriptor,
  signal?: AbortSignal,
): Promise<void> {
  const known = await fallbackReferrers(store, subject, signal);
  if (known.some(({ digest }) => digest === referrer.digest)) return;
  await store.writeManifest(referrersIndex([...known, referrer]), fallbackTag(subject), signal);
}

/** The ones of that artifact type; all of them where none is asked for. */
export function ofArtifactType(
  referrers: readonly Descriptor[],
  artifactType: string | undefined,
): readonly Descriptor[] {
  return artifactType === undefined
    ? referrers
    : referrers.filter((referrer) => referrer.artifactType === artifactType);
}

/** Runs works of one key one after the other: the fallback index is read, changed and written, and must not race. */
export function createQueue(): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const tails = new Map<string, Promise<unknown>>();
  return (key, work) => {
    const result = (tails.get(key) ?? Promise.resolve()).then(work, work);
    const tail = result.then(
      () => undefined,
      () => undefined,
    );
    tails.set(key, tail);
    return result;
  };
}
