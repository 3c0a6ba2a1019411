import { integer, list, string } from '@ml-ci/core';
import { defineCommand } from '../command.ts';

/** The flags of `ml-ci sandbox`. */
export const sandboxInputs = {
  port: integer({
    summary: 'the port of the endpoint; a free one where it is not given',
    min: 1,
    max: 65535,
  }),
  speed: integer({ summary: 'how many seconds pass in it in one second', default: 1, min: 1, max: 600 }),
  account: string({ summary: 'the account whose keys are printed', default: '111111111111' }),
  region: string({ summary: 'the region that is printed', default: 'eu-west-1' }),
  fault: list({
    summary: 'what goes wrong, such as registry:500:0.1 or latency:20ms; may be given several times',
  }),
};

/** `ml-ci sandbox`: the embedded AWS for use by hand, until Ctrl-C. */
export const sandbox = defineCommand({
  name: 'sandbox',
  summary: 'run the embedded AWS on this machine and print what to export, until Ctrl-C',
  inputs: sandboxInputs,
  run: async (context) => (await import('./command.ts')).runSandbox(context),
});
