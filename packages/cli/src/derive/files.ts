import { steps } from '@ml-ci/steps';
import { actionYml } from './action-yml.ts';
import { stepBuildspec } from './buildspec.ts';
import { iamFiles } from './iam.ts';
import { actionReadme, stepOverview, stepPage } from './markdown.ts';
import { derivedFrom } from './source.ts';
import { toolSections } from './tool-sections.ts';

/** A file that is written from definitions; its path starts at the root of the repository. */
export interface DerivedFile {
  readonly path: string;
  readonly content: string;
}

/** A part of a file that is written by hand: what stands between two lines. */
export interface DerivedSection extends DerivedFile {
  readonly begin: string;
  readonly end: string;
}

/** Where only derived files are: what matches and is not derived is left over. */
export const derivedPatterns: readonly string[] = [
  'actions/*/action.yml',
  'actions/*/README.md',
  'buildspecs/*.yml',
  'docs/steps/*.md',
  'docs/iam/*',
];

/** Every derived file. */
export function derivedFiles(): readonly DerivedFile[] {
  const ofSteps = steps.flatMap((step) => [
    { path: `actions/${step.name}/action.yml`, content: actionYml(step) },
    { path: `actions/${step.name}/README.md`, content: actionReadme(step) },
    { path: `buildspecs/${step.name}.yml`, content: stepBuildspec(step) },
    { path: `docs/steps/${step.name}.md`, content: stepPage(step) },
  ]);
  return [...ofSteps, ...iamFiles()];
}

/** Every derived part of another file. */
export function derivedSections(): readonly DerivedSection[] {
  return [
    {
      path: 'README.md',
      begin: `<!-- ${derivedFrom('packages/steps/src/index.ts')} -->`,
      end: '<!-- Here ends what is generated. -->',
      content: stepOverview(steps),
    },
    {
      path: 'docs/dependencies.md',
      begin: `<!-- ${derivedFrom('packages/steps/src/dependencies/tools')} -->`,
      end: '<!-- Here ends what is generated. -->',
      content: toolSections(),
    },
  ];
}

/** `text` with the section in its place. */
export function withSection(text: string, { path, begin, end, content }: DerivedSection): string {
  const start = text.indexOf(`${begin}\n`);
  const stop = text.indexOf(`\n${end}`, start);
  if (start === -1 || stop === -1) throw new Error(`${path} has no lines "${begin}" and "${end}"`);
  return `${text.slice(0, start)}${begin}\n\n${content}\n${text.slice(stop)}`;
}
