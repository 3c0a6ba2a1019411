import { lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StepError } from '../error.ts';

/** What one process keeps of one run. */
interface Entry {
  readonly process: number;
  readonly values: Readonly<Record<string, string>>;
}

/** Whose entry is meant: that of this process, or the newest that a dead process left. */
export type Whose = 'own' | 'left';

/** Where a step keeps its state where there is no GITHUB_STATE: `.ml-ci/state/<step>.json` under `root`. */
export function stateFile(root: string, step: string): string {
  return join(root, '.ml-ci', 'state', `${step}.json`);
}

/** Adds a value to the entry of this process. It is on disk when this returns: the process may die at any time. */
export function saveEntry(file: string, name: string, value: string): void {
  const entries = readEntries(file);
  const own = entries.find(isOwn) ?? { process: process.pid, values: {} };
  writeEntries(file, [
    ...entries.filter((entry) => !isOwn(entry)),
    { ...own, values: { ...own.values, [name]: value } },
  ]);
}

/** The values that the last dead process left; none where nothing was left, or where its process still lives. */
export function leftValues(file: string): ReadonlyMap<string, string> {
  return new Map(Object.entries(readEntries(file).findLast(isLeft)?.values ?? {}));
}

/** Forgets an entry; the file goes with the last one. */
export function forgetEntry(file: string, whose: Whose): void {
  const entries = readEntries(file);
  const gone = entries.findLast(whose === 'own' ? isOwn : isLeft);
  if (gone === undefined) return;
  const kept = entries.filter((entry) => entry !== gone);
  if (kept.length === 0) rmSync(file, { force: true });
  else writeEntries(file, kept);
}

function isOwn(entry: Entry): boolean {
  return entry.process === process.pid;
}

function isLeft(entry: Entry): boolean {
  if (isOwn(entry)) return false;
  try {
    process.kill(entry.process, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'; // EPERM: it lives, and is somebody else's
  }
}

function readEntries(file: string): readonly Entry[] {
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (found === undefined) return [];
  if (!found.isFile()) throw unsafe(file, 'is not a plain file');
  const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!Array.isArray(parsed) || !parsed.every(isEntry)) throw unsafe(file, 'is not what ml-ci writes');
  return parsed;
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null || !('process' in value) || !('values' in value))
    return false;
  const { process: id, values } = value;
  return (
    Number.isInteger(id) &&
    typeof values === 'object' &&
    values !== null &&
    Object.values(values).every((each) => typeof each === 'string')
  );
}

function writeEntries(file: string, entries: readonly Entry[]): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const beside = `${file}.${process.pid}.tmp`;
  writeFileSync(beside, `${JSON.stringify(entries, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(beside, file);
}

function unsafe(file: string, why: string): StepError {
  return new StepError('FILE_UNSAFE', {
    message: `the state "${file}" ${why}`,
    fix: 'look at it and remove it; ml-ci keeps there what a killed run left',
  });
}
