import { type Input, variableOf } from '@ml-ci/core';

/** What help says of an input besides its sentence and its placeholder. */
export function inputNotes(property: string, input: Input<unknown>): string[] {
  const { options, defaultText, sharedDefaultText } = input;
  const notes: string[] = [];
  if (options.required) notes.push('required');
  if (defaultText !== undefined) notes.push(`default ${defaultText}`);
  if (sharedDefaultText !== undefined)
    notes.push(`${sharedDefaultText} on GitHub, CodeBuild and where CI is set`);
  if (options.config !== undefined) notes.push(`ml-ci.yml ${options.config}`);
  if (options.handover !== undefined) notes.push(`from ${options.handover.join(', ')} of the same run`);
  if (options.secret) notes.push(`secret: give it as ${variableOf(property)}`);
  return notes;
}

/** The sentence of an input with its notes in brackets, for places that show no placeholder. */
export function inputText(property: string, input: Input<unknown>): string {
  const words = wordsOf(input);
  const notes = [
    ...(words.length === 0 ? [] : [`one of ${words.join(', ')}`]),
    ...inputNotes(property, input),
  ];
  return notes.length === 0 ? input.options.summary : `${input.options.summary} (${notes.join('; ')})`;
}

/** The words of an input that takes one of a few; none for any other. */
export function wordsOf({ kind, placeholder }: Input<unknown>): readonly string[] {
  return kind === 'oneOf' ? placeholder.split('|') : [];
}
