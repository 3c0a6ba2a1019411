import type Docker from 'dockerode';
import { engineError, isAbsent, readAnswer } from './engine-stream.ts';
import { loadImage } from './load.ts';
import type { ImageSource } from './runtime.ts';

/** An image that the engine has. */
export interface FetchedImage {
  /** What the engine knows it by. */
  readonly name: string;
  /** It was not in the engine before, so we remove it in the end. */
  readonly isOurs: boolean;
}

/** Pulls an image, or loads one that the engine cannot reach, unless it is there. */
export async function fetchImage(
  docker: Docker,
  source: ImageSource,
  signal?: AbortSignal,
): Promise<FetchedImage> {
  const { reference, credentials } = source;
  if (reference === undefined) return { name: await loadImage(docker, source, signal), isOurs: true };
  if (await hasImage(docker, reference)) return { name: reference, isOurs: false };
  const pulled = await docker.pull(reference, credentials ? { authconfig: { ...credentials } } : {});
  await readAnswer(pulled, () => undefined, signal);
  return { name: reference, isOurs: true };
}

async function hasImage(docker: Docker, name: string): Promise<boolean> {
  try {
    await docker.getImage(name).inspect();
    return true;
  } catch (error) {
    if (isAbsent(error)) return false;
    throw error;
  }
}

/** Removes an image where nothing else uses it; one that is gone already is as good. */
export async function removeImage(docker: Docker, name: string): Promise<void> {
  try {
    await docker.getImage(name).remove();
  } catch (error) {
    const isUsed = error instanceof Error && 'statusCode' in error && error.statusCode === 409;
    if (!isUsed && !isAbsent(error)) throw engineError(`remove the image "${name}"`, error);
  }
}
