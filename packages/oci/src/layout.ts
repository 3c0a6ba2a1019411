import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { createFiles, StepError } from '@ml-ci/core';
import { verified } from './digest.ts';
import { digestPath, isDigest } from './digest-text.ts';
import { passingError } from './failure.ts';
import {
  createLayout,
  findTag,
  type LayoutIndex,
  readLayoutIndex,
  tagOf,
  withEntry,
  writeLayoutIndex,
} from './layout-index.ts';
import { checkManifest, readManifest, referrerDescriptor } from './manifest.ts';
import { mediaTypes } from './media-types.ts';
import { bytesPassed } from './passing-garbage.ts';
import { createQueue, ofArtifactType } from './referrers.ts';
import type { BlobStream, Descriptor, Digest, Manifest, Repository, WriteBlobOptions } from './repository.ts';
import { defaultRetry, type RetryPolicy, retrying, type Timing } from './retry.ts';

/** Big reads: a layer goes to a socket, and each piece costs a turn of the loop. */
const readChunkBytes = 256 * 1024;

/** `index.json` is read, changed and written; two writers of one process take turns. */
const inTurn = createQueue();

export interface LayoutOptions extends Timing {
  readonly retry?: RetryPolicy;
}

/** A repository that is a folder in the OCI image layout. It is created by the first write. */
export function layoutRepository(path: string, options: LayoutOptions): Repository {
  const folder = resolve(path);
  const name = `layout:${path}`;
  const { write } = createFiles(folder);
  const fileOf = (digest: Digest) => join(folder, 'blobs', ...digestPath(digest));

  const change = (edit: (index: LayoutIndex) => LayoutIndex) =>
    inTurn(folder, async () => {
      const index = await readLayoutIndex(folder);
      const edited = edit(index);
      if (edited !== index) await writeLayoutIndex(folder, edited, write);
    });

  const repository: Repository = {
    name,
    path: folder,
    mountScope: undefined,

    async head(reference) {
      const index = await readLayoutIndex(folder);
      const found = isDigest(reference)
        ? index.entries.find(({ descriptor }) => descriptor.digest === reference)?.descriptor
        : findTag(index, reference);
      if (found === undefined && !isDigest(reference)) return undefined;
      const digest = found?.digest ?? reference;
      const bytes = isDigest(digest) ? await readFile(fileOf(digest)).catch(ifMissing) : undefined;
      if (bytes === undefined) return undefined;
      return checkManifest(bytes, { mediaType: found?.mediaType ?? typeOf(bytes), digest }, name).descriptor;
    },

    async manifest(reference) {
      const descriptor = await repository.head(reference);
      if (descriptor === undefined) {
        throw new StepError('IMAGE_MISSING', {
          message: `"${name}" has no "${reference}"`,
          fix: 'check the tag or digest',
        });
      }
      const bytes = await readFile(fileOf(descriptor.digest));
      return checkManifest(bytes, descriptor, name);
    },

    async hasBlob(digest) {
      return (await stat(fileOf(digest)).catch(ifMissing))?.isFile() === true;
    },

    async readBlob(blob, signal) {
      const found = await stat(fileOf(blob.digest)).catch(ifMissing);
      if (found === undefined) {
        throw new StepError('BLOB_MISSING', { message: `"${name}" has no "${blob.digest}"` });
      }
      const stream = createReadStream(fileOf(blob.digest), {
        highWaterMark: readChunkBytes,
        ...(signal === undefined ? {} : { signal }),
      });
      return verified(stream, blob, name);
    },

    async writeBlob(blob, open, writeOptions = {}) {
      if (await repository.hasBlob(blob.digest)) return 'exists';
      await inTurn(folder, () => createLayout(folder, write));
      const attempt = () => store(folder, fileOf(blob.digest), blob, open, name, writeOptions);
      await retrying(attempt, options.retry ?? defaultRetry, options, writeOptions.signal);
      return 'uploaded';
    },

    async writeManifest(manifest, tag) {
      await inTurn(folder, () => createLayout(folder, write));
      const content = readManifest(manifest);
      await checkChildren(manifest, repository);
      await write(fileOf(manifest.descriptor.digest), manifest.bytes);
      // What nothing else names must stand in the index, or a clean-up would take it for waste.
      if (tag !== undefined || content.subject !== undefined) {
        await change((index) => withEntry(index, manifest.descriptor, tag));
      }
    },

    async tags() {
      const index = await readLayoutIndex(folder);
      return index.entries.map(tagOf).filter((tag) => tag !== undefined);
    },

    async referrers(digest, artifactType) {
      const index = await readLayoutIndex(folder);
      const digests = new Set(index.entries.map(({ descriptor }) => descriptor.digest));
      const found: Descriptor[] = [];
      for (const candidate of digests) {
        const manifest = await repository.manifest(candidate);
        const content = readManifest(manifest);
        if (content.subject?.digest === digest) found.push(referrerDescriptor(manifest, content));
      }
      return ofArtifactType(found, artifactType);
    },

    async deleteManifest(reference) {
      await change((index) => ({
        entries: index.entries.filter((entry) =>
          isDigest(reference) ? entry.descriptor.digest !== reference : tagOf(entry) !== reference,
        ),
      }));
      if (isDigest(reference)) await rm(fileOf(reference), { force: true });
    },
  };
  return repository;
}

/** Writes beside and renames when the digest is right: a blob is there whole or not at all. */
async function store(
  folder: string,
  file: string,
  blob: Descriptor,
  openStream: () => Promise<BlobStream>,
  name: string,
  { signal, onBytes }: WriteBlobOptions,
): Promise<void> {
  const beside = join(folder, 'blobs', `.${randomUUID()}.tmp`);
  const source = await openStream();
  let written = 0;
  try {
    await mkdir(dirname(file), { recursive: true });
    const handle = await open(beside, 'wx');
    try {
      for await (const chunk of verified(source, blob, name)) {
        signal?.throwIfAborted();
        await handle.write(chunk);
        written += chunk.byteLength;
        onBytes?.(chunk.byteLength);
        bytesPassed(chunk.byteLength);
      }
    } finally {
      await handle.close();
    }
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    onBytes?.(-written);
    throw signal?.aborted ? signal.reason : passingError(error);
  }
}

/** A registry refuses a manifest whose parts it lacks; a folder must too, or a half copy would look whole. */
async function checkChildren(manifest: Manifest, repository: Repository): Promise<void> {
  const content = readManifest(manifest);
  const parts = content.kind === 'index' ? content.manifests : [content.config, ...content.layers];
  for (const { digest, urls } of parts) {
    if (urls !== undefined && urls.length > 0) continue;
    if (await repository.hasBlob(digest)) continue;
    throw new StepError('MANIFEST_INCOMPLETE', {
      message: `"${repository.name}" has no "${digest}", which "${manifest.descriptor.digest}" names`,
    });
  }
}

/** OCI manifests may leave their type out; then only the form tells. */
function typeOf(bytes: Uint8Array): string | undefined {
  try {
    const json: { mediaType?: unknown; manifests?: unknown } = JSON.parse(
      Buffer.from(bytes).toString('utf8'),
    );
    if (typeof json.mediaType === 'string') return json.mediaType;
    return Array.isArray(json.manifests) ? mediaTypes.ociIndex : mediaTypes.ociManifest;
  } catch {
    return undefined; // a layer or a configuration: checkManifest says so
  }
}

function ifMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
