import { file } from '@ml-ci/core';
import { defineCommand } from '../command.ts';

/** The flags of `ml-ci generate`. */
export const generateInputs = {
  out: file({
    summary: 'a folder to write into, instead of printing; a file that was changed by hand is kept',
  }),
};

/** `ml-ci generate`: what is derived from the definitions, for a pipeline of one's own. */
export const generate = defineCommand({
  name: 'generate',
  summary: 'a buildspec of these steps, or the action of one, as their definitions say',
  topic: 'Your own pipelines',
  words: {
    placeholder: 'buildspec|action STEP…',
    summary: 'what to make, and the steps in their order',
    min: 2,
    max: 100,
  },
  ignoresConfig: true,
  inputs: generateInputs,
  run: async (context) => (await import('./command.ts')).runGenerate(context),
});
