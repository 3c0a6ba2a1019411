import { type Input, text } from '../../input.ts';
import { isDigest, isIndex } from '../manifest.ts';
import { type EcrRepository, type Registry, type StoredImage, tagsOf } from '../state.ts';

/** How the API names an image. */
export interface ImageId {
  readonly imageDigest?: string | undefined;
  readonly imageTag?: string | undefined;
}

/** An identifier out of an input. */
export function readImageId(input: Input): ImageId {
  return { imageDigest: text(input, 'imageDigest'), imageTag: text(input, 'imageTag') };
}

/** The image, or the failure code of the API. */
export function findImage(repository: EcrRepository, id: ImageId): StoredImage | string {
  const { imageDigest, imageTag } = id;
  if (imageDigest === undefined && imageTag === undefined) return 'MissingDigestAndTag';
  if (imageDigest !== undefined && !isDigest(imageDigest)) return 'InvalidImageDigest';
  const tagged = imageTag === undefined ? undefined : repository.tags.get(imageTag);
  if (imageTag !== undefined && tagged === undefined) return 'ImageNotFound';
  const image = repository.images.get(imageDigest ?? tagged ?? '');
  if (!image) return 'ImageNotFound';
  return tagged !== undefined && tagged !== image.digest ? 'ImageTagDoesNotMatchDigest' : image;
}

/** One identifier for each tag of an image, or one without where it has none. */
export function idsOf(repository: EcrRepository, digest: string): readonly ImageId[] {
  const tags = tagsOf(repository, digest);
  if (tags.length === 0) return [{ imageDigest: digest }];
  return tags.map((imageTag) => ({ imageDigest: digest, imageTag }));
}

/** An image as `DescribeImages` shows it. */
export function describeImage(registry: Registry, repository: EcrRepository, image: StoredImage): object {
  const tags = tagsOf(repository, image.digest);
  return {
    registryId: registry.account,
    repositoryName: repository.name,
    imageDigest: image.digest,
    imageTags: tags.length === 0 ? undefined : tags,
    imageSizeInBytes: sizeOf(repository, image),
    imagePushedAt: image.pushedAt,
    imageManifestMediaType: image.mediaType,
    artifactMediaType: image.references.artifactType,
    lastRecordedPullTime: image.lastPulledAt,
    subjectManifestDigest: image.references.subject,
    imageStatus: 'ACTIVE',
  };
}

/** The layers of an image; of an index, those of its images. */
function sizeOf(repository: EcrRepository, image: StoredImage): number {
  const own = image.references.blobs.reduce((sum, blob) => sum + blob.size, 0);
  if (!isIndex(image.mediaType)) return own;
  return image.references.children
    .map((child) => repository.images.get(child))
    .reduce((sum, child) => sum + (child ? sizeOf(repository, child) : 0), 0);
}
