import type { StepError } from '@ml-ci/core';
import { addressProblem, elsewhere } from './address.ts';
import { folderInside } from './folder.ts';
import { lockLimit, type Offender, refuseOffenders, shorten, unreadable } from './lock-error.ts';
import { repairOf } from './repair.ts';

/** One entry of a package-lock that a file is installed for. */
export interface LockedPackage {
  /** `node_modules/a/node_modules/b` */
  readonly path: string;
  readonly name: string;
  readonly version: string;
  /** Undefined inside the tarball of a parent, whose own covers it. */
  readonly integrity: string | undefined;
  readonly resolved: string | undefined;
  /** May be left out: for another platform, or by `omit`. */
  readonly mayBeAbsent: boolean;
  /** Where the lock names it, from 1. */
  readonly line: number;
}

export interface NpmLock {
  readonly packages: readonly LockedPackage[];
  /** Workspaces and folders: they are linked where they lie. */
  readonly hasLinks: boolean;
  /** The project itself, `.`, and each of those. */
  readonly folders: readonly { readonly path: string; readonly line: number }[];
}

/** Reads a package-lock of version 2 or 3; throws with every entry that has no version or integrity. */
export function parseNpmLock(text: string, lock: string): NpmLock {
  const entries = entriesOf(text, lock);
  const lineOf = lineFinder(text);
  const offenders: Offender[] = [];
  const packages: LockedPackage[] = [];
  const folders: { path: string; line: number }[] = [];
  let hasLinks = false;
  for (const [path, entry] of entries) {
    const line = lineOf(path);
    const place = `${lock}:${line}`;
    for (const [name, address] of addressesAskedBy(entry))
      offenders.push({ problem: { name, message: elsewhere(address), place }, isUnsafe: true });
    const folder = folderOf(path, entry);
    // The project itself, and the workspaces: their code is in the checkout.
    if (folder !== undefined) {
      if (entry.link === true) hasLinks = true;
      if (folderInside(folder) === undefined) {
        const message = `lies in "${shorten(folder)}", outside of the project`;
        offenders.push({ problem: { name: path, message, place }, isUnsafe: true });
      }
      folders.push({ path: folder, line });
      continue;
    }
    const locked = { ...read(path, entry), line };
    const address = locked.resolved === undefined ? undefined : addressProblem(locked.resolved);
    const messages = address === undefined ? pinProblems(locked, entry) : [address];
    for (const message of messages) {
      offenders.push({ problem: { name: locked.name, message, place }, isUnsafe: address !== undefined });
    }
    packages.push(locked);
  }
  refuseOffenders(lock, offenders, repairOf('package-lock', lock));
  return { packages, hasLinks, folders };
}

/** The lock without addresses, for npm to find each version in the repository that it is given. */
export function withoutAddresses(text: string): string {
  // The text was parsed by parseNpmLock before: `packages` is an object of objects.
  const document = JSON.parse(text) as { packages: Record<string, { resolved?: string; link?: boolean }> };
  delete (document as { dependencies?: unknown }).dependencies;
  for (const entry of Object.values(document.packages)) {
    if (entry.link !== true) delete entry.resolved;
  }
  return JSON.stringify(document, undefined, 2);
}

/**
 * The same, but each package whose archive npm has already keeps one, in the repository: it is not fetched, but without any npm
 * would not look into its cache.
 */
export function withAddressesOf(text: string, there: ReadonlySet<string>, endpoint: string): string {
  const document = JSON.parse(withoutAddresses(text)) as {
    packages: Record<string, { resolved?: string; link?: boolean; integrity?: string; version?: string }>;
  };
  for (const [path, entry] of Object.entries(document.packages)) {
    if (entry.link === true || !there.has(entry.integrity ?? '')) continue;
    const { name } = read(path, entry);
    entry.resolved = `${endpoint}${name}/-/${name.replace(/^.*\//, '')}-${entry.version}.tgz`;
  }
  return JSON.stringify(document, undefined, 2);
}

