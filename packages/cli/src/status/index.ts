import { boolean, file, list, string } from '@ml-ci/core';
import { defineCommand } from '../command.ts';

/** The flags of `ml-ci status`. */
export const statusInputs = {
  config: file({ summary: 'the configuration; looked for upwards where it is not given' }),
  model: string({ summary: 'which model of the configuration, where it has several' }),
  env: string({ summary: 'only this environment' }),
  allowEndpoint: list({
    summary: 'hosts that are neither AWS nor on this machine and may be asked all the same',
    default: [],
  }),
  json: boolean({ summary: 'print one JSON object on stdout, everything else on stderr', default: false }),
};

/** `ml-ci status`: what is where. */
export const status = defineCommand({
  name: 'status',
  summary: 'what is in each environment: tag, digest, what serves and since when, open rollouts, alarms',
  inputs: statusInputs,
  run: async (context) => (await import('./command.ts')).runStatus(context),
});
