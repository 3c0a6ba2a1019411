import { allInputs, type Input, kebab, variableOf } from '@ml-ci/core';
import type { AnyStep } from '@ml-ci/steps';
import { type BuildspecPhase, familyNamed } from '../families.ts';
import { inputText } from '../input-notes.ts';
import { npxCommand } from './identity.ts';
import { derivedFrom, familyOf, hasCleanUp, sourceOf } from './source.ts';
import { commentLines } from './yaml-text.ts';

const phases: readonly BuildspecPhase[] = ['install', 'pre_build', 'build'];
const outputsFile = '.ml-ci/outputs.env';

/** `buildspecs/<step>.yml`. */
export function stepBuildspec(step: AnyStep): string {
  return buildspec([step], derivedFrom(sourceOf(step)));
}

/** A buildspec that runs steps in this order; `opening` is its first line. */
export function buildspec(steps: readonly AnyStep[], opening: string): string {
  const exported = steps.flatMap(exportedVariables);
  const reports = steps.flatMap(reportLines);
  return `${[
    `# ${opening}`,
    '#',
    ...variableComments(steps),
    'version: 0.2',
    ...(exported.length === 0
      ? []
      : ['env:', '  exported-variables:', ...exported.map((name) => `    - ${name}`)]),
    'phases:',
    ...byPhase(steps).flatMap(([phase, members]) => phaseLines(phase, members)),
    ...(reports.length === 0 ? [] : ['reports:', ...reports]),
    'cache:',
    '  paths:',
    '    # the downloads of npx, checked by hash when they are used; the step install keeps none, they could hold a token',
    '    - /root/.npm/_cacache/**/*',
  ].join('\n')}\n`;
}

/** The outputs of a step as a build exports them, and as `outputs.env` names them: `ML_CI_PROMOTE_DIGEST`. */
export function exportedVariables(step: AnyStep): readonly string[] {
  return Object.keys(step.outputs).map((property) => variableOf(`${step.name}-${property}`));
}

/** The steps by phase, in their order: a step never runs before one that was named ahead of it. */
function byPhase(steps: readonly AnyStep[]): readonly (readonly [BuildspecPhase, readonly AnyStep[]])[] {
  let earliest = 0;
  const placed = steps.map((step) => {
    earliest = Math.max(earliest, phases.indexOf(familyNamed(familyOf(step)).phase));
    return { step, place: earliest };
  });
  return phases
    .map(
      (phase, index) =>
        [phase, placed.filter(({ place }) => place === index).map(({ step }) => step)] as const,
    )
    .filter(([, members]) => members.length > 0);
}

function phaseLines(phase: BuildspecPhase, steps: readonly AnyStep[]): string[] {
  return [
    `  ${phase}:`,
    '    commands:',
    ...steps.flatMap((step) => [`      - ${npxCommand} ${step.name}`, `      - . ${outputsFile}`]),
    '    finally:',
    '      # a step that says no has outputs as well',
    `      - if [ -f ${outputsFile} ]; then . ${outputsFile}; fi`,
    ...steps.filter(hasCleanUp).map((step) => `      - ${npxCommand} clean-up ${step.name}`),
  ];
}

/** A step with the output `junit` writes it into the folder of its input `report`. */
function reportLines(step: AnyStep): string[] {
  const folder = step.inputs.report?.defaultText;
  if (!('junit' in step.outputs) || folder === undefined) return [];
  return [
    `  ${step.name}:`,
    '    files: [junit.xml]',
    `    base-directory: ${folder}`,
    '    file-format: JUNITXML',
  ];
}

function variableComments(steps: readonly AnyStep[]): string[] {
  return [
    ...commentLines(
      'Values come from these variables (of the project, of StartBuild, or of env.variables here), then from earlier steps of the same build, then from ml-ci.yml:',
    ),
    '#',
    ...variablesOf(steps).flatMap(({ name, text, readers }) =>
      commentLines(
        `${name}: ${text}${steps.length > 1 && readers.length < steps.length ? `; read by ${readers.join(', ')}` : ''}`,
        {
          hang: 4,
        },
      ),
    ),
    '',
  ];
}

/** Each variable that a step reads, once, with the steps that read it. */
function variablesOf(
  steps: readonly AnyStep[],
): readonly { readonly name: string; readonly text: string; readonly readers: readonly string[] }[] {
  const found = new Map<string, { property: string; input: Input<unknown>; readers: string[] }>();
  for (const step of steps) {
    for (const [property, input] of Object.entries(allInputs(step))) {
      const known = found.get(kebab(property));
      if (known) known.readers.push(step.name);
      else found.set(kebab(property), { property, input, readers: [step.name] });
    }
  }
  return [...found.values()].map(({ property, input, readers }) => ({
    name: variableOf(property),
    text: inputText(property, input),
    readers,
  }));
}
