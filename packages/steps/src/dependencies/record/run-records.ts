import { relative } from 'node:path';
import { type Clock, type Files, isSameRun, type RunInfo, type RunMark, readHandedOver } from '@ml-ci/core';
import type { LockRecord } from './record.ts';

/** The run that installs. */
export interface InstallingRun {
  readonly files: Files;
  readonly run: RunInfo;
  readonly clock: Clock;
  readonly aws: { readonly rehearsal: string | undefined };
}

/** `.ml-ci/runs/install.locks.json`: what the installs of one run have recorded so far. */
interface RunRecords extends RunMark {
  readonly records: readonly LockRecord[];
}

const name = 'install.locks.json';

/**
 * Adds a record to those of the run, in place of an earlier one of the same lock; all of them, by file: in whatever order the
 * locks were installed, they are the same. What another run left counts for nothing.
 */
export async function addToRun(
  own: LockRecord,
  { files, run, clock, aws: { rehearsal } }: InstallingRun,
): Promise<readonly LockRecord[]> {
  const text = await readHandedOver(name, files);
  // Written below, as the hand-over of a step is.
  const left = text === undefined ? undefined : (JSON.parse(text) as RunRecords);
  const earlier = left && isSameRun(left, { run, rehearsal, clock }) ? left.records : [];
  const place = ({ lock }: LockRecord) => relative(files.root, files.resolve(lock.file));
  const others = earlier.filter((record) => place(record) !== place(own));
  const records = [...others, own].sort((a, b) => (place(a) < place(b) ? -1 : 1));
  const all: RunRecords = {
    run,
    finishedAt: new Date(clock.now()).toISOString(),
    ...(rehearsal === undefined ? {} : { rehearsal }),
    records,
  };
  await files.write(await files.state(`runs/${name}`), `${JSON.stringify(all, undefined, 2)}\n`);
  return records;
}
