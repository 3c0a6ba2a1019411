import { variableOf } from '@ml-ci/core';
import type { AnyStep } from '@ml-ci/steps';
import { type BuildspecPhase, familyNamed } from '../families.ts';
import { variableComments } from './buildspec-variables.ts';
import { npxCommand } from './identity.ts';
import { derivedFrom, familyOf, hasCleanUp, sourceOf } from './source.ts';

const phases: readonly BuildspecPhase[] = ['install', 'pre_build', 'build'];
// beside the configuration; the words of the shell are not ours to fill in
// biome-ignore lint/suspicious/noTemplateCurlyInString: see above
const outputsFile = '"$(dirname "${ML_CI_CONFIG:-ml-ci.yml}")/.ml-ci/outputs.env"';

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
    '',
    'version: 0.2',
    ...(exported.length === 0
      ? []
      : ['env:', '  exported-variables:', ...exported.map((name) => `    - ${name}`)]),
    'phases:',
    ...byPhase(steps).flatMap(([phase, members]) => phaseLines(phase, members)),
    ...(reports.length === 0 ? [] : ['reports:', ...reports]),
    'cache:',
    '  paths:',
    '    # the downloads of npx, checked by hash when they are used',
    '    - /root/.npm/_cacache/**/*',
    ...(steps.some((step) => 'cache' in step.inputs) ? keptDownloads : []),
  ].join('\n')}\n`;
}

const keptDownloads = [
  '    # those of install, checked by the lock when they are used, and looked through for its token',
  '    - /root/.cache/ml-ci/packages/**/*',
];

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
    ...steps.map((step) => `      - ${npxCommand} ${step.name}`),
    '    finally:',
    '      # here, since a step that says no has outputs as well',
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
