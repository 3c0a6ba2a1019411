import { allInputs, type Inputs, kebab, type Permission, variableOf } from '@ml-ci/core';
import type { AnyStep } from '@ml-ci/steps';
import { exitCodes } from '../exit-codes.ts';
import { inputText } from '../input-notes.ts';
import { actionInputs } from './action-yml.ts';
import { exportedVariables } from './buildspec.ts';
import { exampleCall, exampleJob } from './example.ts';
import { policiesOf } from './iam.ts';
import { npxCommand, version } from './identity.ts';
import { code, markdownTable } from './markdown-table.ts';
import { derivedFrom, sourceOf } from './source.ts';

const opening = (step: AnyStep) => `<!-- ${derivedFrom(sourceOf(step))} -->`;
const fenced = (language: string, lines: readonly string[]) => [`\`\`\`${language}`, ...lines, '```'];

/** `docs/steps/<step>.md`: all there is to know about a step from its outside. */
export function stepPage(step: AnyStep): string {
  const shared = Object.fromEntries(
    Object.entries(allInputs(step)).filter(([name]) => !(name in step.inputs)),
  );
  return page([
    [opening(step)],
    [`# ${step.name}`],
    [`${step.summary}.`],
    ['## On a machine, or in any shell'],
    fenced('console', [`$ ${npxCommand} ${exampleCall(step)}`]),
    ['## In GitHub Actions'],
    [`\`COMMIT\` is the commit that the tag \`v${version}\` names. ${credentialsNote(step)}`.trim()],
    fenced('yaml', githubJob(step)),
    ['## In CodeBuild'],
    [
      `[buildspecs/${step.name}.yml](../../buildspecs/${step.name}.yml) is a whole one; \`ml-ci generate buildspec\` makes one of several steps. In your own:`,
    ],
    fenced('yaml', [`- ${npxCommand} ${exampleCall(step)}`, '- . .ml-ci/outputs.env']),
    ['## Inputs'],
    [
      'A flag and `with:` come first, then the variable, then an earlier step of the same run, then `ml-ci.yml`, then the default.',
    ],
    inputTable(step.inputs),
    ['As every step:'],
    inputTable(shared),
    ['## Outputs'],
    [
      `In GitHub Actions \`steps.${step.name}.outputs.NAME\`; elsewhere the variable in \`.ml-ci/outputs.env\`.`,
    ],
    outputTable(step),
    ['## Permissions'],
    policyLinks(step),
    permissionTable(step),
    ['## Exit codes'],
    markdownTable(
      ['code', 'meaning'],
      exitCodes.map((row) => [row.code, row.meaning]),
    ),
  ]);
}

/** `actions/<step>/README.md`: how a workflow uses the action. */
export function actionReadme(step: AnyStep): string {
  return page([
    [opening(step)],
    [`# ml-ci ${step.name}`],
    [`${step.summary}.`],
    fenced('yaml', githubJob(step)),
    [`\`COMMIT\` is the commit that the tag \`v${version}\` names. ${credentialsNote(step)}`.trim()],
    markdownTable(
      ['input', 'what it is'],
      actionInputs(step).map(([name, text]) => [code(name), text]),
    ),
    markdownTable(
      ['output', 'what it is'],
      Object.entries(step.outputs).map(([property, { summary }]) => [code(kebab(property)), summary]),
    ),
    [
      `The same step in CodeBuild and on a machine, its permissions and exit codes: [docs/steps/${step.name}.md](../../docs/steps/${step.name}.md).`,
    ],
  ]);
}

/** The steps and the exit codes, for the README of the repository. */
export function stepOverview(steps: readonly AnyStep[]): string {
  return [
    ...markdownTable(
      ['step', 'what it does'],
      steps.map(({ name, summary }) => [`[${code(name)}](docs/steps/${name}.md)`, summary]),
    ),
    '',
    `Exit codes: ${exitCodes.map((row) => `${row.code} ${row.short}`).join(' · ')}.`,
  ].join('\n');
}

function page(blocks: readonly (readonly string[])[]): string {
  return `${blocks.map((block) => block.join('\n')).join('\n\n')}\n`;
}

function githubJob(step: AnyStep): string[] {
  const permissions = step.permissions.length === 0 ? [] : ['  id-token: write'];
  return [
    'permissions:',
    '  contents: read',
    ...permissions,
    'steps:',
    '  - uses: actions/checkout@COMMIT',
    ...exampleJob(step).map((line) => `  ${line}`),
  ];
}

function credentialsNote({ permissions }: AnyStep): string {
  return permissions.length === 0
    ? ''
    : 'With `permissions: id-token: write` the step takes the `role` of the environment in `ml-ci.yml` by OIDC ([docs/credentials.md](../../docs/credentials.md)); variables of AWS come first where they are set.';
}

function inputTable(inputs: Inputs): string[] {
  return markdownTable(
    ['input', 'variable', 'what it is'],
    Object.entries(inputs).map(([property, input]) => [
      code(`--${kebab(property)}${input.isFlag ? '' : ` ${input.placeholder}`}`),
      code(variableOf(property)),
      inputText(property, input),
    ]),
  );
}

function outputTable(step: AnyStep): string[] {
  const variables = exportedVariables(step);
  return markdownTable(
    ['output', 'variable', 'what it is'],
    Object.entries(step.outputs).map(([property, { summary, optional }], index) => [
      code(kebab(property)),
      code(variables[index] ?? ''),
      optional ? `${summary}; may be left out` : summary,
    ]),
  );
}

function policyLinks(step: AnyStep): string[] {
  const links = policiesOf(step).map(({ name }) => {
    const path = `docs/iam/${name}.json`;
    return `[${path}](../../${path})`;
  });
  const [whole, ...ofSides] = links;
  const rest = ofSides.length === 0 ? '' : `, and for the role of each side alone ${ofSides.join(' and ')}`;
  return [`As a policy: ${whole}${rest}; \`ml-ci iam ${step.name} --env NAME\` fills the names in.`];
}

function permissionTable({ permissions }: AnyStep): string[] {
  if (permissions.length === 0) return ['It calls nothing of AWS.'];
  return markdownTable(
    ['actions', 'on', 'why'],
    permissions.map((permission) => [
      permission.actions.map(code).join(', '),
      `${permission.resources.map(code).join(', ')}${heldTo(permission)}`,
      reasons(permission).join('; '),
    ]),
  );
}

function heldTo({ condition }: Permission): string {
  const terms = Object.entries(condition?.StringEquals ?? {});
  if (terms.length === 0) return '';
  return ` where ${terms.map(([key, value]) => `${code(key)} is ${code(value)}`).join(' and ')}`;
}

function reasons({ side, why, implied }: Permission): string[] {
  const reasons: string[] = [];
  if (side !== undefined) reasons.push(`only for the role of ${code(side)}`);
  if (implied !== undefined) reasons.push(`AWS checks it for ${implied}`);
  if (why !== undefined) reasons.push(linked(why));
  return reasons;
}

/** A page of AWS behind the words before it, or behind ours where it stands alone. */
function linked(why: string): string {
  const page = why.split(' ').at(-1) ?? '';
  const words = why.slice(0, -page.length).replace(/: $/, '') || 'AWS takes no narrower resource';
  return `[${words}](${page})`;
}
