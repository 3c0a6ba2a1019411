import { isAwsHost, StepError } from '@ml-ci/core';
import { type CallOptions, ecrClient, sending } from './clients.ts';
import { isAwsError } from './error.ts';
import type { Session } from './session.ts';

/** What ECR says of a repository. */
export interface EcrRepository {
  readonly name: string;
  readonly arn: string;
  /** Registry host and path, as ECR gives it; never put together by hand. */
  readonly uri: string;
  /** The part of `uri` before the first slash. */
  readonly host: string;
  readonly registryId: string;
  readonly mutability: TagMutability;
}

/** Which tags may move: all but the `exceptions`, or none but the `exceptions`. `*` stands for any text. */
export interface TagMutability {
  readonly isImmutable: boolean;
  readonly exceptions: readonly string[];
}

/** True where `tag`, once there, can never point elsewhere. */
export function isTagImmutable({ isImmutable, exceptions }: TagMutability, tag: string): boolean {
  return exceptions.some((filter) => wildcard(filter).test(tag)) ? !isImmutable : isImmutable;
}

/** The repository of this name; RESOURCE_MISSING where there is none. */
export async function describeRepository(
  session: Session,
  name: string,
  options: CallOptions = {},
): Promise<EcrRepository> {
  const { DescribeRepositoriesCommand } = await import('@aws-sdk/client-ecr');
  const client = await ecrClient(session);
  const { repositories } = await client
    .send(new DescribeRepositoriesCommand({ repositoryNames: [name] }), sending(options))
    .catch((error: unknown) => {
      throw isAwsError(error, 'RepositoryNotFoundException')
        ? missingRepository(session, name, error)
        : error;
    });
  const found = repositories?.find(({ repositoryName }) => repositoryName === name);
  if (!found?.repositoryUri || !found.registryId) throw missingRepository(session, name);
  const host = registryHost(session, found.repositoryUri.split('/', 1)[0] ?? '');
  return {
    name,
    arn: found.repositoryArn ?? '',
    uri: `${host}/${name}`,
    host,
    registryId: found.registryId,
    mutability: mutabilityOf(
      found.imageTagMutability,
      (found.imageTagMutabilityExclusionFilters ?? []).map(({ filter }) => filter ?? ''),
    ),
  };
}

/**
 * Where the registry is asked. Emulators answer with the name that the registry would have at AWS; what asks ECR at an
 * endpoint of their own must not send anything there, so that endpoint is asked.
 */
function registryHost({ host }: Session, told: string): string {
  const endpoint = host.endpointOf('ECR');
  if (endpoint === undefined || !isAwsHost(told.replace(/:\d+$/, ''))) return told;
  const address = new URL(endpoint);
  return isAwsHost(address.hostname) ? told : address.host;
}

/** An image of a repository, as far as we look at it. */
export interface EcrImage {
  readonly digest: string;
  readonly tags: readonly string[];
  readonly mediaType: string;
  readonly pushedAt: Date | undefined;
  /** `ACTIVE`, or a state of the archive from which nothing can be pulled. */
  readonly status: string;
}

/** The image under a tag or digest, or undefined where there is none. */
export async function describeImage(
  session: Session,
  repository: string,
  reference: string,
  options: CallOptions = {},
): Promise<EcrImage | undefined> {
  const { DescribeImagesCommand } = await import('@aws-sdk/client-ecr');
  const client = await ecrClient(session);
  const command = new DescribeImagesCommand({ repositoryName: repository, imageIds: [imageId(reference)] });
  const reply = await client.send(command, sending(options)).catch((error: unknown) => {
    if (isAwsError(error, 'ImageNotFoundException')) return undefined;
    throw isAwsError(error, 'RepositoryNotFoundException')
      ? missingRepository(session, repository, error)
      : error;
  });
  const [found] = reply?.imageDetails ?? [];
  if (!found?.imageDigest) return undefined;
  return {
    digest: found.imageDigest,
    tags: found.imageTags ?? [],
    mediaType: found.imageManifestMediaType ?? '',
    pushedAt: found.imagePushedAt,
    status: found.imageStatus ?? 'ACTIVE',
  };
}

/** Every media type of a manifest that we take; without indexes a tag would silently mean one platform. */
export const manifestMediaTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
] as const;

/** The manifest under a tag or digest as ECR stores it, or undefined where there is none. */
export async function getManifest(
  session: Session,
  repository: string,
  reference: string,
  options: CallOptions = {},
): Promise<{ readonly text: string; readonly mediaType: string } | undefined> {
  const { BatchGetImageCommand } = await import('@aws-sdk/client-ecr');
  const client = await ecrClient(session);
  const command = new BatchGetImageCommand({
    repositoryName: repository,
    imageIds: [imageId(reference)],
    acceptedMediaTypes: [...manifestMediaTypes],
  });
  const { images, failures } = await client.send(command, sending(options));
  const [image] = images ?? [];
  if (image?.imageManifest)
    return { text: image.imageManifest, mediaType: image.imageManifestMediaType ?? '' };
  const failure = failures?.[0];
  if (!failure || failure.failureCode === 'ImageNotFound') return undefined;
  throw new StepError('AWS_FAILED', {
    message: `ecr:BatchGetImage of "${repository}" ${reference}: ${failure.failureCode}: ${failure.failureReason ?? ''}`,
  });
}

/** The digests under which a running container of `digest` may be reported: its own, and those of an index's platforms. */
export async function digestsOf(
  session: Session,
  repository: string,
  digest: string,
  options: CallOptions = {},
): Promise<ReadonlySet<string>> {
  const manifest = await getManifest(session, repository, digest, options);
  if (!manifest) return new Set([digest]);
  const parsed: unknown = JSON.parse(manifest.text);
  const children = typeof parsed === 'object' && parsed && 'manifests' in parsed ? parsed.manifests : [];
  const digests = Array.isArray(children) ? children.map((child: { digest?: unknown }) => child.digest) : [];
  return new Set([digest, ...digests.filter((child) => typeof child === 'string')]);
}

function imageId(reference: string) {
  return /^sha(256|512):/.test(reference) ? { imageDigest: reference } : { imageTag: reference };
}

function mutabilityOf(mode: string | undefined, exceptions: readonly string[]): TagMutability {
  switch (mode) {
    case 'IMMUTABLE':
      return { isImmutable: true, exceptions: [] };
    case 'IMMUTABLE_WITH_EXCLUSION':
      return { isImmutable: true, exceptions };
    case 'MUTABLE_WITH_EXCLUSION':
      return { isImmutable: false, exceptions };
    case 'MUTABLE':
    case undefined:
      return { isImmutable: false, exceptions: [] };
    default:
      throw new StepError('STATE_UNKNOWN', { message: `the tag mutability "${mode}" is not known to ml-ci` });
  }
}

function wildcard(filter: string): RegExp {
  const parts = filter.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}

function missingRepository(session: Session, name: string, cause?: unknown): StepError {
  return new StepError('RESOURCE_MISSING', {
    message: `no ECR repository "${name}" in account ${session.account}, ${session.region}`,
    fix: 'create it, or correct repository: of the environment in ml-ci.yml',
    cause,
  });
}
