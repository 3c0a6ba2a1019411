import { type ConfigDocument, StepError, suggest } from '@ml-ci/core';

/** One step of a release with what it is given. */
export interface Link {
  /** `promote:staging`: the same in every run. */
  readonly key: string;
  readonly step: string;
  /** `promote dev → staging`. */
  readonly title: string;
  /** Flags by their kebab-case names. */
  readonly inputs: Readonly<Record<string, string>>;
}

/** What a chain is made from. */
export interface ChainOptions {
  readonly tag: string;
  readonly until: string;
  /** Replaces or adds inputs of a step, by its name: a rehearsal checks another data file. */
  readonly overrides?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/**
 * The links of a release in order: first what is done once, then for each stage up to `until` the promotion to it and
 * the deployment in it.
 */
export function chainOf(document: ConfigDocument, options: ChainOptions): readonly Link[] {
  const names = Object.keys(document.environments ?? {});
  const wanted = document.release?.steps ?? [];
  const last = names.indexOf(options.until);
  if (last < 0) throw unknownStage(options.until, names);
  if (wanted.length === 0) {
    throw new StepError('CONFIG_INVALID', {
      message: 'ml-ci.yml has no release.steps',
      fix: 'add release: { steps: [install, validate-data, build-image, promote, deploy], until: prod }',
    });
  }
  const once = wanted.filter((step) => !isPerStage(step)).map((step) => onceLink(step, names[0], options));
  const staged = names.slice(0, last + 1).flatMap((stage, index) => {
    const previous = names[index - 1];
    return wanted.filter(isPerStage).flatMap((step) => stageLink(step, stage, previous, document, options));
  });
  return [...once, ...staged].map((link) => ({
    ...link,
    inputs: { ...link.inputs, ...options.overrides?.[link.step] },
  }));
}

/** The links from `from` on, which is a step or a key. */
export function startAt(links: readonly Link[], from: string): number {
  const index = links.findIndex(({ key, step }) => key === from || step === from);
  if (index >= 0) return index;
  throw new StepError('INPUT_INVALID', {
    message: `"${from}" is no step of this release`,
    fix: suggest(
      from,
      links.map(({ key }) => key),
    ),
  });
}

function isPerStage(step: string): boolean {
  return step === 'promote' || step === 'deploy' || step.startsWith('deploy-');
}

function onceLink(step: string, firstStage: string | undefined, { tag }: ChainOptions): Link {
  const isBuild = step === 'build-image';
  const title = isBuild ? `build-image → ${firstStage}` : step;
  return {
    key: step,
    step,
    title,
    inputs: isBuild && firstStage !== undefined ? { env: firstStage, tag } : {},
  };
}

function stageLink(
  step: string,
  stage: string,
  previous: string | undefined,
  document: ConfigDocument,
  { tag }: ChainOptions,
): readonly Link[] {
  if (step === 'promote') {
    if (previous === undefined) return [];
    return [
      {
        key: `promote:${stage}`,
        step,
        title: `promote ${previous} → ${stage}`,
        inputs: { from: previous, to: stage, tag },
      },
    ];
  }
  const target = document.deploy?.[stage]?.target;
  if (target === undefined) return [];
  const deploy = `deploy-${target}`;
  if (step !== 'deploy' && step !== deploy) return [];
  return [
    { key: `${deploy}:${stage}`, step: deploy, title: `${deploy} in ${stage}`, inputs: { env: stage } },
  ];
}

function unknownStage(stage: string, names: readonly string[]): StepError {
  return new StepError('INPUT_INVALID', {
    message: `"${stage}" is no environment of ml-ci.yml`,
    fix: `use one of ${names.join(', ')}`,
  });
}
