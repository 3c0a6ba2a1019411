import { allInputs, type Inputs, variableOf } from '@ml-ci/core';
import type { AnyStep } from '@ml-ci/steps';
import { inputText } from '../input-notes.ts';
import { commentLines } from './yaml-text.ts';

/** The comments of a buildspec that say which variables its steps read, and what each means there. */
export function variableComments(steps: readonly AnyStep[]): string[] {
  return [
    ...commentLines(
      'Values come from these variables (of the project, of StartBuild, or of env.variables here), else from earlier steps of the same build, else from ml-ci.yml.',
    ),
    ...steps.flatMap((step) => ['#', `# ${step.name}:`, ...rows(step.inputs)]),
    '#',
    `# ${steps.length === 1 ? 'As every step' : 'Every step'}:`,
    ...rows(sharedInputs(steps)),
    ...collisions(steps),
  ];
}

function rows(inputs: Inputs): string[] {
  return Object.entries(inputs).flatMap(([property, input]) =>
    commentLines(`${variableOf(property)}: ${inputText(property, input)}`, { indent: 2 }),
  );
}

/** What steps understand besides their own inputs. */
function sharedInputs(steps: readonly AnyStep[]): Inputs {
  return Object.fromEntries(
    steps.flatMap((step) =>
      Object.entries(allInputs(step)).filter(([property]) => !(property in step.inputs)),
    ),
  );
}

/** A variable is one for the whole build, also where steps mean different things by it. */
function collisions(steps: readonly AnyStep[]): string[] {
  const readers = Map.groupBy(
    steps.flatMap(({ name, inputs }) => Object.keys(inputs).map((property) => ({ name, property }))),
    ({ property }) => variableOf(property),
  );
  const shared = [...readers].filter(([, of]) => of.length > 1);
  if (shared.length === 0) return [];
  const named = shared.map(([variable, of]) => `${variable} (${of.map(({ name }) => name).join(', ')})`);
  return [
    '#',
    ...commentLines(
      `A variable reaches every step that reads it: ${named.join(', ')}. Where steps need different values, write the flag behind the step.`,
    ),
  ];
}
