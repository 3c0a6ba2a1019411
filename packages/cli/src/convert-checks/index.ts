import { file } from '@ml-ci/core';
import { defineCommand } from '../command.ts';

/** The flags of `ml-ci convert-checks`. */
export const convertInputs = {
  to: file({ summary: 'the checks file to write; without it, it is printed' }),
};

/** `ml-ci convert-checks FILE`: the rules of another tool as a checks file of validate-data. */
export const convertChecks = defineCommand({
  name: 'convert-checks',
  summary: 'write a pandera schema, a Great Expectations suite or a Soda contract as a checks file',
  topic: 'Your own pipelines',
  words: { placeholder: 'FILE', summary: 'the file of the other tool', min: 1, max: 1 },
  ignoresConfig: true,
  inputs: convertInputs,
  run: async (context) => (await import('./convert.ts')).convertFile(context),
});
