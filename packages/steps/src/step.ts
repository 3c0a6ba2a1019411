import type { Aws } from '@ml-ci/aws';
import { defineStep as coreDefineStep, type Inputs, type Outputs, type Step } from '@ml-ci/core';
import type { Images } from './images.ts';

/** What ml-ci's packages add to the context of a step. Both are light: they load what is heavy when they are used. */
export interface Services {
  readonly aws: Aws;
  readonly images: Images;
}

/** Makes a step of ml-ci; see `defineStep` of core. */
export function defineStep<const I extends Inputs, const O extends Outputs>(
  step: Step<I, O, Services>,
): Step<I, O, Services> {
  return coreDefineStep(step);
}
