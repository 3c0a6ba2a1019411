import { existsSync, lstatSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { changeFile } from '../change-file.ts';
import { StepError } from '../error.ts';

/** What one process keeps of one run. */
interface Entry {
  readonly process: number;
  /** Tells processes apart that have the same number, one after the other or in containers. */
  readonly mark?: string;
  readonly values: Readonly<Record<string, string>>;
  /** The run ended by itself and left something on purpose. */
  readonly isKept?: true;
}

const ownMark = crypto.randomUUID();

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
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  changeEntries(file, (entries) => {
    const own = entries.find(isOwn) ?? { process: process.pid, mark: ownMark, values: {} };
    return [
      ...entries.filter((entry) => !isOwn(entry)),
      { ...own, values: { ...own.values, [name]: value } },
    ];
  });
}

/** Keeps the entry of this process beyond its end. Earlier ones about the same folder are the same thing, and go. */
export function keepEntry(file: string, folder: string): void {
  changeEntries(file, (entries) => {
    const own = entries.find(isOwn);
    if (own === undefined) return entries;
    const isSame = (entry: Entry) => isLeft(entry) && entry.values[folder] === own.values[folder];
    const others = entries.filter((entry) => entry !== own && !isSame(entry));
    return [...others, { ...own, isKept: true }];
  });
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
  changeEntries(file, (entries) => {
    const gone =
      whose === 'earlier' ? entries.filter(isLeft) : [entries.findLast(whose === 'own' ? isOwn : isLeft)];
    return entries.filter((entry) => !gone.includes(entry));
  });
}

function isOwn(entry: Entry): boolean {
  return entry.mark === ownMark && !entry.isKept;
}

function isLeft(entry: Entry): boolean {
  if (entry.isKept) return true;
  if (isOwn(entry)) return false;
  if (entry.process === process.pid) return true; // the number is ours now
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

function changeEntries(file: string, change: (entries: readonly Entry[]) => readonly Entry[]): void {
  if (!existsSync(dirname(file))) return; // nothing was saved, and there is no place for a lock
  changeFile(
    file,
    () => {
      const entries = change(readEntries(file));
      return entries.length === 0 ? undefined : `${JSON.stringify(entries, undefined, 2)}\n`;
    },
    0o600,
  );
}

function unsafe(file: string, why: string): StepError {
  return new StepError('FILE_UNSAFE', {
    message: `the state "${file}" ${why}`,
    fix: 'look at it and remove it; ml-ci keeps there what a killed run left',
  });
}
