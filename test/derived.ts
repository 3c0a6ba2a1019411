import { readFile, writeFile } from 'node:fs/promises';
import { expect } from 'vitest';

/** Compares a file that a test derives with what is in the repository; `UPDATE=1` writes it instead. */
export async function compareDerived(path: string, content: string): Promise<void> {
  if (process.env.UPDATE === '1') return await writeFile(path, content);
  expect(await readFile(path, 'utf8'), `${path} is stale: UPDATE=1 npm run test:peers`).toBe(content);
}
