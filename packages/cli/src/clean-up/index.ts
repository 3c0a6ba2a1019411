import { file, list, string } from '@ml-ci/core';
import { defineCommand } from '../command.ts';

/** The flags of `ml-ci clean-up`. */
export const cleanUpInputs = {
  config: file({ summary: 'the configuration; looked for upwards where it is not given' }),
  model: string({ summary: 'which model of the configuration, where it has several' }),
  allowEndpoint: list({
    summary: 'hosts that are neither AWS nor on this machine and may be asked all the same',
    default: [],
  }),
};

/** `ml-ci clean-up`: ends or removes what killed runs left. */
export const cleanUp = defineCommand({
  name: 'clean-up',
  summary: 'stop or remove what a killed run left: a deployment that goes on, a folder with a token',
  inputs: cleanUpInputs,
  words: {
    placeholder: 'STEP…',
    summary: 'the steps to clean up after; every step where none is named',
    min: 0,
    max: Number.POSITIVE_INFINITY,
  },
  run: async (context) => (await import('./command.ts')).runCleanUp(context),
});
