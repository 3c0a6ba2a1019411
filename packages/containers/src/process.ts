import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Log, StepError } from '@ml-ci/core';
import { freePort, releasePort } from './free-port.ts';
import { hostPlatform } from './image.ts';
import { type Launch, launchPath, type Machine, planLaunch } from './launch.ts';
import { createLineBuffer, type LineBuffer, readLines } from './lines.ts';
import { borrowedFolder, lookAtMachine } from './machine.ts';
import { mapText } from './path-mapping.ts';
import { createRootfs, type Rootfs } from './rootfs.ts';
import type { ContainerRuntime, ImageSource, RunningContainer, StartOptions } from './runtime.ts';
import { createUnpackedImages, type UnpackedImage } from './unpacked.ts';

/** What the process runner needs of its caller. */
export interface ProcessRuntimeOptions {
  /** Unpacked images and the home folders of runs are kept here until `dispose`. */
  readonly cacheFolder: string;
  /** Where `python3` is looked for when an image does not bring one. */
  readonly hostPath?: string;
  readonly log: Log;
}

/** A runtime that owns what it started. */
export interface OwnedRuntime extends ContainerRuntime {
  /** Stops what still runs, and removes what it put on disk or into the engine. */
  dispose(): Promise<void>;
}

const lastLinesMs = 1_000;
const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Runs images as processes of this machine, from their unpacked layers. It does not isolate. */
export function createProcessRuntime(options: ProcessRuntimeOptions): OwnedRuntime {
  const images = createUnpackedImages(join(options.cacheFolder, 'unpacked'), hostPlatform());
  const running = new Set<RunningContainer>();
  let machine: Promise<Machine> | undefined;
  const said = new Set<string>();
  const sayOnce = (message: string) => {
    if (!said.has(message)) options.log.info(message);
    said.add(message);
  };
  return {
    name: 'process',
    isolates: false,
    async start(source, start) {
      start.signal?.throwIfAborted();
      machine ??= lookAtMachine(options.hostPath ?? '');
      const image = await images.get(source, start.signal);
      const plan = await planRun(image, start, await machine, options.cacheFolder);
      sayOnce('images run as processes from their unpacked layers: this does not isolate them');
      for (const name of plan.launch.borrowed)
        sayOnce(`${name} is this machine's own: the image does not bring it`);
      const container = await startProcess(plan, source, start);
      running.add(container);
      void container.exited.then(() => running.delete(container));
      return container;
    },
    async dispose() {
      await Promise.all([...running].map((container) => container.stop()));
      await images.dispose();
      await rm(join(options.cacheFolder, 'borrowed'), { recursive: true, force: true });
    },
  };
}

interface RunPlan {
  readonly launch: Launch;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly home: string;
  readonly port: number | undefined;
}

async function planRun(
  image: UnpackedImage,
  start: StartOptions,
  machine: Machine,
  cacheFolder: string,
): Promise<RunPlan> {
  const { config } = image;
  const rootfs = createRootfs(image.folder);
  const searchPath = config.env.PATH ?? defaultPath;
  const command = start.command ?? [...config.entrypoint, ...config.command];
  const argv = [...command.slice(0, 1), ...command.slice(1).map((argument) => mapText(argument, rootfs))];
  const launch = planLaunch(argv, { rootfs, workdir: config.workdir, searchPath, machine });
  const port = start.port === undefined ? undefined : await freePort();
  const home = join(cacheFolder, 'runs', randomUUID());
  await mkdir(home, { recursive: true, mode: 0o700 });
  const borrowed = await borrowedFolder(join(cacheFolder, 'borrowed'), machine);
  const env = {
    HOME: home,
    TMPDIR: home,
    ...launch.env,
    ...mapVariables({ ...config.env, ...start.env }, rootfs),
    PATH: launchPath(searchPath, rootfs, borrowed),
    // The container's own network does not exist here: the process must not be reached from other machines.
    ...(port === undefined ? {} : { PORT: String(port), HOST: '127.0.0.1' }),
  };
  return { launch, env, cwd: rootfs.locate(config.workdir) ?? image.folder, home, port };
}

function mapVariables(env: Readonly<Record<string, string>>, rootfs: Rootfs): Record<string, string> {
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, mapText(value, rootfs)]));
}

const orphans = new Set<ChildProcess>();

function killOrphans(): void {
  for (const child of orphans) signalGroup(child, 'SIGKILL');
}

/** Ends the child when this process ends without having stopped it; one listener serves all. Returns how to forget it. */
function killAtExit(child: ChildProcess): () => void {
  if (orphans.size === 0) process.on('exit', killOrphans);
  orphans.add(child);
  return () => {
    orphans.delete(child);
    if (orphans.size === 0) process.off('exit', killOrphans);
  };
}

async function startProcess(
  plan: RunPlan,
  source: ImageSource,
  start: StartOptions,
): Promise<RunningContainer> {
  const lines = createLineBuffer(start.onLine);
  const child = spawn(plan.launch.file, plan.launch.args, {
    cwd: plan.cwd,
    env: plan.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // a process group of its own, so that its children end with it
  });
  const exited = watchExit(child, lines).finally(() => cleanUp(plan));
  await spawned(child, plan, source).catch(async (error) => {
    await exited;
    throw error;
  });
  const stop = (graceMs = 5_000) => stopGroup(child, exited, graceMs);
  const forget = killAtExit(child);
  const onAbort = () => void stop();
  start.signal?.addEventListener('abort', onAbort, { once: true });
  if (start.signal?.aborted) onAbort();
  void exited.then(() => {
    forget();
    start.signal?.removeEventListener('abort', onAbort);
  });
  return {
    id: `process-${child.pid}`,
    address: plan.port === undefined ? undefined : { host: '127.0.0.1', port: plan.port },
    logs: () => lines.lines(),
    exited,
    stop,
  };
}

async function cleanUp(plan: RunPlan): Promise<void> {
  if (plan.port !== undefined) releasePort(plan.port);
  await rm(plan.home, { recursive: true, force: true });
}

function spawned(child: ChildProcess, plan: RunPlan, source: ImageSource): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause) =>
      reject(
        new StepError('IMAGE_UNRUNNABLE', {
          message: `"${plan.launch.file}" of ${source.repository.name}@${source.digest} does not start on this machine`,
          fix: 'run the image with a Docker engine',
          cause,
        }),
      ),
    );
  });
}

type Exit = Awaited<RunningContainer['exited']>;

/** The end of the process itself; a grandchild that keeps the output open does not hold it up. */
async function watchExit(child: ChildProcess, lines: LineBuffer): Promise<Exit> {
  const read = Promise.all([child.stdout, child.stderr].map((out) => out && readLines(out, lines)));
  const ended = await new Promise<Exit>((resolve) => {
    child.once('error', (error) => resolve({ exitCode: 127, reason: error.message }));
    child.once('exit', (code, signal) =>
      resolve(
        signal === null
          ? { exitCode: code ?? 0, reason: `exited with code ${code}` }
          : { exitCode: signal === 'SIGKILL' ? 137 : 143, reason: `ended by ${signal}` },
      ),
    );
  });
  signalGroup(child, 'SIGKILL');
  // what left the group may still hold the output open
  await Promise.race([read, delay(lastLinesMs, undefined, { ref: false })]);
  child.stdout?.destroy();
  child.stderr?.destroy();
  return ended;
}

async function stopGroup(child: ChildProcess, exited: Promise<Exit>, graceMs: number): Promise<void> {
  const killer = setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs);
  signalGroup(child, 'SIGTERM');
  await exited;
  clearTimeout(killer);
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // ESRCH: the whole group is gone, which is what was wanted
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
