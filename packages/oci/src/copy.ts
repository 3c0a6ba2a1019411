import { mapAtMost, StepError } from '@ml-ci/core';
import type { CopyPlan } from './copy-plan.ts';
import { plannedBytes } from './copy-plan.ts';
import { readManifest } from './manifest.ts';
import { createPace } from './pace.ts';
import type { BlobOutcome, Descriptor, Digest, Manifest, Repository } from './repository.ts';
import type { Timing } from './retry.ts';

export interface CopyOptions extends Pick<Timing, 'clock'> {
  /** Written last, when everything else is there; none where the image is only to be there by its digest. */
  readonly tag?: string;
  /** Blobs at once. */
  readonly concurrency?: number;
  /** ECR takes 10 PutImage calls a second in an account; 5 leave room for others. */
  readonly manifestsPerSecond?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: CopyProgress) => void;
}

export interface CopyProgress {
  /** Bytes that are at the destination, by whichever way. */
  readonly bytesDone: number;
  readonly bytesTotal: number;
}

/** What a copy did. */
export interface CopyResult {
  readonly digest: Digest;
  readonly blobsUploaded: number;
  readonly blobsMounted: number;
  /** They were there already. */
  readonly blobsSkipped: number;
  /** Layer and configuration bytes that went over the wire and stayed. */
  readonly bytesMoved: number;
  readonly manifestsWritten: number;
  readonly referrers: number;
}

const defaultConcurrency = 4;

/**
 * Runs a plan: blobs, then children by digest, the root by digest, its referrers, and the tag last, so that who follows the
 * tag never sees an image without its signatures. Then it looks again, and throws COPY_UNVERIFIED unless all is there.
 */
export async function runCopy(
  plan: CopyPlan,
  source: Repository,
  destination: Repository,
  options: CopyOptions,
): Promise<CopyResult> {
  const { signal, tag } = options;
  const run = createRun(plan, source, destination, options);
  const outcomes = await mapAtMost(plan.blobs, options.concurrency ?? defaultConcurrency, run.blob);
  for (const manifest of [...plan.children, plan.root, ...plan.referrers]) await run.manifest(manifest);
  for (const { tag: digestTag, manifest } of plan.digestTags) await run.tagged(manifest, digestTag);
  if (tag !== undefined) await run.tagged(plan.root, tag);
  await verifyCopy(plan, destination, tag, signal);
  const count = (wanted: BlobOutcome) => outcomes.filter((outcome) => outcome === wanted).length;
  return {
    digest: plan.root.descriptor.digest,
    blobsUploaded: count('uploaded'),
    blobsMounted: count('mounted'),
    blobsSkipped: count('exists'),
    bytesMoved: plan.blobs.reduce((sum, { size }, i) => sum + (outcomes[i] === 'uploaded' ? size : 0), 0),
    manifestsWritten: run.written(),
    referrers: [...plan.subjects.values()].flat().length + plan.digestTags.length,
  };
}

function createRun(plan: CopyPlan, source: Repository, destination: Repository, options: CopyOptions) {
  const { signal } = options;
  const pace = createPace(options.manifestsPerSecond, options.clock);
  const bytesTotal = plannedBytes(plan);
  const byDigest = new Map(
    [...plan.children, plan.root, ...plan.referrers].map((m) => [m.descriptor.digest, m]),
  );
  let bytesDone = 0;
  let written = 0;
  const advance = (bytes: number) => {
    bytesDone += bytes;
    options.onProgress?.({ bytesDone, bytesTotal });
  };
  const cancel = signal === undefined ? {} : { signal };

  const blob = async (descriptor: Descriptor): Promise<BlobOutcome> => {
    const open = () => source.readBlob(descriptor, signal);
    const outcome = await destination.writeBlob(descriptor, open, {
      from: source,
      onBytes: advance,
      ...cancel,
    });
    if (outcome !== 'uploaded') advance(descriptor.size);
    return outcome;
  };

  const put = async (manifest: Manifest, tag: string | undefined): Promise<void> => {
    await pace(signal);
    signal?.throwIfAborted();
    await destination.writeManifest(manifest, tag, signal);
    written += 1;
  };

  /**
   * A registry may answer for a part that an interrupted copy left uncommitted, and then refuse the whole: its parts are
   * written once more, and then it must go.
   */
  const putWhole = async (manifest: Manifest, tag: string | undefined): Promise<void> => {
    try {
      await put(manifest, tag);
    } catch (error) {
      if (!(error instanceof StepError) || error.code !== 'MANIFEST_INCOMPLETE') throw error;
      const content = readManifest(manifest);
      const parts = content.kind === 'index' ? content.manifests : [content.config, ...content.layers];
      for (const part of parts) {
        const child = byDigest.get(part.digest);
        if (child !== undefined) await putWhole(child, undefined);
        else if (plan.blobs.some(({ digest }) => digest === part.digest)) {
          advance(-part.size);
          await blob(part);
        }
      }
      await put(manifest, tag);
    }
  };

  return {
    blob,
    written: () => written,
    async manifest(manifest: Manifest): Promise<void> {
      if ((await destination.head(manifest.descriptor.digest, signal)) === undefined) {
        await putWhole(manifest, undefined);
      } else if (readManifest(manifest).subject !== undefined) await listReferrer(manifest);
    },
    async tagged(manifest: Manifest, tag: string): Promise<void> {
      const present = await destination.head(tag, signal);
      if (present?.digest !== manifest.descriptor.digest) await putWhole(manifest, tag);
    },
  };

  /** A referrer that is there may still be missing from the list of its subject: a copy may have ended in between. */
  async function listReferrer(manifest: Manifest): Promise<void> {
    const subject = readManifest(manifest).subject?.digest;
    if (subject === undefined) return;
    const listed = await destination.referrers(subject, undefined, signal);
    if (!listed.some(({ digest }) => digest === manifest.descriptor.digest)) await put(manifest, undefined);
  }
}

/** Looks at the destination as a consumer would: the tag, every manifest by digest, every list of referrers. */
export async function verifyCopy(
  plan: CopyPlan,
  destination: Repository,
  tag: string | undefined,
  signal?: AbortSignal,
): Promise<void> {
  const digest = plan.root.descriptor.digest;
  const found = await destination.manifest(tag ?? digest, signal);
  if (found.descriptor.digest !== digest) {
    throw unverified(destination, `the tag "${tag}" names "${found.descriptor.digest}" and not "${digest}"`);
  }
  for (const [subject, expected] of plan.subjects) {
    if (expected.length === 0) continue;
    const listed = new Set((await destination.referrers(subject, undefined, signal)).map((r) => r.digest));
    const missing = expected.filter((referrer) => !listed.has(referrer));
    if (missing.length > 0)
      throw unverified(destination, `"${subject}" lacks the referrers "${missing.join('", "')}"`);
  }
}

function unverified(destination: Repository, why: string): StepError {
  return new StepError('COPY_UNVERIFIED', {
    message: `in "${destination.name}" ${why}`,
    fix: 'somebody else may write there at the same time; run it again',
  });
}
