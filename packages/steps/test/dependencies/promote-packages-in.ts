import { createAws } from '@ml-ci/aws';
import { execute, memoryHost } from '@ml-ci/core';
import { promotePackages } from '../../src/dependencies/promote-packages/index.ts';
import { createImages } from '../../src/images.ts';
import type { Bench } from './bench.ts';

const at = { owner: '111111111111', region: 'eu-west-1', domain: 'ml' } as const;

/** Runs `promote-packages` in the project of a bench. */
export async function promotePackagesIn(bench: Bench, inputs: Readonly<Record<string, string>>) {
  const standard = { from: 'pinned', to: 'released', domain: at.domain, owner: at.owner, region: at.region };
  const host = memoryHost({ cwd: bench.project, env: bench.env, inputs: { ...standard, ...inputs } });
  const outcome = await execute(promotePackages, host, {
    clock: bench.sandbox.clock,
    services(context) {
      const aws = createAws({ ...context, allowEndpoints: [], run: context.run.id });
      const images = createImages({ ...context, aws });
      return { services: { aws, images }, rehearsal: () => undefined, dispose: () => images.dispose() };
    },
  });
  const lines = host.events.flatMap((event) => (event.type === 'annotation' ? event.message : []));
  return { ...outcome, lines };
}
