import type { Text } from '@ml-ci/core';
import type { FileHashes } from './hash.ts';
import type { Requirement } from './requirements.ts';

/** An entry of a lock as its reader understood it, before anybody judges it. */
export interface Entry {
  /** As the lock writes it; empty where it has none. */
  readonly name: string;
  readonly version: string | undefined;
  /** From 1. */
  readonly line: number;
  readonly origin: Origin;
  /** One a file; undefined where what the lock holds is a checksum of something else, which the reader looked at. */
  readonly files: readonly FileHashes[] | undefined;
  readonly applies: Applies;
  /** The lock pins nothing of it, and that is allowed. */
  readonly isUnchecked?: boolean;
  /** What else is wrong, in the words of its reader. */
  readonly objections: readonly Objection[];
}

/**
 * Whether a plain install takes it: always; never, since it is for a group or an extra; where this PEP 508 marker holds.
 * Undefined where the lock does not say.
 */
export type Applies = boolean | string | undefined;

export type Origin =
  /** With every address that the lock gives for it. */
  | { readonly type: 'registry'; readonly addresses: readonly string[] }
  /** The project, or one that the lock says lies in a folder. */
  | { readonly type: 'folder'; readonly path: string }
  /** Git, an address of its own, a file. */
  | { readonly type: 'elsewhere'; readonly what: string };

export interface Objection {
  readonly message: string;
  readonly isUnsafe: boolean;
  readonly fix?: Text;
}

/** What a reader makes of a text. */
export interface Reading {
  readonly entries: readonly Entry[];
  /** What pip is given; undefined where the lock does not say of each package when it applies. */
  readonly requirements?: readonly Requirement[] | undefined;
}
