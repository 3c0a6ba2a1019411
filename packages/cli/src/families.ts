/** What the surfaces say of a family of steps. */
export interface Family {
  readonly title: string;
  /** An icon that GitHub knows for an action. */
  readonly icon: string;
  /** Where its steps stand in a buildspec. Never `post_build`, which CodeBuild also runs after a failed build. */
  readonly phase: BuildspecPhase;
}

export type BuildspecPhase = 'install' | 'pre_build' | 'build';

const families: Readonly<Record<string, Family>> = {
  dependencies: { title: 'Dependencies', icon: 'package', phase: 'install' },
  data: { title: 'Data', icon: 'database', phase: 'pre_build' },
  image: { title: 'Images', icon: 'box', phase: 'build' },
  rollout: { title: 'Rollouts', icon: 'upload-cloud', phase: 'build' },
};

/** The family by its folder; one that is new stands under its own name. */
export function familyNamed(name: string): Family {
  return families[name] ?? { title: name, icon: 'box', phase: 'build' };
}