/** Whether npm fetches this address from `endpoint` of its own accord: it rewrites the public registry's only. */
export function isAddressOf(resolved: string | undefined, endpoint: string): boolean {
  if (resolved === undefined) return true;
  return resolved.startsWith(endpoint) || resolved.startsWith('https://registry.npmjs.org/');
}

type Entry = Readonly<Record<string, unknown>>;

function entriesOf(text: string, lock: string): [string, Entry][] {
  if (text.length > lockLimit) throw invalid(lock, 'is larger than a lock file can be');
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    throw invalid(lock, 'is not JSON', cause);
  }
  if (!isRecord(document)) throw invalid(lock, 'is not a package-lock');
  const { lockfileVersion, packages } = document;
  if (lockfileVersion !== 2 && lockfileVersion !== 3) {
    throw invalid(lock, `has lockfileVersion ${JSON.stringify(lockfileVersion) ?? 'none'}, not 2 or 3`);
  }
  if (!isRecord(packages)) throw invalid(lock, 'has no "packages"');
  return Object.entries(packages).map(([path, entry]) => {
    if (!isRecord(entry)) throw invalid(lock, `has an entry "${path}" that is not an object`);
    if (path.split('/').includes('..') || path.startsWith('/'))
      throw invalid(lock, `has an entry outside: "${path}"`);
    return [path, entry];
  });
}

function read(path: string, entry: Entry): Omit<LockedPackage, 'line'> {
  const { name, version, integrity, resolved } = entry;
  return {
    path,
    name:
      typeof name === 'string'
        ? name
        : path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
    version: typeof version === 'string' ? version : '',
    integrity: typeof integrity === 'string' ? integrity : undefined,
    resolved: typeof resolved === 'string' ? resolved : undefined,
    mayBeAbsent: [entry.optional, entry.devOptional, entry.dev, entry.peer].includes(true),
  };
}

/** The folder of an entry that is no package of a registry. */
function folderOf(path: string, { link, resolved }: Entry): string | undefined {
  if (link === true) return typeof resolved === 'string' ? resolved : '';
  return path.includes('node_modules/') ? undefined : path || '.';
}

/** What an entry asks for by an address, which npm would fetch from there or not find again. */
function addressesAskedBy(entry: Entry): [string, string][] {
  const asked = [entry.dependencies, entry.devDependencies, entry.optionalDependencies];
  return asked
    .flatMap((all) => (isRecord(all) ? Object.entries(all) : []))
    .flatMap(([name, spec]) => (typeof spec === 'string' && /^https?:/.test(spec) ? [[name, spec]] : []));
}

function pinProblems(locked: Omit<LockedPackage, 'line'>, entry: Entry): string[] {
  const problems = /^\d+\.\d+\.\d+/.test(locked.version) ? [] : ['has no exact version'];
  if (entry.inBundle === true) return problems;
  if (locked.integrity === undefined) return [...problems, 'has no integrity'];
  const isStrong = /(?:^|\s)sha(?:256|384|512)-[A-Za-z0-9+/=]{40,}/.test(locked.integrity);
  return isStrong ? problems : [...problems, 'has an integrity that is no SHA-256, 384 or 512'];
}

function lineFinder(text: string): (path: string) => number {
  const lines = new Map<string, number>();
  for (const [index, line] of text.split('\n').entries()) {
    const key = /^\s*("(?:[^"\\]|\\.)*"):\s*\{/.exec(line)?.[1];
    // Version 2 names each package a second time, below.
    if (key !== undefined && !lines.has(key)) lines.set(key, index + 1);
  }
  return (path) => lines.get(JSON.stringify(path)) ?? 1;
}

function invalid(lock: string, message: string, cause?: unknown): StepError {
  return unreadable(lock, 'package-lock', message, { cause });
}

function isRecord(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
