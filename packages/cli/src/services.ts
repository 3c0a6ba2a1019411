import { createAws } from '@ml-ci/aws';
import type { RunServices, ServiceContext } from '@ml-ci/core';
import { createImages, type Services } from '@ml-ci/steps';

/** The services of a real run: AWS sessions, images, containers. Nothing is asked before it is needed. */
export function createServices(context: ServiceContext): RunServices<Services> {
  const { env, clock, log, signal, run, mask } = context;
  const allowEndpoints = (env.ML_CI_ALLOW_ENDPOINT ?? '').split(',').filter((host) => host !== '');
  const aws = createAws({ env, clock, log, mask, signal, allowEndpoints, run: run.id });
  const images = createImages({ ...context, aws });
  return {
    services: { aws, images },
    rehearsal: () => aws.rehearsal ?? env.AWS_ENDPOINT_URL,
    dispose: () => images.dispose(),
  };
}
