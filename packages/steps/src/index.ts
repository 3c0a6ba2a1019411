import type { Inputs, Outputs, Step } from '@ml-ci/core';
import { validateData } from './data/validate-data/index.ts';
import { codeartifactLogin } from './dependencies/codeartifact-login/index.ts';
import { install } from './dependencies/install/index.ts';
import { promotePackages } from './dependencies/promote-packages/index.ts';
import { buildImage } from './image/build-image/index.ts';
import { promote } from './image/promote/index.ts';
import { deployEcs } from './rollout/deploy-ecs/index.ts';
import type { Services } from './step.ts';

/** Any step of ml-ci. */
export type AnyStep = Step<Inputs, Outputs, Services>;

/** The steps by family, in the order of a release. A line here adds a step everywhere. */
export const stepsByFamily: Readonly<Record<string, readonly AnyStep[]>> = {
  dependencies: [codeartifactLogin, install, promotePackages],
  data: [validateData],
  image: [buildImage, promote],
  rollout: [deployEcs],
};

/** Every step. */
export const steps: readonly AnyStep[] = Object.values(stepsByFamily).flat();

export { createImages, type Images } from './images.ts';
export type { Services } from './step.ts';
