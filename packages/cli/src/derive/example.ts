import { type Input, kebab } from '@ml-ci/core';
import type { AnyStep } from '@ml-ci/steps';
import { repository, version } from './identity.ts';

/** Values of the kinds that a call must give most; of any other kind the placeholder stands. */
const values: Readonly<Record<string, string>> = { tag: '1.4.0' };

/** Inputs that a call must give: required, and in no ml-ci.yml and from no earlier step; and those that have an example. */
function exampleInputs({ inputs }: AnyStep): readonly (readonly [name: string, value: string])[] {
  const needed = Object.entries(inputs).filter(
    ([, { options }]) =>
      options.example !== undefined ||
      (options.required && options.config === undefined && options.handover === undefined),
  );
  const isMove = needed.filter(([, { kind }]) => kind === 'environment').length > 1;
  const environments = isMove ? ['dev', 'staging'] : ['staging'];
  const example = ({ kind, placeholder, options }: Input<unknown>) =>
    options.example ?? (kind === 'environment' ? environments.shift() : values[kind]) ?? placeholder;
  return needed.map(([property, input]) => [kebab(property), example(input)]);
}

/** `promote --from dev --to staging --tag 1.4.0`. */
export function exampleCall(step: AnyStep): string {
  return [step.name, ...exampleInputs(step).map(([name, value]) => `--${name} ${value}`)].join(' ');
}

/** The lines of a job of GitHub that runs a step; the commit stands for the tag of this version. */
export function exampleJob(step: AnyStep): readonly string[] {
  const given = exampleInputs(step);
  return [
    `- uses: ${repository}/actions/${step.name}@COMMIT # v${version}`,
    `  id: ${step.name}`,
    ...(given.length === 0 ? [] : ['  with:', ...given.map(([name, value]) => `    ${name}: ${value}`)]),
  ];
}
