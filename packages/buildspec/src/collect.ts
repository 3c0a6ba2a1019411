import { copyFile, glob, lstat, mkdir, realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, matchesGlob, relative, resolve, sep } from 'node:path';
import { type Clock, describeError, type Log, StepError } from '@ml-ci/core';
import type { PhaseResult } from './result.ts';
import type { ArtifactSet, Buildspec, ReportSet } from './schema.ts';
import { isSet } from './schema-values.ts';

/** What is needed to collect what a build made. */
export interface CollectContext {
  readonly log: Log;
  readonly clock: Clock;
  readonly cwd: string;
  readonly folder: string;
  /** Of the build's shell: names and folders may hold variables. */
  readonly environment: Readonly<Record<string, string>>;
  readonly isSucceeding: boolean;
}

/** What was collected, relative to the folder of the build, and the phase that did it. */
export interface Collected {
  readonly phase: PhaseResult;
  readonly artifacts: readonly string[];
  readonly reports: readonly string[];
}

/** Copies reports and artifacts into the folder of the build. Artifacts that match no file fail a build that succeeded. */
export async function collect(spec: Buildspec, context: CollectContext): Promise<Collected> {
  const { clock, log } = context;
  const startMs = clock.now();
  const reports: string[] = [];
  const artifacts: string[] = [];
  const failures: string[] = [];
  for (const [group, set] of Object.entries(spec.reports ?? {})) {
    const found = await collectSet(set, join('reports', group), context).catch(
      noteFailure(log, `reports.${group}`),
    );
    if (found?.length === 0) log.warn(`reports.${group}: no file matches ${quoted(set.files)}`);
    reports.push(...(found ?? []));
  }
  for (const { name, set } of artifactSets(spec)) {
    try {
      const found = await collectSet(set, join('artifacts', name), context);
      if (found.length === 0) failures.push(`${name}: no file matches ${quoted(set.files)}`);
      artifacts.push(...found);
    } catch (error) {
      failures.push(`${name}: ${describeError(error)}`);
    }
  }
  for (const failure of failures) log.warn(`artifacts ${failure}`);
  const seconds = (clock.now() - startMs) / 1_000;
  const message = failures.join('; ');
  const phase: PhaseResult =
    failures.length === 0
      ? { phase: 'upload_artifacts', status: 'succeeded', seconds }
      : { phase: 'upload_artifacts', status: 'failed', seconds, message };
  return { phase, artifacts, reports };
}

type NamedSet = { readonly name: string; readonly set: ArtifactSet };

function artifactSets(spec: Buildspec): readonly NamedSet[] {
  const { files, 'secondary-artifacts': secondary = {}, ...rest } = spec.artifacts ?? {};
  const others = Object.entries(secondary).map(([name, set]): NamedSet => ({ name, set }));
  // as in CodeBuild: with secondary artifacts, the files of the first level are still the primary ones
  return files === undefined ? others : [{ name: 'primary', set: { ...rest, files } }, ...others];
}

function noteFailure(log: Log, name: string): (error: unknown) => undefined {
  return (error) => {
    log.warn(`${name}: ${describeError(error)}`);
  };
}

async function collectSet(
  set: ArtifactSet | ReportSet,
  target: string,
  { cwd, folder, environment }: CollectContext,
): Promise<string[]> {
  const expand = (text: string) => withVariables(text, environment);
  const base = resolve(cwd, expand(set['base-directory'] ?? '.'));
  const excluded = 'exclude-paths' in set ? (set['exclude-paths'] ?? []).map(expand) : [];
  const collected = new Set<string>();
  for (const pattern of set.files.map(expand)) {
    for await (const path of matching(base, pattern)) {
      if (excluded.some((exclude) => matchesGlob(path, exclude))) continue;
      const to = join(target, isSet(set['discard-paths']) ? basename(path) : path);
      if (collected.has(to)) continue;
      await copyInto(join(folder, to), join(base, path));
      collected.add(to);
    }
  }
  return [...collected].sort();
}

/** Files below `base` that a pattern names; what lies elsewhere is refused, also through a link. */
async function* matching(base: string, pattern: string): AsyncGenerator<string> {
  const from = isAbsolute(pattern) ? relative(base, pattern) : pattern;
  const root = await realpath(base).catch(() => undefined);
  if (root === undefined) return;
  for await (const found of glob(from, { cwd: base, exclude: (path) => isState(path) })) {
    if (isState(found) || !(await isFile(join(base, found)))) continue;
    if (!(await realpath(join(base, found))).startsWith(`${root}${sep}`))
      throw new StepError('FILE_UNSAFE', {
        message: `"${found}" is outside "${base}"`,
        fix: 'set base-directory to the folder that holds the files',
      });
    yield found;
  }
}

function isState(path: string): boolean {
  return path.split(sep).includes('.ml-ci');
}

async function isFile(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  if (found?.isSymbolicLink()) return (await lstat(await realpath(path).catch(() => path))).isFile();
  return found?.isFile() ?? false;
}

async function copyInto(to: string, from: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await copyFile(from, to);
}

function withVariables(text: string, environment: Readonly<Record<string, string>>): string {
  return text.replaceAll(
    /\$(?:\{(\w+)\}|(\w+))/g,
    (whole, braced, plain) => environment[braced ?? plain] ?? whole,
  );
}

function quoted(patterns: readonly string[]): string {
  return patterns.map((pattern) => `"${pattern}"`).join(', ');
}
