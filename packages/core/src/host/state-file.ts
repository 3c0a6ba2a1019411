import { lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StepError } from '../error.ts';

/** What one process keeps of one run. */
interface Entry {
  readonly process: number;
  readonly values: Readonly<Record<string, string>>;
  /** The run ended by itself and left something on purpose. */
  readonly isKept?: true;
}

/** Whose entry is meant: that of this process, the newest that a run left, or all of those. */
export type Whose = 'own' | 'left' | 'earlier';

/** Where a step keeps its state where there is no GITHUB_STATE, under `.ml-ci/`. */
export function stateName(step: string): string {
  return `state/${step}.json`;
}

/** That place under `root`. */
export function stateFile(root: string, step: string): string {
  return join(root, '.ml-ci', stateName(step));
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

/** Keeps the entry of this process beyond its end. Earlier ones about the same folder are the same thing, and go. */
export function keepEntry(file: string, folder: string): void {
  const entries = readEntries(file);
  const own = entries.find(isOwn);
  if (own === undefined) return;
  const isSame = (entry: Entry) => isLeft(entry) && entry.values[folder] === own.values[folder];
  const others = entries.filter((entry) => entry !== own && !isSame(entry));
  writeEntries(file, [...others, { ...own, isKept: true }]);
}

/** The values that the last dead process left or kept; none where there is none, or where its process still lives. */
export function leftValues(file: string): ReadonlyMap<string, string> {
  return earlierValues(file)[0] ?? new Map();
}

/** The values of all that dead processes left or kept, the newest first. */
export function earlierValues(file: string): readonly ReadonlyMap<string, string>[] {
  const left = readEntries(file).filter(isLeft).reverse();
  return left.map(({ values }) => new Map(Object.entries(values)));
}

/** Forgets an entry; the file goes with the last one. */
export function forgetEntry(file: string, whose: Whose): void {
  const entries = readEntries(file);
  const gone =
    whose === 'earlier' ? entries.filter(isLeft) : [entries.findLast(whose === 'own' ? isOwn : isLeft)];
  const kept = entries.filter((entry) => !gone.includes(entry));
  if (kept.length === entries.length) return;
  if (kept.length === 0) rmSync(file, { force: true });
  else writeEntries(file, kept);
}

function isOwn(entry: Entry): boolean {
  return entry.process === process.pid && !entry.isKept;
}

function isLeft(entry: Entry): boolean {
  if (entry.isKept) return true;
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
