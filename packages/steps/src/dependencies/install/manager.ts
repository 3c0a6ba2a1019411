import type { ExecResult } from '@ml-ci/core';
import type { Access } from '../access.ts';
import type { Cause } from './child-failure.ts';

/** How an install ended. */
export type Installed =
  | { readonly state: 'installed'; readonly count: number }
  /** It went through, and what lies there is not what the lock says. */
  | { readonly state: 'different'; readonly differences: readonly string[] }
  /** The package manager gave up. */
  | { readonly state: 'refused'; readonly cause: Cause; readonly result: ExecResult };

/** A package manager with a lock that was read and found safe. */
export interface Manager {
  readonly format: 'npm' | 'pypi';
  /** Entries of the lock. */
  readonly count: number;
  /** The packages of the lock, as the manager compares names. */
  readonly names: ReadonlySet<string>;
  version(): Promise<string>;
  /** Installs; `temporary` is a folder that is removed afterwards whatever happens. */
  install(access: Access, temporary: string): Promise<Installed>;
}
