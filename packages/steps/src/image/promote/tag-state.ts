import { StepError } from '@ml-ci/core';
import type { Digest } from '@ml-ci/oci';

/** What the destination's tag names before a promotion. */
export type TagState = 'free' | 'same';

/**
 * Whether the tag may be written. A tag that names another digest is never moved: what runs under it would change without
 * a release. The same digest is a promotion that has happened.
 */
export function judgeTag(
  present: Digest | undefined,
  wanted: Digest,
  where: { readonly tag: string; readonly repository: string },
): TagState {
  if (present === undefined) return 'free';
  if (present === wanted) return 'same';
  throw new StepError('TAG_TAKEN', {
    message: `the tag "${where.tag}" of "${where.repository}" names "${present}", not "${wanted}"`,
    fix: 'release under a new tag, or give the digest that the tag stands for',
  });
}
