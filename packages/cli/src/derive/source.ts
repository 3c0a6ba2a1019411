import { type AnyStep, stepsByFamily } from '@ml-ci/steps';

/** The family of a step, by the name of its folder. */
export function familyOf(step: AnyStep): string {
  const found = Object.entries(stepsByFamily).find(([, steps]) =>
    steps.some(({ name }) => name === step.name),
  );
  if (found === undefined) throw new Error(`step "${step.name}" is in no family`);
  return found[0];
}

/** The definition of a step, from the root of the repository. */
export function sourceOf(step: AnyStep): string {
  return `packages/steps/src/${familyOf(step)}/${step.name}/index.ts`;
}

/** The first line of every derived file, without the marks of a comment. */
export function derivedFrom(source: string): string {
  return `Generated from ${source} by npm run generate. Do not edit.`;
}

/** True for a step whose dead process may leave something behind. */
export function hasCleanUp(step: AnyStep): boolean {
  return 'cleanUp' in step && step.cleanUp !== undefined;
}

/** True for a step that leaves something for the steps after it: it is cleaned up when those have ended. */
export function isForLaterSteps(step: AnyStep): boolean {
  return hasCleanUp(step) && step.outlives === true;
}
