import {
  environment,
  type Inputs,
  integer,
  type Outputs,
  type OutputValues,
  oneOf,
  type StepContext,
  type Verdict,
} from '@ml-ci/core';
import { digest, tag } from '@ml-ci/oci/inputs';
import type { Services } from '../../step.ts';

export const inputs = {
  from: environment({ summary: 'the environment that has the image', required: true }),
  to: environment({ summary: 'the environment that gets it', required: true }),
  tag: tag({
    summary: 'the tag it gets there; without a digest also the tag that is looked up, once, in the source',
    required: true,
  }),
  digest: digest({
    summary: 'the image, by digest; what the tag names in the source where unset',
    handover: ['build-image.digest'],
  }),
  referrers: oneOf(['all', 'none'], {
    summary: 'whether signatures, SBOMs, attestations and reports travel with the image',
    default: 'all',
  }),
  concurrency: integer({ summary: 'layers that are copied at once', min: 1, max: 16, default: 4 }),
} as const satisfies Inputs;

export const outputs = {
  digest: { summary: 'the digest that was promoted' },
  image: { summary: 'repository@digest in the destination' },
  tag: { summary: 'the tag it has there' },
  bytesMoved: { summary: 'bytes of layers that went over the wire', type: 'integer' },
  blobsMounted: { summary: 'layers the registry took from the source without moving them', type: 'integer' },
  blobsSkipped: { summary: 'layers that were there already', type: 'integer' },
  alreadyPromoted: { summary: 'true where the tag named this digest before', type: 'boolean' },
  record: { summary: 'the file that says what was promoted and what was checked', optional: true },
} as const satisfies Outputs;

export type PromoteContext = StepContext<typeof inputs> & Services;
export type PromoteOutputs = OutputValues<typeof outputs>;
export type PromoteVerdict = Verdict<PromoteOutputs>;
