import { defineCommand } from '../command.ts';
import { releaseInputs } from './inputs.ts';

/** `ml-ci release`: the configured chain on the real thing. */
export const release = defineCommand({
  name: 'release',
  summary: 'run the chain of ml-ci.yml: install, validate, build, promote, deploy, stage by stage',
  inputs: releaseInputs,
  run: async (context) => (await import('./command.ts')).runRelease(context),
});
