import { describeError, StepError } from '@ml-ci/core';
import type Docker from 'dockerode';
import { engineError, engineMessage, isAbsent } from './engine-stream.ts';
import { createLineBuffer, type LineBuffer, readLines } from './lines.ts';
import type { RunningContainer, StartOptions } from './runtime.ts';

/** The label on everything that ml-ci starts in an engine. */
export const runLabel = 'ml-ci.run';

/** The engine, and what a container's label and name are made from. */
export interface ContainerOrigin {
  readonly docker: Docker;
  readonly run: string;
  readonly random: () => number;
}

/** Creates and starts a container; it is removed when it has ended, however it ends. */
export async function startContainer(
  options: ContainerOrigin,
  image: string,
  start: StartOptions,
): Promise<RunningContainer> {
  const lines = createLineBuffer(start.onLine);
  const suffix = Math.floor(options.random() * 36 ** 6).toString(36);
  const container = await options.docker
    .createContainer(
      containerOptions(`ml-ci-${start.name.replace(/[^\w.-]/g, '-')}-${suffix}`, image, options.run, start),
    )
    .catch((error) => {
      throw engineError(`create a container of "${image}"`, error, start.signal);
    });
  try {
    const { exited } = await launch(container, lines, start);
    const address = start.port === undefined ? undefined : await publishedAddress(container, start.port);
    const stop = (graceMs = 5_000) => stopContainer(container, exited, graceMs);
    const onAbort = () => void stop();
    start.signal?.addEventListener('abort', onAbort, { once: true });
    if (start.signal?.aborted) onAbort();
    void exited.then(() => start.signal?.removeEventListener('abort', onAbort));
    return { id: container.id, address, logs: () => lines.lines(), exited, stop };
  } catch (error) {
    await removeContainer(container);
    throw unrunnable(image, error) ?? engineError(`start a container of "${image}"`, error, start.signal);
  }
}

function containerOptions(
  name: string,
  image: string,
  run: string,
  start: StartOptions,
): Docker.ContainerCreateOptions {
  const port = start.port === undefined ? undefined : `${start.port}/tcp`;
  return {
    name,
    Image: image,
    Labels: { [runLabel]: run },
    Env: Object.entries(start.env ?? {}).map(([key, value]) => `${key}=${value}`),
    // as with `docker run --entrypoint`: the given command is the whole command, also in the process runner
    ...(start.command ? { Entrypoint: [], Cmd: [...start.command] } : {}),
    ...(port ? { ExposedPorts: { [port]: {} } } : {}),
    HostConfig: {
      ...(port ? { PortBindings: { [port]: [{ HostIp: '127.0.0.1', HostPort: '' }] } } : {}),
      ...(start.memoryBytes ? { Memory: start.memoryBytes, MemorySwap: start.memoryBytes } : {}),
      SecurityOpt: ['no-new-privileges'],
      CapDrop: ['ALL'],
      CapAdd: ['NET_BIND_SERVICE'],
      LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '1' } },
    },
  };
}

type Exit = Awaited<RunningContainer['exited']>;

/** Attaches before it starts, so that no line and no exit is missed. */
async function launch(
  container: Docker.Container,
  lines: LineBuffer,
  start: StartOptions,
): Promise<{ exited: Promise<Exit> }> {
  const { PassThrough } = await import('node:stream');
  const output = await container.attach({ stream: true, stdout: true, stderr: true });
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  container.modem.demuxStream(output, stdout, stderr);
  output.on('end', () => {
    stdout.end();
    stderr.end();
  });
  const read = Promise.all([readLines(stdout, lines), readLines(stderr, lines)]);
  start.signal?.throwIfAborted();
  await container.start();
  // "not-running" holds as soon as it has ended, so a process that ended at once is seen too
  return { exited: followExit(container, read) };
}

/** Never rejects: an engine that went away is an end of its own. */
async function followExit(container: Docker.Container, read: Promise<unknown>): Promise<Exit> {
  try {
    const { StatusCode: exitCode } = (await container.wait()) as { StatusCode: number }; // the engine API's answer
    await read;
    const reason = await exitReason(container, exitCode);
    await removeContainer(container);
    return { exitCode, reason };
  } catch (error) {
    return { exitCode: 255, reason: `lost sight of the container: ${describeError(error)}` };
  }
}

async function exitReason(container: Docker.Container, exitCode: number): Promise<string> {
  const { State } = await container.inspect();
  if (State.OOMKilled) return `out of memory: killed with exit code ${exitCode}`;
  return State.Error ? `${State.Error} (exit code ${exitCode})` : `exited with code ${exitCode}`;
}

async function publishedAddress(
  container: Docker.Container,
  port: number,
): Promise<RunningContainer['address']> {
  const { NetworkSettings } = await container.inspect();
  const binding = NetworkSettings.Ports[`${port}/tcp`]?.[0];
  return binding ? { host: '127.0.0.1', port: Number(binding.HostPort) } : undefined;
}

async function stopContainer(
  container: Docker.Container,
  exited: Promise<Exit>,
  graceMs: number,
): Promise<void> {
  try {
    await container.kill({ signal: 'SIGTERM' });
    const killer = setTimeout(() => void container.kill().catch(ignoreGone), graceMs);
    await exited.finally(() => clearTimeout(killer));
  } catch (error) {
    ignoreGone(error);
    await exited;
  }
}

/** 404 and 409: it has ended, or is removed, which is what was wanted. */
function ignoreGone(error: unknown): void {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  if (status !== 404 && status !== 409) throw engineError('stop a container', error);
}

async function removeContainer(container: Docker.Container): Promise<void> {
  await container.remove({ force: true, v: true }).catch((error) => {
    if (!isAbsent(error)) ignoreGone(error); // 409: its removal is under way
  });
}

/** The engine answers 400 when the command of the image is not there or cannot be executed. */
function unrunnable(image: string, error: unknown): StepError | undefined {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  const message = engineMessage(error);
  if (status !== 400 && !/executable file not found|exec format error|permission denied/.test(message)) {
    return undefined;
  }
  // runc's reason stands at the end of a chain of who called whom
  const reason = /exec: (".*)$/s.exec(message)?.[1]?.replace(/: unknown$/, '') ?? message;
  return new StepError('IMAGE_UNRUNNABLE', {
    message: `the command of "${image}" cannot be started: ${reason}`,
    fix: 'check entrypoint and command of the image, and whether its base brings the program',
    cause: error,
  });
}
