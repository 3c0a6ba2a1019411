import { fallbackTag, readManifest } from './manifest.ts';
import { isForeignType, isIndexType } from './media-types.ts';
import type { Descriptor, Digest, Manifest, Repository } from './repository.ts';

/** Which of the things that refer to an image travel with it. */
export type ReferrerChoice = 'all' | 'none';

/** Everything that a copy of one image consists of. Reading it has hashed every manifest. */
export interface CopyPlan {
  readonly root: Manifest;
  /** What the root consists of, parts before wholes, without the root. */
  readonly children: readonly Manifest[];
  /** What refers to the root or its children, and what those consist of: parts and subjects first. */
  readonly referrers: readonly Manifest[];
  /** Referrers by subject, as the source lists them; the end of a copy compares. */
  readonly subjects: ReadonlyMap<Digest, readonly Digest[]>;
  /** Tags by which cosign keeps signatures, attestations and SBOMs. */
  readonly digestTags: readonly DigestTag[];
  /** Each once, biggest first. */
  readonly blobs: readonly Descriptor[];
  /** Layers that may not be copied; whoever pulls gets them from their maker. */
  readonly foreign: readonly Descriptor[];
}

/** A tag such as `sha256-….sig` with the manifest it names. */
export interface DigestTag {
  readonly tag: string;
  readonly manifest: Manifest;
}

/** Walks an image in `source`, referrers and nested indexes included. Platforms are never filtered: the digest is the release. */
export async function planCopy(
  source: Repository,
  digest: Digest,
  choice: ReferrerChoice,
  signal?: AbortSignal,
): Promise<CopyPlan> {
  const walk = createWalk(source, signal);
  const root = await source.manifest(digest, signal);
  const children = (await walk.parts(root)).slice(0, -1);
  const subjects = new Map<Digest, readonly Digest[]>();
  const referrers: Manifest[] = [];
  const digestTags: DigestTag[] = [];
  if (choice === 'all') {
    const queue = [...children, root];
    for (let subject = queue.shift(); subject !== undefined; subject = queue.shift()) {
      const listed = await source.referrers(subject.descriptor.digest, undefined, signal);
      subjects.set(
        subject.descriptor.digest,
        listed.map((referrer) => referrer.digest),
      );
      for (const referrer of listed) {
        const found = await walk.parts(await source.manifest(referrer.digest, signal));
        referrers.push(...found);
        queue.push(...found);
      }
    }
    for (const tag of await digestTagsOf(source, [...subjects.keys()], signal)) {
      const manifest = await source.manifest(tag, signal);
      digestTags.push({ tag, manifest });
      referrers.push(...(await walk.parts(manifest)).slice(0, -1));
    }
  }
  const { blobs, foreign } = walk.blobs();
  return { root, children, referrers, subjects, digestTags, blobs, foreign };
}

/** Bytes of all blobs of a plan. */
export function plannedBytes(plan: Pick<CopyPlan, 'blobs'>): number {
  return plan.blobs.reduce((sum, { size }) => sum + size, 0);
}

function createWalk(source: Repository, signal: AbortSignal | undefined) {
  const seen = new Set<Digest>();
  const blobs = new Map<Digest, Descriptor>();
  const foreign = new Map<Digest, Descriptor>();

  /** A manifest with all it consists of, parts first; what was met before is left out. */
  const parts = async (manifest: Manifest): Promise<Manifest[]> => {
    if (seen.has(manifest.descriptor.digest)) return [];
    seen.add(manifest.descriptor.digest);
    const content = readManifest(manifest);
    if (content.kind === 'image') {
      for (const blob of [content.config, ...content.layers]) {
        (isForeign(blob) ? foreign : blobs).set(blob.digest, blob);
      }
      return [manifest];
    }
    const found: Manifest[] = [];
    for (const child of content.manifests) {
      if (seen.has(child.digest)) continue;
      if (isManifestType(child.mediaType))
        found.push(...(await parts(await source.manifest(child.digest, signal))));
      else blobs.set(child.digest, child); // an index may name any content; what is no manifest is a blob
    }
    return [...found, manifest];
  };

  return {
    parts,
    blobs: () => ({
      blobs: [...blobs.values()].sort((a, b) => b.size - a.size || (a.digest < b.digest ? -1 : 1)),
      foreign: [...foreign.values()],
    }),
  };
}

function isManifestType(mediaType: string): boolean {
  return isIndexType(mediaType) || /\.manifest\.v\d\+json$/.test(mediaType);
}

function isForeign({ mediaType, urls }: Descriptor): boolean {
  return isForeignType(mediaType) || (urls !== undefined && urls.length > 0);
}

/** Tags with a suffix behind the fallback tag. The bare one is the referrers list: the destination keeps its own. */
async function digestTagsOf(
  source: Repository,
  digests: readonly Digest[],
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const prefixes = digests.map((digest) => `${fallbackTag(digest)}.`);
  const tags = await source.tags(signal);
  return tags.filter((tag) => prefixes.some((prefix) => tag.startsWith(prefix))).sort();
}
