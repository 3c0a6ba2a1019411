import { steps } from '@ml-ci/steps';
import { actionYml } from './action-yml.ts';
import { stepBuildspec } from './buildspec.ts';

/** A file that is written from definitions; its path starts at the root of the repository. */
export interface DerivedFile {
  readonly path: string;
  readonly content: string;
}

/** Where only derived files are: what matches and is not derived is left over. */
export const derivedPatterns: readonly string[] = ['actions/*/action.yml', 'buildspecs/*.yml'];

/** Every derived file. */
export function derivedFiles(): readonly DerivedFile[] {
  return steps.flatMap((step) => [
    { path: `actions/${step.name}/action.yml`, content: actionYml(step) },
    { path: `buildspecs/${step.name}.yml`, content: stepBuildspec(step) },
  ]);
}
