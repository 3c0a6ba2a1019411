import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll } from 'vitest';
import { readPenguins } from '../src/data.ts';

/** The folder of the example. */
export const example = join(import.meta.dirname, '..');

// Weights are shared by the tests of one file, which is a process of its own.
const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

/** Runs the real `train.ts` on a file of `data/`, as `npm run train` does; answers where the weights are. */
export async function train(data: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'penguins-'));
  folders.push(folder);
  const out = join(folder, 'weights.json');
  const args = ['src/train.ts', '--data', `data/${data}`, '--out', out];
  await promisify(execFile)(process.execPath, args, { cwd: example });
  return out;
}

/** The lines of a file of the example. */
export async function lines(file: string): Promise<string[]> {
  return (await readFile(join(example, file), 'utf8')).trimEnd().split('\n');
}

/** The rows of a file of `data/`. */
export function penguins(file: string) {
  return readPenguins(join(example, 'data', file));
}

/** The traffic of the rehearsal, parsed. */
export async function traffic(): Promise<{ method: string; path: string; body: Record<string, unknown> }[]> {
  return (await lines('traffic/requests.jsonl')).map((line) => JSON.parse(line));
}
