import { execFileSync } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readProgress, writeProgress } from './progress.ts';

const progress = {
  runId: 'r',
  commit: 'c',
  tag: '1.4.0',
  rehearsal: undefined,
  done: { 'deploy prod': 'x' },
};

it('takes no progress from the tree: it would pass links that never ran', async () => {
  const root = await mkdtemp(join(tmpdir(), 'progress-'));
  expect(await readProgress(root)).toBeUndefined();
  await writeProgress(root, progress);
  expect(await readProgress(root)).toMatchObject({ runId: 'r', done: progress.done });
  execFileSync('git', ['init', '-q'], { cwd: root });
  expect(await readProgress(root)).toMatchObject({ runId: 'r' });
  execFileSync('git', ['add', '-f', '.ml-ci/release.json'], { cwd: root });
  await expect(readProgress(root)).rejects.toMatchObject({ code: 'FILE_UNSAFE' });
});
