import { StepError } from '@ml-ci/core';
import { repositoryScope } from './challenge.ts';
import { collect, verified } from './digest.ts';
import { isDigest } from './digest-text.ts';
import { networkError } from './failure.ts';
import { nextPage, parseJson, readTags } from './listing.ts';
import {
  checkManifest,
  manifestLimit,
  readDescriptors,
  readManifest,
  referrerDescriptor,
} from './manifest.ts';
import { headerNames, manifestTypes } from './media-types.ts';
import { isTag } from './reference.ts';
import { addFallbackReferrer, createQueue, fallbackReferrers, ofArtifactType } from './referrers.ts';
import type { BlobStream, Descriptor, Digest, Manifest, Repository } from './repository.ts';
import { retrying, Transient } from './retry.ts';
import type { RegistryAnswer, RegistryRequest, Transport } from './transport.ts';
import { uploadBlob } from './upload.ts';

const accept = manifestTypes.join(', ');
/** ECR refuses pages of more than 1000. */
const tagsPerPage = 1_000;
const listLimit = 32 * 1024 * 1024;

/** A repository of a registry, over the distribution API. */
export function registryRepository(transport: Transport, path: string): Repository {
  const name = `${transport.host}/${path}`;
  const inTurn = createQueue();
  const ask = (
    access: 'pull' | 'push',
    method: RegistryRequest['method'],
    target: string | URL,
    more: Pick<RegistryRequest, 'what' | 'expect' | 'headers' | 'body'>,
    signal: AbortSignal | undefined,
  ): Promise<RegistryAnswer> =>
    transport.request({
      method,
      target: target instanceof URL ? target : `${path}/${target}`,
      scopes: [repositoryScope(path, access)],
      ...more,
      ...(signal === undefined ? {} : { signal }),
    });

  /** A whole answer that is small; a body that breaks off is asked for again. */
  const read = async (
    target: string | URL,
    more: Pick<RegistryRequest, 'what' | 'expect' | 'headers'>,
    limit: number,
    signal: AbortSignal | undefined,
  ): Promise<RegistryAnswer & { readonly bytes: Buffer }> =>
    retrying(
      async () => {
        const answer = await ask('pull', 'GET', target, more, signal);
        try {
          return { ...answer, bytes: await collect(answer.body, limit, `the answer of "${name}"`) };
        } catch (error) {
          throw error instanceof StepError ? error : new Transient(networkError(more.what, error));
        }
      },
      transport.retry,
      transport,
      signal,
    );

  const repository: Repository = {
    name,
    path,
    mountScope: transport.host,

    async head(reference, signal) {
      const more = {
        what: `looking for "${reference}" in "${name}"`,
        expect: [200, 404],
        headers: { accept },
      };
      const answer = await ask('pull', 'HEAD', `manifests/${target(reference)}`, more, signal);
      answer.body.resume();
      if (answer.status === 404) return undefined;
      const digest = answer.headers[headerNames.digest];
      const mediaType = answer.headers['content-type'];
      const size = Number(answer.headers['content-length']);
      const isWhole = typeof digest === 'string' && isDigest(digest) && Number.isSafeInteger(size);
      if (isWhole && mediaType !== undefined && manifestTypes.includes(mediaType)) {
        return { mediaType, digest, size };
      }
      return (await repository.manifest(reference, signal)).descriptor; // a registry that says too little on HEAD
    },

    async manifest(reference, signal) {
      const what = `reading "${reference}" from "${name}"`;
      const more = { what, expect: [200], headers: { accept } };
      const attempt = async () => {
        const answer = await read(`manifests/${target(reference)}`, more, manifestLimit, signal);
        const promised = answer.headers[headerNames.digest];
        const digest = isDigest(reference) ? reference : typeof promised === 'string' ? promised : undefined;
        try {
          return checkManifest(answer.bytes, { mediaType: answer.headers['content-type'], digest }, name);
        } catch (error) {
          const isDamaged = error instanceof StepError && error.code === 'DIGEST_MISMATCH';
          throw isDamaged ? new Transient(error) : error;
        }
      };
      return retrying(attempt, transport.retry, transport, signal);
    },

    async hasBlob(digest, signal) {
      const more = { what: `looking for "${digest}" in "${name}"`, expect: [200, 404] };
      const answer = await ask('pull', 'HEAD', `blobs/${digest}`, more, signal);
      answer.body.resume();
      return answer.status === 200;
    },

    async readBlob(blob, signal) {
      const what = `reading "${blob.digest}" from "${name}"`;
      try {
        const answer = await ask('pull', 'GET', `blobs/${blob.digest}`, { what, expect: [200] }, signal);
        return verified(named(answer.body, what, signal), blob, name);
      } catch (error) {
        throw error instanceof StepError && error.code === 'IMAGE_MISSING'
          ? blobMissing(blob, name, error)
          : error;
      }
    },

    async writeBlob(blob, open, options = {}) {
      if (await repository.hasBlob(blob.digest, options.signal)) return 'exists';
      const { from, ...rest } = options;
      const isNear = from?.mountScope !== undefined && from.mountScope === repository.mountScope;
      return uploadBlob({ transport, path, name }, blob, open, isNear ? options : rest);
    },

    async writeManifest(manifest, tag, signal) {
      const reference = tag ?? manifest.descriptor.digest;
      const answer = await putManifest(reference, manifest, signal);
      if (answer === undefined) return;
      const content = readManifest(manifest);
      const subject = content.subject?.digest;
      if (subject === undefined || answer.headers[headerNames.subject] !== undefined) return;
      const referrer = referrerDescriptor(manifest, content);
      await inTurn(subject, () => addFallbackReferrer(repository, subject, referrer, signal));
    },

    async tags(signal) {
      const found: string[] = [];
      const more = { what: `listing the tags of "${name}"`, expect: [200, 404] };
      let next: string | URL | undefined = `tags/list?n=${tagsPerPage}`;
      while (next !== undefined) {
        const answer: RegistryAnswer & { bytes: Buffer } = await read(next, more, listLimit, signal);
        if (answer.status === 404) return [];
        found.push(...readTags(answer.bytes, name));
        next = nextPage(answer);
      }
      return found;
    },

    async referrers(digest, artifactType, signal) {
      const found: Descriptor[] = [];
      const more = {
        what: `listing the referrers of "${digest}" in "${name}"`,
        expect: [200, 400, 404, 405],
      };
      const query = artifactType === undefined ? '' : `?${new URLSearchParams({ artifactType })}`;
      let next: string | URL | undefined = `referrers/${digest}${query}`;
      while (next !== undefined) {
        const answer: RegistryAnswer & { bytes: Buffer } = await read(next, more, listLimit, signal);
        if (answer.status !== 200) {
          return ofArtifactType(await fallbackReferrers(repository, digest, signal), artifactType);
        }
        found.push(...readDescriptors(parseJson(answer.bytes, name).manifests, name));
        next = nextPage(answer);
      }
      return ofArtifactType(found, artifactType);
    },

    async deleteManifest(reference, signal) {
      const more = { what: `deleting "${reference}" from "${name}"`, expect: [200, 202, 404] };
      const answer = await ask('push', 'DELETE', `manifests/${target(reference)}`, more, signal);
      answer.body.resume();
    },
  };

  /** The answer of the registry, or undefined where an immutable tag names this very manifest already. */
  async function putManifest(reference: string, manifest: Manifest, signal: AbortSignal | undefined) {
    const { mediaType, digest } = manifest.descriptor;
    try {
      const answer = await ask(
        'push',
        'PUT',
        `manifests/${target(reference)}`,
        {
          what: `writing "${reference}" to "${name}"`,
          headers: { 'content-type': mediaType },
          body: manifest.bytes,
          expect: [200, 201],
        },
        signal,
      );
      answer.body.resume();
      return answer;
    } catch (error) {
      if (!(error instanceof StepError)) throw error;
      if (error.code === 'BLOB_MISSING') {
        throw new StepError('MANIFEST_INCOMPLETE', { message: error.message, cause: error });
      }
      if (error.code !== 'REGISTRY_REFUSED' || isDigest(reference)) throw error;
      // Immutable repositories refuse even the same push again; what is there decides what that means.
      const present = await repository.head(reference, signal);
      if (present === undefined) throw error;
      if (present.digest === digest) return undefined;
      throw tagImmutable(name, reference, present.digest, digest, error);
    }
  }

  return repository;
}

/** Gives a stream's errors their place, and reports an abort as what was asked for. */
async function* named(body: BlobStream, what: string, signal: AbortSignal | undefined): BlobStream {
  try {
    yield* body;
  } catch (error) {
    throw signal?.aborted ? signal.reason : networkError(what, error);
  }
}

/** A reference as a part of a path: only tags and digests get there. */
function target(reference: string): string {
  if (isDigest(reference) || isTag(reference)) return reference;
  throw new StepError('REFERENCE_INVALID', { message: `"${reference}" is neither a tag nor a digest` });
}

function blobMissing(blob: Descriptor, name: string, cause: StepError): StepError {
  return new StepError('BLOB_MISSING', {
    message: `"${name}" has no "${blob.digest}", which a manifest names`,
    fix: 'push the image again from its source',
    cause,
  });
}

function tagImmutable(
  name: string,
  tag: string,
  present: Digest,
  wanted: Digest,
  cause: StepError,
): StepError {
  return new StepError('TAG_IMMUTABLE', {
    message: `the tag "${tag}" of "${name}" names "${present}" and cannot be moved to "${wanted}"`,
    fix: 'release under a new tag',
    cause,
  });
}
