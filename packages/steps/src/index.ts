import type { Inputs, Outputs, Step } from '@ml-ci/core';
import type { Services } from './step.ts';

/** Any step of ml-ci. */
export type AnyStep = Step<Inputs, Outputs, Services>;

/** The steps by family, in the order of a release. A line here adds a step everywhere. */
export const stepsByFamily = {
  dependencies: [],
  data: [],
  image: [],
  rollout: [],
} as const satisfies Readonly<Record<string, readonly AnyStep[]>>;

/** Every step. */
export const steps: readonly AnyStep[] = Object.values(stepsByFamily).flat();

export type { Services } from './step.ts';
