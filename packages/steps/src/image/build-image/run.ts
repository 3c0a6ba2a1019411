import { type Environment, formatBytes, passed, StepError } from '@ml-ci/core';
import type { Built, Target } from './built.ts';
import type { BuildImageContext, BuildImageVerdict } from './inputs.ts';
import { chooseTag } from './tag.ts';

/** Builds, pushes, and looks again. */
export async function run(context: BuildImageContext): Promise<BuildImageVerdict> {
  const { inputs, images, log, signal, plan } = context;
  const tag = chooseTag(inputs.tag, context.run.commit);
  const repository = await images.open(environmentOf(context), signal);
  const target: Target = { repository, tag };
  const built = await build(context, target);
  if (!plan.active) await verify(target, built, signal);
  const digest = built.digest ?? '';
  const image = `${repository.name}@${digest}`;
  if (!plan.active)
    log.info(`${repository.name}:${tag} is ${digest}, ${formatBytes(built.bytesPushed)} pushed`);
  return passed({
    digest,
    image: plan.active && digest === '' ? repository.name : image,
    tag,
    bytesPushed: built.bytesPushed,
    layers: built.layers,
    engine: inputs.engine,
  });
}

async function build(context: BuildImageContext, target: Target): Promise<Built> {
  switch (context.inputs.engine) {
    case 'docker': {
      const { buildWithDocker } = await import('./docker.ts');
      return buildWithDocker(context, target);
    }
    case 'layers': {
      const { buildFromLayers } = await import('./layers.ts');
      return buildFromLayers(context, target);
    }
  }
}

function environmentOf({ inputs, config }: BuildImageContext): Environment {
  const chosen = inputs.env ?? config?.environments[0];
  if (chosen !== undefined) return chosen;
  const fix = 'add one under environments in ml-ci.yml';
  throw new StepError('INPUT_INVALID', {
    message: 'there is no environment to push to',
    fix,
    problems: [{ name: 'env', message: 'is missing, and ml-ci.yml has no environments', fix }],
  });
}

/** The registry is asked again: the tag must name what was built. */
async function verify({ repository, tag }: Target, { digest }: Built, signal: AbortSignal): Promise<void> {
  const { descriptor } = await repository.manifest(tag, signal);
  if (descriptor.digest === digest) return;
  throw new StepError('PUSH_UNVERIFIED', {
    message: `pushed ${digest}, but "${repository.name}:${tag}" is ${descriptor.digest}`,
    fix: 'somebody else pushed the same tag; push again under another one',
  });
}
