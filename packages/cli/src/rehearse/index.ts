import { boolean, file, integer, list, oneOf, string } from '@ml-ci/core';
import { defineCommand } from '../command.ts';

/** The flags of `ml-ci rehearse`. */
export const rehearseInputs = {
  config: file({ summary: 'the configuration; looked for upwards where it is not given' }),
  model: string({ summary: 'which model of the configuration, where it has several' }),
  tag: string({ summary: 'the tag of the image', default: 'rehearsal' }),
  until: string({ summary: 'the last stage', config: 'release.until' }),
  speed: integer({
    summary: 'how many seconds pass in the sandbox in one second; rehearsal.speed, else 60',
    min: 1,
    max: 600,
  }),
  runtime: oneOf(['auto', 'docker', 'process'], {
    summary: 'where images run: Docker where an engine answers, else processes',
    default: 'auto',
  }),
  fault: list({ summary: 'what goes wrong, such as registry:500:0.1; may be given several times' }),
  json: boolean({ summary: 'print one JSON object on stdout, everything else on stderr', default: false }),
};

/** `ml-ci rehearse`: the release of `ml-ci.yml` in the sandbox. */
export const rehearse = defineCommand({
  name: 'rehearse',
  summary: 'run the whole release in the embedded sandbox, with real traffic and no AWS account',
  inputs: rehearseInputs,
  run: async (context) => (await import('./command.ts')).runRehearse(context),
});
