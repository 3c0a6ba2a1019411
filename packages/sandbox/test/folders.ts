import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for the tests of a file; `removeFolder` takes it away. */
export async function temporaryFolder(): Promise<string> {
  return await mkdtemp(join(tmpdir(), 'ml-ci-test-'));
}

/** Removes a folder of `temporaryFolder`. */
export async function removeFolder(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true });
}
