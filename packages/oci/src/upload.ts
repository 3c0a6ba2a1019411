import { StepError } from '@ml-ci/core';
import { repositoryScope } from './challenge.ts';
import { BodyError } from './exchange.ts';
import { passingError } from './failure.ts';
import { uploadLocation, withDigest } from './location.ts';
import { mediaTypes } from './media-types.ts';
import type { BlobOutcome, BlobStream, Descriptor, Repository, WriteBlobOptions } from './repository.ts';
import { retrying } from './retry.ts';
import type { RegistryAnswer, Transport } from './transport.ts';

/** How long the removal of an upload session may take when everything else is over. */
const cancelTimeoutMs = 5_000;

/** Where a blob goes: a repository of a registry. */
export interface UploadTarget {
  readonly transport: Transport;
  readonly path: string;
  readonly name: string;
}

/**
 * Stores a blob that is not there: by a mount where `from` allows it, else in one PUT. Chunks are not used: ECR answers them
 * wrongly. A try that fails gives its session back and begins again with the whole blob.
 */
export function uploadBlob(
  target: UploadTarget,
  blob: Descriptor,
  open: () => Promise<BlobStream>,
  options: WriteBlobOptions,
): Promise<BlobOutcome> {
  const { transport } = target;
  const attempt = async (number: number): Promise<BlobOutcome> => {
    const session = await startUpload(target, blob, number === 1 ? options.from : undefined, options.signal);
    if (session === undefined) return 'mounted';
    try {
      await sendBlob(target, blob, session, await open(), options);
      return 'uploaded';
    } catch (error) {
      await cancelUpload(target, session);
      throw error;
    }
  };
  return retrying(attempt, transport.retry, transport, options.signal);
}

/** The location of a new session, or undefined where the registry mounted the blob. */
async function startUpload(
  target: UploadTarget,
  blob: Descriptor,
  from: Repository | undefined,
  signal: AbortSignal | undefined,
): Promise<URL | undefined> {
  const mounted = from && (await tryMount(target, blob, from, signal));
  const answer = mounted ?? (await post(target, `${target.path}/blobs/uploads/`, [], signal));
  answer.body.resume();
  // 202 to a mount means that it was not done, and that a session is open already.
  return answer.status === 201 ? undefined : uploadLocation(answer.headers.location, answer.url);
}

/** The answer to a mount; undefined where the registry knows no mounts or does not let us, and a plain upload must do. */
async function tryMount(
  target: UploadTarget,
  blob: Descriptor,
  from: Repository,
  signal: AbortSignal | undefined,
): Promise<RegistryAnswer | undefined> {
  const query = new URLSearchParams({ mount: blob.digest, from: from.path });
  const path = `${target.path}/blobs/uploads/?${query}`;
  try {
    return await post(target, path, [repositoryScope(from.path, 'pull')], signal);
  } catch (error) {
    if (error instanceof StepError && error.code !== 'REGISTRY_UNAVAILABLE') return undefined;
    throw error;
  }
}

function post(
  target: UploadTarget,
  path: string,
  scopes: readonly string[],
  signal: AbortSignal | undefined,
) {
  return target.transport.request({
    method: 'POST',
    target: path,
    what: `starting an upload to "${target.name}"`,
    body: new Uint8Array(),
    scopes: [repositoryScope(target.path, 'push'), ...scopes],
    expect: [201, 202],
    ...(signal === undefined ? {} : { signal }),
  });
}

async function sendBlob(
  { transport, path, name }: UploadTarget,
  blob: Descriptor,
  session: URL,
  stream: BlobStream,
  { signal, onBytes }: WriteBlobOptions,
): Promise<void> {
  let sent = 0;
  const count = (bytes: number) => {
    sent += bytes;
    onBytes?.(bytes);
  };
  try {
    const answer = await transport.request({
      method: 'PUT',
      target: withDigest(session, blob.digest),
      what: `sending "${blob.digest}" to "${name}"`,
      headers: { 'content-type': mediaTypes.blob },
      body: { stream, size: blob.size, onBytes: count },
      scopes: [repositoryScope(path, 'push')],
      expect: [201, 204],
      ...(signal === undefined ? {} : { signal }),
    });
    answer.body.resume();
  } catch (error) {
    onBytes?.(-sent);
    throw signal?.aborted ? signal.reason : passingError(error instanceof BodyError ? error.cause : error);
  }
}

/** Gives a session back, so that nothing half-sent stays. The blob counts as failed already; this is best effort. */
async function cancelUpload({ transport, path, name }: UploadTarget, session: URL): Promise<void> {
  try {
    const answer = await transport.request({
      method: 'DELETE',
      target: session,
      what: `cancelling an upload to "${name}"`,
      scopes: [repositoryScope(path, 'push')],
      expect: [200, 202, 204, 404],
      signal: AbortSignal.timeout(cancelTimeoutMs),
    });
    answer.body.resume();
  } catch {
    // Not every registry has this endpoint (ECR does not); sessions expire there by themselves.
  }
}
