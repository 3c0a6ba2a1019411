import { boolean, file, list, string } from '@ml-ci/core';

/** The flags of `ml-ci release`. */
export const releaseInputs = {
  config: file({ summary: 'the configuration; looked for upwards where it is not given' }),
  model: string({ summary: 'which model of the configuration, where it has several' }),
  tag: string({
    summary: 'the tag of the image, the same in every stage; the short commit where it is not given',
  }),
  until: string({ summary: 'the last stage', config: 'release.until' }),
  from: string({ summary: 'begin again at this step, also where its inputs are unchanged' }),
  fresh: boolean({ summary: 'forget what earlier runs of the same commit have done', default: false }),
  plan: boolean({ summary: 'print the chain and what is done already, and run nothing', default: false }),
  allowEndpoint: list({
    summary: 'hosts that are neither AWS nor on this machine and may be asked all the same',
    default: [],
  }),
  json: boolean({ summary: 'print one JSON object on stdout, everything else on stderr', default: false }),
};
