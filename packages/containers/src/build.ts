import { Readable } from 'node:stream';
import { StepError } from '@ml-ci/core';
import { readBuildContext, writeBuildContext } from './build-context.ts';
import { readTrace } from './build-trace.ts';
import type { Engine } from './connect.ts';
import { removeImage } from './docker-image.ts';
import {
  type EngineMessage,
  EngineRefusal,
  engineError,
  engineMessage,
  readAnswer,
} from './engine-stream.ts';

/** A build from a Dockerfile. */
export interface BuildOptions {
  /**
   * What the image is called in the engine, `name:tag`: an image without a name is gone once it was pushed and the
   * name for the push is removed. Whoever builds removes it in the end.
   */
  readonly name: string;
  /** The folder that is sent, and the Dockerfile; both absolute. */
  readonly context: string;
  readonly dockerfile: string;
  readonly buildArgs?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  /** `linux/arm64`; the engine's own unless given. */
  readonly platform?: string;
  readonly target?: string;
  /** True unless given; without it, a build that fails leaves no intermediate image. */
  readonly isCacheUsed?: boolean;
  /** For base images, by registry host. */
  readonly credentials?: Readonly<Record<string, { readonly username: string; readonly password: string }>>;
  readonly onLine?: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** Builds an image in the engine and returns its id there. */
export async function buildImage({ docker }: Engine, options: BuildOptions): Promise<string> {
  const { signal, onLine = () => undefined } = options;
  const context = await readBuildContext(options.context, options.dockerfile);
  const builder = chooseBuilder(context.dockerfileText);
  const { pack } = await import('tar-stream');
  const archive = pack();
  const written = writeBuildContext(archive, options.context, context);
  written.catch((error) => archive.destroy(error));
  let imageId: string | undefined;
  let newest: string | undefined;
  try {
    const built = docker.buildImage(
      Readable.from(archive),
      engineOptions(options, context.dockerfile, builder),
    );
    const read = built.then((answer) =>
      readAnswer(
        answer,
        (message) => {
          imageId = imageIdOf(message) ?? imageId;
          newest = intermediateOf(message) ?? newest;
          for (const line of linesOf(message)) onLine(line);
        },
        signal,
      ),
    );
    await Promise.all([written, read]);
  } catch (error) {
    if (options.isCacheUsed === false && newest !== undefined) await removeUnnamed(docker, newest);
    throw buildError(error, signal);
  } finally {
    archive.destroy(); // the engine may have answered before it had read everything
  }
  if (imageId === undefined) throw buildError(new EngineRefusal('the engine did not name the image'), signal);
  return imageId;
}

/**
 * BuildKit where the Dockerfile needs it, else the first builder, which reads base images with our credentials.
 * Without a session, BuildKit reads only public ones.
 */
export function chooseBuilder(dockerfile: string): 'classic' | 'buildkit' {
  const needs = [
    /^#\s*syntax\s*=/im,
    /^\s*RUN\s+--(mount|network|security)=/im,
    /^\s*(COPY|ADD)\s+.*--(link|parents|exclude|checksum)\b/im,
    /^\s*(RUN|COPY|ADD)\b[^\n]*<<-?["']?\w/im,
  ];
  return needs.some((pattern) => pattern.test(dockerfile)) ? 'buildkit' : 'classic';
}

function engineOptions(options: BuildOptions, dockerfile: string, builder: 'classic' | 'buildkit') {
  return {
    t: options.name,
    dockerfile,
    buildargs: { ...options.buildArgs },
    labels: { ...options.labels },
    ...(options.platform === undefined ? {} : { platform: options.platform }),
    ...(options.target === undefined ? {} : { target: options.target }),
    nocache: options.isCacheUsed === false,
    rm: true,
    forcerm: true,
    ...(options.credentials ? { registryconfig: { ...options.credentials } } : {}),
    ...(options.signal ? { abortSignal: options.signal } : {}),
    // A number keeps dockerode from opening a session, whose protos it reads from disk; the query is the same.
    ...(builder === 'buildkit' ? { version: 2 as unknown as '2' } : {}),
  };
}

function imageIdOf({ aux }: EngineMessage): string | undefined {
  return typeof aux === 'object' && aux !== null && 'ID' in aux && typeof aux.ID === 'string'
    ? aux.ID
    : undefined;
}

/** The first builder says after each step which image it has become. */
function intermediateOf({ stream }: EngineMessage): string | undefined {
  return /^ ---> ([0-9a-f]{12})\s*$/.exec(stream ?? '')?.[1];
}

/** Removes what a build without a cache got to before it failed; never an image that has a name, such as the base. */
async function removeUnnamed(docker: Engine['docker'], id: string): Promise<void> {
  const found = await docker
    .getImage(id)
    .inspect()
    .catch(() => undefined); // what is gone need not be removed
  const names = [...(found?.RepoTags ?? []), ...(found?.RepoDigests ?? [])];
  if (found !== undefined && names.length === 0) await removeImage(docker, found.Id);
}

function linesOf({ id, aux, stream, status }: EngineMessage): readonly string[] {
  if (id === 'moby.buildkit.trace' && typeof aux === 'string') {
    return readTrace(Buffer.from(aux, 'base64')).flatMap(({ text }) => text.split('\n'));
  }
  if (status !== undefined) return id === undefined ? [status] : [`${id}: ${status}`];
  return (stream ?? '').split('\n').filter((line) => line.trim() !== '');
}

function buildError(error: unknown, signal?: AbortSignal): unknown {
  if (signal?.aborted) return signal.reason;
  if (!(error instanceof EngineRefusal) && !isRefusedRequest(error))
    return engineError('build the image', error);
  return new StepError('BUILD_FAILED', {
    message: `the image was not built: ${engineMessage(error)}`,
    fix: 'the lines above say which instruction of the Dockerfile failed',
    cause: error,
  });
}

/** 400 and 500 before the stream: a Dockerfile that does not parse. */
function isRefusedRequest(error: unknown): error is Error {
  return error instanceof Error && 'statusCode' in error && error.statusCode !== undefined;
}
