import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createFiles, refuseForeign } from '@ml-ci/core';

/** What earlier runs of the same release have done, in `.ml-ci/release.json`. */
export interface ReleaseProgress {
  /** Shared by every run of this release, so that its steps hand over to each other. */
  readonly runId: string;
  readonly commit: string | undefined;
  readonly tag: string;
  /** The endpoint of a rehearsal: its progress counts nowhere else. */
  readonly rehearsal: string | undefined;
  /** Links that passed, by key, with what they depended on. */
  readonly done: Readonly<Record<string, string>>;
}

/** Progress of exactly this release, or undefined: another commit, tag or endpoint begins anew. */
export function sameRelease(
  found: ReleaseProgress | undefined,
  wanted: Pick<ReleaseProgress, 'commit' | 'tag' | 'rehearsal'>,
): ReleaseProgress | undefined {
  const isSame =
    found &&
    found.commit === wanted.commit &&
    found.tag === wanted.tag &&
    found.rehearsal === wanted.rehearsal;
  return isSame ? found : undefined;
}

export async function readProgress(root: string): Promise<ReleaseProgress | undefined> {
  await refuseForeign(root, ['release.json']);
  const text = await readFile(join(root, '.ml-ci', 'release.json'), 'utf8').catch(() => undefined);
  // our own file; what does not look like it is as good as none
  const parsed: unknown = text === undefined ? undefined : JSON.parse(text);
  return isProgress(parsed) ? parsed : undefined;
}

export async function writeProgress(root: string, progress: ReleaseProgress): Promise<void> {
  const files = createFiles(root);
  await files.write(await files.state('release.json'), `${JSON.stringify(progress, undefined, 2)}\n`);
}

function isProgress(value: unknown): value is ReleaseProgress {
  return typeof value === 'object' && value !== null && 'runId' in value && 'done' in value && 'tag' in value;
}
