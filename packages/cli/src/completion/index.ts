import { defineCommand } from '../command.ts';

/** `ml-ci completion`: a script for a shell. */
export const completion = defineCommand({
  name: 'completion',
  summary: 'a script with which a shell completes commands, flags, words and environments',
  topic: 'Your own pipelines',
  words: {
    placeholder: 'bash|zsh|fish',
    summary: 'the shell; in bash: source <(ml-ci completion bash)',
    min: 1,
    max: 1,
  },
  ignoresConfig: true,
  inputs: {},
  run: async (context) => (await import('./command.ts')).runCompletion(context),
});
