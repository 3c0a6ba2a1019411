import type { LockedFile } from './locked-file.ts';
import type { Requirement } from './requirements.ts';

/** The locks that are read, by what wrote them. */
export const lockKinds = [
  'requirements',
  'uv',
  'poetry',
  'pdm',
  'pylock',
  'package-lock',
  'pnpm',
  'yarn-1',
  'yarn-berry',
] as const;
export type LockKind = (typeof lockKinds)[number];

/** A format of CodeArtifact, as its API writes it. */
export type LockFormat = 'pypi' | 'npm';

/** One version of one package that a lock names: what is looked up, installed, recorded. */
export interface LockedPackage {
  /** As the index compares names: PEP 503 of pypi (`ruamel-yaml`), with its scope of npm (`@ml/shapes`). */
  readonly name: string;
  /** Exact, as the lock writes it. */
  readonly version: string;
  /**
   * `sha256:<hex>`, `sha384:…` or `sha512:…` of the files that the lock allows, one file or many; sorted. Empty only where the
   * lock's own checksum is of something else than the published file: the archive that Yarn 4 makes of it.
   */
  readonly hashes: readonly string[];
  /**
   * The same by file, where the lock names files. Locks of npm need no names: a version has one file there, which CodeArtifact
   * calls `package.tgz` whatever its address is.
   */
  readonly files?: readonly LockedFile[];
  /** The lock has no checksum of it at all, which the user allowed: what the repository has is taken for good. */
  readonly isUnchecked?: boolean;
  /** It need not be there afterwards: for another platform, a marker, a group or an extra that was not asked for. */
  readonly mayBeAbsent: boolean;
  /** Where the lock names it, from 1. */
  readonly line: number;
}

/** A lock that was read and found exact: every package with its version and hash, none from elsewhere than a registry. */
export interface Lock {
  readonly kind: LockKind;
  readonly format: LockFormat;
  /** As the user named it. */
  readonly file: string;
  /** Each name and version once, sorted by both. */
  readonly packages: readonly LockedPackage[];
  /** The project itself, workspaces and folders inside of it: they are linked or built where they lie. */
  readonly local: readonly string[];
  /**
   * What pip is given for a plain install, each with its hashes and the marker that it applies by. Undefined where the lock
   * does not say of each package when it applies: uv.lock, poetry.lock of Poetry 1, pdm.lock without `inherit_metadata`.
   */
  readonly requirements?: readonly Requirement[];
}
