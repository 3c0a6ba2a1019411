import { copyFile, lstat, mkdir, readdir, readlink, realpath, stat, symlink } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { type Clock, describeError, type Log, StepError } from '@ml-ci/core';
import { filePattern } from './file-pattern.ts';
import type { PhaseResult } from './result.ts';
import type { ArtifactSet, Buildspec, ReportSet } from './schema.ts';
import { isSet } from './schema-values.ts';

/** What is needed to collect what a build made. */
export interface CollectContext {
  readonly log: Log;
  readonly clock: Clock;
  readonly cwd: string;
  readonly folder: string;
  /** Where builds leave their files, seen from a source folder: nothing is collected there. */
  readonly builds: string;
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
  { cwd, folder, builds, environment }: CollectContext,
): Promise<string[]> {
  const expand = (text: string) => withVariables(text, environment);
  const base = resolve(cwd, expand(set['base-directory'] ?? '.'));
  const excluded =
    'exclude-paths' in set ? (set['exclude-paths'] ?? []).map((path) => filePattern(expand(path))) : [];
  const keepsLinks = 'enable-symlinks' in set && isSet(set['enable-symlinks']);
  const collected = new Set<string>();
  for (const pattern of set.files.map(expand)) {
    for await (const path of matching(base, pattern, { builds, keepsLinks })) {
      if (excluded.some((exclude) => exclude.test(path))) continue;
      const to = join(target, isSet(set['discard-paths']) ? basename(path) : path);
      if (collected.has(to)) continue;
      await copyInto(join(folder, to), join(base, path), keepsLinks);
      collected.add(to);
    }
  }
  return [...collected].sort();
}

/** Files below `base` that a pattern names; what lies elsewhere is refused, also through a link. */
async function* matching(
  base: string,
  pattern: string,
  { builds, keepsLinks }: { readonly builds: string; readonly keepsLinks: boolean },
): AsyncGenerator<string> {
  const expression = filePattern(isAbsolute(pattern) ? relative(base, pattern) : pattern);
  const root = await realpath(base).catch(() => undefined);
  if (root === undefined) return;
  for await (const found of filesBelow(base, '', builds)) {
    if (!expression.test(found)) continue;
    const real = await realpath(join(base, found)).catch(() => undefined);
    if (real === undefined) continue; // a link to nothing
    const isInside = real === root || real.startsWith(`${root}${sep}`);
    const kind = await stat(real);
    const isKeptLink = keepsLinks && isInside && kind.isDirectory();
    if (!kind.isFile() && !isKeptLink) continue; // a link to a folder, a pipe
    if (!isInside)
      throw new StepError('FILE_UNSAFE', {
        message: `"${found}" is outside "${base}"`,
        fix: 'set base-directory to the folder that holds the files',
      });
    yield found;
  }
}

/** Every file and link below a folder but those that builds on this machine left in a `skipped`; links to folders are not followed. */
async function* filesBelow(base: string, folder: string, skipped: string): AsyncGenerator<string> {
  for (const entry of await readdir(join(base, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (!entry.isDirectory()) yield path;
    else if (!join(base, path).endsWith(`${sep}${skipped}`)) yield* filesBelow(base, path, skipped);
  }
}

async function copyInto(to: string, from: string, keepsLinks: boolean): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  if (keepsLinks && (await lstat(from)).isSymbolicLink()) {
    // seen from where it stands, so that it leads to what lies beside it here too
    const target = await readlink(from);
    await symlink(isAbsolute(target) ? relative(dirname(from), target) : target, to);
  } else await copyFile(from, to);
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
