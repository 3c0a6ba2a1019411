import { file, oneOf, sides, string } from '@ml-ci/core';
import { defineCommand } from '../command.ts';

/** The flags of `ml-ci iam`. */
export const iamInputs = {
  config: file({ summary: 'the configuration; looked for upwards where it is not given' }),
  model: string({ summary: 'which model of the configuration, where it has several' }),
  env: string({ summary: 'the environment whose names are filled in' }),
  side: oneOf(sides, {
    summary: 'of a step that acts in two environments, what the role of one of them needs',
  }),
};

/** `ml-ci iam STEP…`: the policy that the role of those steps needs. */
export const iam = defineCommand({
  name: 'iam',
  summary: 'print the least-privilege IAM policy of steps, with the names of an environment filled in',
  topic: 'Your own pipelines',
  inputs: iamInputs,
  words: { placeholder: 'STEP…', summary: 'the steps that the policy is for', min: 1, max: 100 },
  run: async (context) => (await import('./command.ts')).runIam(context),
});
