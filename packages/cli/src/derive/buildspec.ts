import { variableOf } from '@ml-ci/core';
import type { AnyStep } from '@ml-ci/steps';
import { type BuildspecPhase, familyNamed } from '../families.ts';
import { variableComments } from './buildspec-variables.ts';
import { npxCommand, npxWhich } from './identity.ts';
import { derivedFrom, familyOf, hasCleanUp, isForLaterSteps, sourceOf } from './source.ts';

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
    ...phasesOf(steps),
    ...(reports.length === 0 ? [] : ['reports:', ...reports]),
    'cache:',
    '  paths:',
    '    # the downloads of npx, checked by hash when they are used',
    '    - /root/.npm/_cacache/**/*',
    ...(steps.some(({ inputs }) => 'cache' in inputs && 'lock' in inputs) ? keptDownloads : []),
  ].join('\n')}\n`;
}

const keptDownloads = [
  '    # archives of packages from install, held against the lock when they are used',
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

/**
 * What a step leaves for later ones goes with the last phase, however that ends, or with an earlier one that failed. Where no later
 * phase is in this file, one is added: what a person writes between them finds it.
 */
function phasesOf(steps: readonly AnyStep[]): readonly string[] {
  const placed = byPhase(steps);
  const isOpenEnded = placed.at(-1)?.[1].some(isForLaterSteps) ?? false;
  const left: AnyStep[] = [];
  const lines = placed.flatMap(([phase, members], index) => {
    const call = left.length > 0 ? calledByPath : calledByNpx;
    const [lasting, own] = [members.filter(isForLaterSteps), members.filter(isOnlyForItself)];
    left.push(...lasting);
    const isLast = index === placed.length - 1 && !isOpenEnded;
    const callAfter = left.length > 0 ? calledByPath : calledByNpx;
    return [
      `  ${phase}:`,
      '    commands:',
      ...members.map(({ name }) => call(name)),
      '    finally:',
      ...(lasting.length > 0 ? pathLines : []),
      '      # here, since a step that says no has outputs as well',
      `      - if [ -f ${outputsFile} ]; then . ${outputsFile}; fi`,
      ...own.map(({ name }) => callAfter(`clean-up ${name}`)),
      ...left.map(({ name }) => (isLast ? calledByPath(`clean-up ${name}`) : cleanedAfterFailure(name))),
    ];
  });
  if (!isOpenEnded) return lines;
  const last = left.map(({ name }) => calledByPath(`clean-up ${name}`));
  return [...lines, '  post_build:', '    commands:', ...last];
}

const isOnlyForItself = (step: AnyStep) => hasCleanUp(step) && !isForLaterSteps(step);
const calledByNpx = (words: string) => `      - ${npxCommand} ${words}`;
const calledByPath = (words: string) => `      - '"$MLCI" ${words}'`;
const cleanedAfterFailure = (name: string) =>
  `      - if [ "$CODEBUILD_BUILD_SUCCEEDING" = 0 ]; then "$MLCI" clean-up ${name}; fi`;
const pathLines = [
  '      # from here on npx would ask the repository of the login for ml-ci',
  `      - export MLCI="$(${npxWhich})"`,
];

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
