import type { EcrRepository } from './state.ts';

/** Removes an image and its tags; false where an index needs it, and nothing is changed. */
export function deleteImage(repository: EcrRepository, digest: string): boolean {
  if (indexesWith(repository, digest).length > 0) return false;
  repository.images.delete(digest);
  for (const [tag, tagged] of [...repository.tags]) if (tagged === digest) repository.tags.delete(tag);
  return true;
}

/** The indexes that name an image. */
function indexesWith(repository: EcrRepository, digest: string): readonly string[] {
  return [...repository.images.values()]
    .filter((image) => image.references.children.includes(digest))
    .map((image) => image.digest);
}
