import { allInputs, kebab } from '@ml-ci/core';
import type { AnyStep } from '@ml-ci/steps';
import { familyNamed } from '../families.ts';
import { inputText } from '../input-notes.ts';
import { author } from './identity.ts';
import { derivedFrom, familyOf, hasCleanUp, sourceOf } from './source.ts';
import { yamlText } from './yaml-text.ts';

/**
 * `actions/<step>/action.yml`. It has no `default:` and no `required: true`: GitHub would hand a default over as if it had
 * been given, over ml-ci.yml, and does not enforce the other. Both stand in the description, and `execute` enforces them.
 */
export function actionYml(step: AnyStep, opening = derivedFrom(sourceOf(step))): string {
  return `${[
    `# ${opening}`,
    `name: ml-ci ${step.name}`,
    `author: ${author}`,
    `description: ${yamlText(step.summary)}`,
    'branding:',
    `  icon: ${familyNamed(familyOf(step)).icon}`,
    '  color: blue',
    'inputs:',
    ...actionInputs(step).flatMap(([name, text]) => [`  ${name}:`, `    description: ${yamlText(text)}`]),
    '  github-token:',
    '    description: for comments, deployments and statuses of this repository, where the step makes any',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub
    '    default: ${{ github.token }}',
    ...(Object.keys(step.outputs).length === 0 ? [] : ['outputs:']),
    ...Object.entries(step.outputs).flatMap(([property, { summary }]) => [
      `  ${kebab(property)}:`,
      `    description: ${yamlText(summary)}`,
    ]),
    'runs:',
    '  using: node24',
    `  main: ../dist/${step.name}.js`,
    ...(hasCleanUp(step) ? [`  post: ../dist/${step.name}-post.js`] : []),
  ].join('\n')}\n`;
}

/** The inputs of an action by name, with what is said of them. `json` is about stdout, which is the log here. */
export function actionInputs(step: AnyStep): readonly (readonly [name: string, text: string])[] {
  return Object.entries(allInputs(step))
    .filter(([property]) => property !== 'json')
    .map(([property, input]) => [kebab(property), inputText(property, input)]);
}
