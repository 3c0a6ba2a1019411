import { createAws } from '@ml-ci/aws';
import type { RunServices, ServiceContext } from '@ml-ci/core';
import { createImages, type Services } from '@ml-ci/steps';

/** The services of a real run: AWS sessions, images, containers. Nothing is asked before it is needed. */
export function createServices(context: ServiceContext): RunServices<Services> {
  const { env, clock, log, signal, run, mask, allowEndpoints, idToken } = context;
  const aws = createAws({ env, clock, log, mask, signal, allowEndpoints, idToken, run: run.id });
  const images = createImages({ ...context, aws });
  return {
    services: { aws, images },
    rehearsal: () => aws.rehearsal,
    dispose: () => images.dispose(),
  };
}
