import { readFile } from 'node:fs/promises';
import { inside, type LogEvent, StepError } from '@ml-ci/core';
import { type PlannedBuild, planBatch } from './batch-plan.ts';
import { ignoredInBatch } from './ignored.ts';
import { parseBuildspec } from './parse.ts';
import type { BuildResult } from './result.ts';
import { type BuildOptions, runBuildspec } from './run.ts';
import type { Buildspec } from './schema.ts';
import { isSet } from './schema-values.ts';

/** How a batch went. */
export interface BatchResult {
  readonly status: BuildResult['status'];
  readonly builds: readonly BatchBuild[];
}

/** How one build of a batch went. */
export interface BatchBuild {
  readonly identifier: string;
  /** `skipped` where a build it waits for failed, or fast-fail ended the batch before. */
  readonly status: BuildResult['status'] | 'skipped';
  readonly ignoreFailure: boolean;
  readonly result?: BuildResult;
}

/** How a batch is run. */
export interface BatchOptions extends Omit<BuildOptions, 'batchIdentifier' | 'hasOwnSource' | 'emit'> {
  /** Without an identifier: what is said of the batch as a whole. */
  readonly emit: (event: LogEvent, identifier?: string) => void;
  /** How many builds run at the same time. */
  readonly parallelism: number;
}

/** Runs the builds of a batch in parallel, each in a copy of the source folder, as soon as those it waits for have succeeded. */
export async function runBatch(spec: Buildspec, options: BatchOptions): Promise<BatchResult> {
  const plan = await withSpecs(spec, options.cwd);
  const others = plan.map((build) => build.spec).filter((other) => other !== spec);
  for (const message of ignoredInBatch(spec, others)) options.emit({ type: 'warn', message });
  const fastFail = new AbortController();
  const signal = AbortSignal.any([options.signal, fastFail.signal]);
  const done = new Map<string, BatchBuild>();
  const running = new Map<string, Promise<void>>();
  const start = async (build: ReadyBuild) => {
    const ended = await runOne(build, { ...options, signal });
    done.set(build.identifier, ended);
    running.delete(build.identifier);
    if (isFailure(ended) && isSet(spec.batch?.['fast-fail'])) fastFail.abort(new Error('fast-fail'));
  };
  try {
    for (;;) {
      skipHopeless(plan, running, done, signal);
      const ready = plan.filter((build) => isWaiting(build, running, done) && isReady(build, done));
      for (const build of ready.slice(0, options.parallelism - running.size))
        running.set(build.identifier, start(build));
      if (running.size === 0) break;
      await Promise.race(running.values());
    }
  } catch (error) {
    fastFail.abort(error);
    await Promise.allSettled(running.values()); // none outlives the batch
    throw error;
  }
  const builds = plan.flatMap(({ identifier }) => done.get(identifier) ?? []);
  const status = options.signal.aborted ? 'stopped' : builds.some(isFailure) ? 'failed' : 'succeeded';
  return { status, builds };
}

interface ReadyBuild extends PlannedBuild {
  readonly spec: Buildspec;
}

/** Reads the buildspecs of all builds before the first one starts. */
async function withSpecs(spec: Buildspec, cwd: string): Promise<readonly ReadyBuild[]> {
  return Promise.all(
    planBatch(spec).map(async (build) => {
      const file = build.buildspec;
      if (file === undefined) return { ...build, spec };
      const path = await inside(cwd, file).catch((cause: unknown) => {
        if (cause instanceof StepError) throw cause;
        throw missing(file, build, cause);
      });
      const text = await readFile(path, 'utf8').catch((cause: unknown) => {
        throw missing(file, build, cause);
      });
      return { ...build, spec: parseBuildspec(text, { file }) };
    }),
  );
}

function missing(file: string, { identifier }: PlannedBuild, cause: unknown): StepError {
  return new StepError('FILE_MISSING', {
    message: `cannot read the buildspec "${file}" of the build "${identifier}"`,
    fix: 'check the path; it starts at the source folder',
    cause,
  });
}

async function runOne(build: ReadyBuild, options: BatchOptions): Promise<BatchBuild> {
  const { identifier, ignoreFailure, spec } = build;
  const result = await runBuildspec(spec, {
    ...options,
    variables: { ...build.variables, ...options.variables },
    emit: (event) => options.emit(event, identifier),
    batchIdentifier: identifier,
    hasOwnSource: true, // as in CodeBuild, where each has a machine for itself
  });
  return { identifier, status: result.status, ignoreFailure, result };
}

type Running = ReadonlyMap<string, Promise<void>>;

function isWaiting(
  { identifier }: PlannedBuild,
  running: Running,
  done: ReadonlyMap<string, BatchBuild>,
): boolean {
  return !running.has(identifier) && !done.has(identifier);
}

function isReady({ dependsOn }: PlannedBuild, done: ReadonlyMap<string, BatchBuild>): boolean {
  return dependsOn.every((name) => done.has(name));
}

/** Ends, without a run, what waits for a build that failed, and everything that waits once the batch is over. */
function skipHopeless(
  plan: readonly ReadyBuild[],
  running: Running,
  done: Map<string, BatchBuild>,
  signal: AbortSignal,
): void {
  // in rounds: what waits for a skipped build is skipped too
  for (let before = -1; before !== done.size; ) {
    before = done.size;
    for (const build of plan.filter((candidate) => isWaiting(candidate, running, done))) {
      const { identifier, ignoreFailure, dependsOn } = build;
      const isHopeless = dependsOn.some((name) => blocks(done.get(name)));
      if (signal.aborted || isHopeless)
        done.set(identifier, { identifier, status: 'skipped', ignoreFailure });
    }
  }
}

function blocks(build: BatchBuild | undefined): boolean {
  return build !== undefined && (build.status === 'skipped' || isFailure(build));
}

function isFailure({ status, ignoreFailure }: BatchBuild): boolean {
  return status === 'failed' && !ignoreFailure;
}
