import { type Input, number, record, recordList, requiredText, text, textList } from '../../input.ts';
import { pageOf } from '../../paging.ts';
import { type Caller, type Operation, ServiceError } from '../../service.ts';
import { deleteImage } from '../delete-image.ts';
import { putImage } from '../put-image.ts';
import { referrersOf } from '../referrers.ts';
import { Refusal } from '../refusal.ts';
import { type EcrRepository, type EcrState, tagsOf } from '../state.ts';
import { describeImage, findImage, type ImageId, idsOf, readImageId } from './image-id.ts';
import { invalid, placeOf } from './lookup.ts';

/** Reading, putting and removing images. */
export function imageOperations(state: EcrState, now: () => Date): Record<string, Operation> {
  return {
    DescribeImages: (input, caller) => describeImages(state, input, caller),
    ListImages: (input, caller) => listImages(state, input, caller),
    BatchGetImage: (input, caller) => batchGetImage(state, input, caller, now()),
    PutImage: (input, caller) => put(state, input, caller, now()),
    BatchDeleteImage: (input, caller) => batchDeleteImage(state, input, caller),
    ListImageReferrers: (input, caller) => listImageReferrers(state, input, caller),
  };
}

async function describeImages(state: EcrState, input: Input, caller: Caller): Promise<object> {
  const { registry, repository } = await placeOf(state, input, caller);
  const ids = recordList(input, 'imageIds').map(readImageId);
  if (ids.length > 100) throw invalid('at most 100 imageIds are allowed');
  const found = ids.map((id) => {
    const image = findImage(repository, id);
    if (typeof image !== 'string') return image;
    throw new ServiceError(
      'ImageNotFoundException',
      `The image with imageId ${JSON.stringify(id)} does not exist within the repository with name '${repository.name}' in the registry with id '${registry.account}'`,
    );
  });
  const wanted = ids.length > 0 ? [...new Set(found)] : withStatus(repository, input);
  const { items, nextToken } = pageOf(wanted, text(input, 'nextToken'), number(input, 'maxResults') ?? 100);
  return { imageDetails: items.map((image) => describeImage(registry, repository, image)), nextToken };
}

async function listImages(state: EcrState, input: Input, caller: Caller): Promise<object> {
  const { repository } = await placeOf(state, input, caller);
  const all = withStatus(repository, input).flatMap((image) => idsOf(repository, image.digest));
  const { items, nextToken } = pageOf(all, text(input, 'nextToken'), number(input, 'maxResults') ?? 100);
  return { imageIds: items, nextToken };
}

function withStatus(repository: EcrRepository, input: Input) {
  const status = text(record(input, 'filter') ?? {}, 'tagStatus') ?? 'ANY';
  return [...repository.images.values()].filter(({ digest }) => {
    if (status === 'ANY') return true;
    return (status === 'TAGGED') === tagsOf(repository, digest).length > 0;
  });
}

async function batchGetImage(state: EcrState, input: Input, caller: Caller, now: Date): Promise<object> {
  const { registry, repository } = await placeOf(state, input, caller);
  const images: object[] = [];
  const failures: object[] = [];
  for (const imageId of recordList(input, 'imageIds').map(readImageId)) {
    const image = findImage(repository, imageId);
    if (typeof image === 'string') {
      failures.push({ imageId, failureCode: image, failureReason: reasonOf(image) });
      continue;
    }
    image.lastPulledAt = now;
    images.push({
      registryId: registry.account,
      repositoryName: repository.name,
      imageId: { imageDigest: image.digest, imageTag: imageId.imageTag },
      imageManifest: image.bytes.toString('utf8'),
      imageManifestMediaType: image.mediaType,
    });
  }
  return { images, failures };
}

async function put(state: EcrState, input: Input, caller: Caller, now: Date): Promise<object> {
  const { registry, repository } = await placeOf(state, input, caller);
  const tag = text(input, 'imageTag');
  const pushed = {
    bytes: Buffer.from(requiredText(input, 'imageManifest'), 'utf8'),
    mediaType: text(input, 'imageManifestMediaType'),
    digest: text(input, 'imageDigest'),
    tag,
  };
  const image = putImage(registry, repository, pushed, now, (digest) => {
    const isThere = tag === undefined ? repository.images.has(digest) : repository.tags.get(tag) === digest;
    if (!isThere) return;
    throw new Refusal(
      'image-exists',
      `Image with digest '${digest}' and tag '${tag ?? 'null'}' already exists in the repository with name '${repository.name}' in registry with id '${registry.account}'`,
    );
  });
  return {
    image: {
      registryId: registry.account,
      repositoryName: repository.name,
      imageId: { imageDigest: image.digest, imageTag: tag },
      imageManifest: pushed.bytes.toString('utf8'),
      imageManifestMediaType: image.mediaType,
    },
  };
}

async function batchDeleteImage(state: EcrState, input: Input, caller: Caller): Promise<object> {
  const { repository } = await placeOf(state, input, caller);
  const imageIds: ImageId[] = [];
  const failures: object[] = [];
  for (const imageId of recordList(input, 'imageIds').map(readImageId)) {
    const image = findImage(repository, imageId);
    const gone = typeof image === 'string' ? image : removeOne(repository, imageId, image.digest);
    if (typeof gone === 'string')
      failures.push({ imageId, failureCode: gone, failureReason: reasonOf(gone) });
    else imageIds.push(...gone);
  }
  return { imageIds, failures };
}

/** By tag the tag goes, and the image with its last one; by digest the image goes with all tags. */
function removeOne(repository: EcrRepository, id: ImageId, digest: string): readonly ImageId[] | string {
  const tags = tagsOf(repository, digest);
  if (id.imageDigest === undefined && id.imageTag !== undefined && tags.length > 1) {
    repository.tags.delete(id.imageTag);
    return [{ imageDigest: digest, imageTag: id.imageTag }];
  }
  const all = idsOf(repository, digest);
  return deleteImage(repository, digest) ? all : 'ImageReferencedByManifestList';
}

async function listImageReferrers(state: EcrState, input: Input, caller: Caller): Promise<object> {
  const { repository } = await placeOf(state, input, caller);
  const digest = requiredText(record(input, 'subjectId') ?? {}, 'imageDigest');
  const types = textList(record(input, 'filter') ?? {}, 'artifactTypes');
  const size = number(input, 'maxResults') ?? 20;
  if (size < 1 || size > 50) throw invalid('maxResults must be between 1 and 50');
  const { items, nextToken } = pageOf(referrersOf(repository, digest, types), text(input, 'nextToken'), size);
  return { referrers: items.map((item) => ({ ...item, artifactStatus: 'ACTIVE' })), nextToken };
}

function reasonOf(code: string): string {
  switch (code) {
    case 'ImageNotFound':
      return 'Requested image not found';
    case 'ImageTagDoesNotMatchDigest':
      return 'The tag does not belong to the digest';
    case 'ImageReferencedByManifestList':
      return 'Requested image referenced by manifest list';
    default:
      return 'The image identifier is not valid';
  }
}
