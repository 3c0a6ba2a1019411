import { StepError } from '@ml-ci/core';
import { normalizeProject, type Requirement } from '../../lock/requirements.ts';

/** One project that pip says it installed: from where, and with which hashes. */
export interface ReportedProject {
  readonly project: string;
  readonly version: string;
  readonly url: string;
  /** `sha256:…` */
  readonly hashes: readonly string[];
}

/** Reads the file of `pip install --report`. */
export function readReport(text: string): readonly ReportedProject[] {
  const { install } = record(JSON.parse(text));
  if (!Array.isArray(install)) throw malformed();
  return install.map((item) => {
    const { metadata, download_info: download } = record(item);
    const { name, version } = record(metadata);
    const { url, archive_info: archive } = record(download);
    if (typeof name !== 'string' || typeof version !== 'string' || typeof url !== 'string') throw malformed();
    return { project: normalizeProject(name), version, url, hashes: hashesOf(record(archive)) };
  });
}

/** What was installed and is not what the lock says; nothing where all is well. */
export function compareReport(
  requirements: readonly Requirement[],
  installed: readonly ReportedProject[],
  from: string,
): readonly string[] {
  const differences: string[] = [];
  const reported = new Map(installed.map((item) => [item.project, item]));
  for (const { project, version, marker, hashes } of requirements) {
    const item = reported.get(project);
    if (!item) {
      if (marker === undefined) differences.push(`${project}==${version} is not installed`);
      continue;
    }
    if (!item.url.startsWith(from)) differences.push(`${project} came from another place`);
    if (!item.hashes.some((hash) => hashes.includes(hash)))
      differences.push(`${project} has a hash that is not in the lock`);
  }
  const locked = new Set(requirements.map(({ project }) => project));
  for (const { project } of installed)
    if (!locked.has(project)) differences.push(`${project} is not in the lock`);
  return differences;
}

function hashesOf(archive: Readonly<Record<string, unknown>>): string[] {
  const all = Object.entries(archive.hashes === undefined ? {} : record(archive.hashes));
  const found = all.map(([algorithm, hex]) => `${algorithm}:${String(hex)}`);
  // pip 22.2 has one, as `sha256=…`.
  return typeof archive.hash === 'string' ? [...found, archive.hash.replace('=', ':')] : found;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed();
  // An object that is no array: its keys are strings.
  return value as Record<string, unknown>;
}

function malformed(): StepError {
  return new StepError('CHILD_FAILED', {
    message: 'the report of pip about what it installed cannot be read',
    fix: 'install a newer pip, or report this with the version of pip',
  });
}
