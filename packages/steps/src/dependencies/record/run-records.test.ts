import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manualClock } from '@ml-ci/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFiles } from '../../../../core/src/files.ts';
import type { LockRecord } from './record.ts';
import { addToRun, type InstallingRun } from './run-records.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'ml-ci-records-'));
});
afterEach(() => rm(root, { recursive: true }));

const recordOf = (file: string, digest = 'sha256:1'): LockRecord => ({
  version: 1,
  lock: { file, kind: 'uv', digest },
  repository: { domain: 'ml', owner: '111111111111', region: 'eu-west-1', repository: 'pinned' },
  packages: [],
});
const clock = manualClock();
const run = { id: '4711-1-job', commit: 'c0ffee', actor: undefined, url: undefined, model: 'm' };

/** Adds records of these files in this run; what the run has then, as `file digest`. */
async function add(record: LockRecord, more: Partial<InstallingRun> = {}): Promise<readonly string[]> {
  const files = createFiles(root);
  const all = await addToRun(record, { files, run, clock, aws: { rehearsal: undefined }, ...more });
  return all.map(({ lock }) => `${lock.file} ${lock.digest}`);
}

it('has the locks of one run by file, each as it was installed last', async () => {
  await add(recordOf('b/uv.lock'));
  await add(recordOf('uv.lock'));
  const all = ['a/uv.lock sha256:1', 'b/uv.lock sha256:1', 'uv.lock sha256:1'];
  expect(await add(recordOf('a/uv.lock'))).toEqual(all);
  const changed = [all[0], './b/uv.lock sha256:2', all[2]];
  expect(await add(recordOf('./b/uv.lock', 'sha256:2'))).toEqual(changed);
});

it.each<[string, Partial<InstallingRun>]>([
  ['another run', { run: { ...run, id: '4711-2-job' } }],
  ['another model of the project', { run: { ...run, model: 'n' } }],
  ['a rehearsal', { aws: { rehearsal: 'http://127.0.0.1:1' } }],
])('has nothing of %s', async (_what, other) => {
  await add(recordOf('a.lock'), other);
  expect(await add(recordOf('b.lock'))).toEqual(['b.lock sha256:1']);
});

it('has on a terminal what was installed in the last hour, at the same commit', async () => {
  const local = { run: { ...run, id: 'local' } };
  await add(recordOf('a.lock'), local);
  expect(await add(recordOf('b.lock'), local)).toHaveLength(2);
  expect(await add(recordOf('b.lock'), { run: { ...local.run, commit: 'other' } })).toHaveLength(1);
  await add(recordOf('a.lock'), local);
  const later = { ...local, clock: { ...clock, now: () => clock.now() + 3_600_000 } };
  expect(await add(recordOf('b.lock'), later)).toHaveLength(1);
});
