import { type Permission, type Side, sides } from '@ml-ci/core';
import { steps } from '@ml-ci/steps';
import { derivedFrom } from './source.ts';
import { statementId } from './statement-id.ts';

/** A policy as IAM takes it. */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
}

export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: NonNullable<Permission['condition']>;
}

/** The part of a step that a policy is made from. */
interface Permitted {
  readonly name: string;
  readonly permissions: readonly Permission[];
}

/** What the role of one side of a step needs; all of it where the step acts in one environment. */
export function ofSide({ name, permissions }: Permitted, side: Side): Permitted {
  return {
    name: `${name}.${side}`,
    permissions: permissions.filter((permission) => (permission.side ?? side) === side),
  };
}

/** The sides that the permissions of a step tell apart; none where it acts in one environment. */
export function sidesOf({ permissions }: Permitted): readonly Side[] {
  return sides.filter((side) => permissions.some((permission) => permission.side === side));
}

/** The policies of a step: all that it needs, and what each of its sides needs. */
export function policiesOf(step: Permitted): readonly Permitted[] {
  return [step, ...sidesOf(step).map((side) => ofSide(step, side))];
}

/** One policy for steps: a statement for each service and set of resources; names such as `${repository}` stay as they are. */
export function policyOf(permitted: readonly Permitted[]): PolicyDocument {
  const groups = new Map<string, Permission[]>();
  for (const permission of permitted.flatMap(({ permissions }) => permissions)) {
    const service = permission.actions[0]?.split(':')[0];
    const key = JSON.stringify([service, [...permission.resources].sort(), permission.condition]);
    groups.set(key, [...(groups.get(key) ?? []), permission]);
  }
  const ids = new Map<string, number>();
  return {
    Version: '2012-10-17',
    Statement: [...groups.values()].flatMap((permissions) => {
      const [first] = permissions;
      if (first === undefined) return [];
      const Action = [...new Set(permissions.flatMap(({ actions }) => actions))].sort();
      const id = statementId(Action[0] ?? '', first.resources[0] ?? '');
      const count = (ids.get(id) ?? 0) + 1;
      ids.set(id, count);
      return [
        {
          Sid: count === 1 ? id : `${id}${count}`,
          Effect: 'Allow' as const,
          Action,
          Resource: [...first.resources].sort(),
          ...(first.condition && { Condition: first.condition }),
        },
      ];
    }),
  };
}

/** Why actions stand on `*`, or stand there though no call has their name: JSON has no room for it. */
export function policyNotes(permitted: readonly Permitted[]): readonly string[] {
  const notes = permitted.flatMap(({ permissions }) =>
    permissions.flatMap(({ actions, why, implied }) => [
      ...(why === undefined ? [] : [`${actions.join(', ')} on *: ${why}`]),
      ...(implied === undefined ? [] : [`${actions.join(', ')}: checked by AWS for ${implied}`]),
    ]),
  );
  return [...new Set(notes)];
}

/** The text of a policy, as files and the command write it. */
export function policyText(document: PolicyDocument): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** `docs/iam/<step>.json` of every step, `<step>.<side>.json` of its sides, and the page that explains them. */
export function iamFiles(): readonly { readonly path: string; readonly content: string }[] {
  const policies = steps.flatMap(policiesOf).map((permitted) => ({
    path: `docs/iam/${permitted.name}.json`,
    content: policyText(policyOf([permitted])),
  }));
  return [...policies, { path: 'docs/iam/README.md', content: readme() }];
}

function readme(): string {
  const sections = steps.flatMap((step) => {
    const notes = policyNotes([step]).map((note) => `- ${note}`);
    const links = policiesOf(step).map(({ name }) => `[${name}.json](${name}.json)`);
    const head = ['', `## ${step.name}`, '', links.join(' · ')];
    return notes.length === 0 ? head : [...head, '', ...notes];
  });
  return [
    `<!-- ${derivedFrom('packages/steps/src/index.ts')} -->`,
    '# The least each step needs',
    '',
    'A policy for each step, from its definition. `ml-ci iam STEP… --env NAME` prints one policy for several steps, with the names',
    'of `ml-ci.yml` filled in. A test runs every step under exactly this policy, and again with each action removed.',
    'A step that reads from one environment and writes to another has a policy for the role of each as well (`ml-ci iam promote --side to`);',
    'the one without a side is for a role that does both.',
    'Whoever runs a step with `role:` in `ml-ci.yml` needs `sts:AssumeRole` on that role besides, and the role must trust them.',
    ...sections,
    '',
  ].join('\n');
}
