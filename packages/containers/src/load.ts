import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StepError } from '@ml-ci/core';
import type { Descriptor, Repository } from '@ml-ci/oci';
import type Docker from 'dockerode';
import type { Pack } from 'tar-stream';
import { readAnswer } from './engine-stream.ts';
import { hostPlatform, resolveImage } from './image.ts';
import type { ImageSource } from './runtime.ts';

/**
 * Loads an image from where the engine cannot pull it. It goes there as a stream in the format of `docker save`, which
 * engines of any age read. Returns the tag it has there.
 */
export async function loadImage(docker: Docker, source: ImageSource, signal?: AbortSignal): Promise<string> {
  const { repository } = source;
  const image = await resolveImage(repository, source.digest, hostPlatform(), signal);
  const tag = `ml-ci-load:${image.manifest.digest.replace(/^sha\d+:/, '').slice(0, 32)}`;
  const { pack } = await import('tar-stream');
  const archive = pack();
  const written = writeArchive(archive, repository, image.configDescriptor, image.layers, tag, signal);
  const sent = docker.loadImage(Readable.from(archive), { quiet: true }).then(async (answer) => {
    let isLoaded = false;
    await readAnswer(
      answer,
      ({ stream }) => {
        isLoaded ||= stream?.startsWith('Loaded image') === true;
      },
      signal,
    );
    if (!isLoaded)
      throw new StepError('ENGINE_FAILED', { message: `the Docker engine did not load "${tag}"` });
  });
  written.catch((error) => archive.destroy(error));
  await Promise.all([written, sent]);
  return tag;
}

async function writeArchive(
  archive: Pack,
  repository: Repository,
  config: Descriptor,
  layers: readonly Descriptor[],
  tag: string,
  signal?: AbortSignal,
): Promise<void> {
  const nameOf = ({ digest }: Descriptor) => digest.replace(/^sha\d+:/, '');
  const manifest = [
    {
      Config: `${nameOf(config)}.json`,
      RepoTags: [tag],
      Layers: layers.map((layer) => `${nameOf(layer)}.tar`),
    },
  ];
  archive.entry({ name: 'manifest.json' }, JSON.stringify(manifest));
  await writeBlob(archive, `${nameOf(config)}.json`, repository, config, signal);
  const unique = new Map(layers.map((layer) => [layer.digest, layer]));
  for (const layer of unique.values())
    await writeBlob(archive, `${nameOf(layer)}.tar`, repository, layer, signal);
  archive.finalize();
}

async function writeBlob(
  archive: Pack,
  name: string,
  repository: Repository,
  blob: Descriptor,
  signal?: AbortSignal,
): Promise<void> {
  const entry = archive.entry({ name, size: blob.size });
  await pipeline(Readable.from(await repository.readBlob(blob, signal)), entry);
}
