import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Gives a run of the tests a folder for temporary files, and removes it with all that tests leave there. */
export default function temporary(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'ml-ci-tests-'));
  process.env.TMPDIR = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
