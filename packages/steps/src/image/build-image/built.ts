import type { Digest, Repository } from '@ml-ci/oci';

/** Where an image goes. */
export interface Target {
  readonly repository: Repository;
  readonly tag: string;
}

/** What an engine made and pushed. */
export interface Built {
  /** Undefined in a plan of an engine that knows the digest only afterwards. */
  readonly digest: Digest | undefined;
  readonly bytesPushed: number;
  readonly layers: number;
}
