import { StepError } from '@ml-ci/core';
import type { Digest, Repository } from '@ml-ci/oci';
import type { Engine } from './connect.ts';
import { removeImage } from './docker-image.ts';
import { type EngineMessage, engineError, readAnswer } from './engine-stream.ts';

/** An image of the engine on its way to a registry. */
export interface PushOptions {
  /** What it is called in the engine; it keeps that name. */
  readonly name: string;
  /** `host/path`, without a tag. */
  readonly repository: string;
  readonly tag: string;
  /** The same repository, to look at what arrived. */
  readonly target: Repository;
  readonly credentials?: { readonly username: string; readonly password: string };
  readonly onProgress?: (bytes: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** What arrived. */
export interface Pushed {
  readonly digest: Digest;
  /** Layers that were sent, by the first twelve digits of their diff id; the others were there. */
  readonly sentLayers: readonly string[];
}

/** Pushes an image and looks in the registry for what the engine said; the name for the push is removed afterwards. */
export async function pushImage({ docker }: Engine, options: PushOptions): Promise<Pushed> {
  const { repository, tag, credentials, signal } = options;
  const pushed = `${repository}:${tag}`;
  try {
    await docker.getImage(options.name).tag({ repo: repository, tag });
    const answer = await docker.getImage(repository).push({
      tag,
      // The engine demands the header, also where nobody has to log in.
      authconfig: credentials ? { ...credentials, serveraddress: repository.split('/')[0] ?? '' } : {},
    });
    const progress = createProgress(options.onProgress);
    await readAnswer(answer, progress.take, signal);
    const digest = progress.digest();
    if (digest === undefined) throw new Error('it named no digest');
    await verify(options.target, tag, digest, signal);
    return { digest, sentLayers: progress.sent() };
  } catch (error) {
    throw engineError(`push ${pushed}`, error, signal);
  } finally {
    await removeImage(docker, pushed);
  }
}

async function verify(target: Repository, tag: string, digest: Digest, signal?: AbortSignal): Promise<void> {
  const found = await target.manifest(tag, signal);
  if (found.descriptor.digest === digest) return;
  throw new StepError('PUSH_UNVERIFIED', {
    message: `pushed ${digest}, but "${target.name}:${tag}" is ${found.descriptor.digest}`,
    fix: 'somebody else pushed the same tag; run the step again',
  });
}

function createProgress(onProgress: PushOptions['onProgress']) {
  const layers = new Map<string, { current: number; total: number }>();
  const sent: string[] = [];
  let digest: Digest | undefined;
  return {
    digest: () => digest,
    sent: () => sent,
    take({ id, status, progressDetail, aux }: EngineMessage) {
      digest = digestOf(aux) ?? digest;
      if (id === undefined) return;
      if (status === 'Pushed') sent.push(id);
      if (status !== 'Pushing' || progressDetail?.total === undefined) return;
      layers.set(id, { current: progressDetail.current ?? 0, total: progressDetail.total });
      const sum = (key: 'current' | 'total') =>
        [...layers.values()].reduce((all, layer) => all + layer[key], 0);
      onProgress?.(Math.min(sum('current'), sum('total')), sum('total'));
    },
  };
}

function digestOf(aux: unknown): Digest | undefined {
  if (typeof aux !== 'object' || aux === null || !('Digest' in aux)) return undefined;
  const { Digest: digest } = aux;
  // The pattern is the type's own.
  return typeof digest === 'string' && /^sha256:[0-9a-f]{64}$/.test(digest) ? (digest as Digest) : undefined;
}
