import { StepError, type Text } from '@ml-ci/core';

/** What a tag is now, and what it is to be. */
export interface TagState {
  readonly tag: string;
  /** `host/path`, for messages. */
  readonly repository: string;
  /** The digest that the tag names; undefined where there is no such tag. */
  readonly present: string | undefined;
  /** The digest of the new image. */
  readonly wanted: string;
  readonly isReplaced: boolean;
}

/** Whether there is anything to push. TAG_TAKEN where the tag names another digest and must not be moved. */
export function decideTag({ tag, repository, present, wanted, isReplaced }: TagState): 'push' | 'done' {
  if (present === undefined) return 'push';
  if (present === wanted) return 'done';
  if (isReplaced) return 'push';
  throw tagTaken(repository, tag, present, wanted);
}

/** The tag names something else. */
function tagTaken(repository: string, tag: string, present: string, wanted: string): StepError {
  return new StepError('TAG_TAKEN', {
    message: `"${repository}:${tag}" is ${present} already, and the new image is ${wanted}`,
    fix: ({ input }) =>
      `give the new image another tag (${input('tag')}), or move this one where the repository allows it (${input('replace-tag', true)})`,
  });
}

/** The tag to push under: the given one, else the beginning of the commit. */
export function chooseTag(given: string | undefined, commit: string | undefined): string {
  const tag = given ?? commit?.slice(0, 12);
  if (tag !== undefined) return tag;
  const fix: Text = ({ input }) => `give ${input('tag')}`;
  throw new StepError('INPUT_INVALID', {
    message: 'there is no tag: this is no git checkout, and none was given',
    fix,
    problems: [{ name: 'tag', message: 'is missing and there is no commit to take it from', fix }],
  });
}
