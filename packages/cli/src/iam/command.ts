import { type Config, type EcrEnvironment, nearest, type Side, StepError } from '@ml-ci/core';
import { type AnyStep, steps } from '@ml-ci/steps';
import { type CommandContext, needConfig } from '../command.ts';
import { fillPolicy, openNames } from '../derive/fill-policy.ts';
import { ofSide, policyNotes, policyOf, policyText, sidesOf } from '../derive/iam.ts';
import type { iamInputs } from './index.ts';

/** Prints one policy on stdout; what JSON has no room for goes to stderr. */
export async function runIam(context: CommandContext<typeof iamInputs>): Promise<number> {
  const { words, inputs, config, stdout, stderr } = context;
  const named = [...new Set(words)].map(stepOf);
  const chosen = inputs.side === undefined ? named : sideOf(named, inputs.side);
  const template = policyOf(chosen);
  const document = inputs.env === undefined ? template : fillFor(template, config, inputs.env);
  stdout.write(policyText(document));
  for (const note of policyNotes(chosen)) stderr.write(`note: ${note}\n`);
  const open = openNames(document);
  if (open.length > 0) stderr.write(`warning: fill in ${open.map((name) => `\${${name}}`).join(', ')}\n`);
  return 0;
}

function fillFor(template: ReturnType<typeof policyOf>, given: Config | undefined, name: string) {
  const config = needConfig(given, 'iam --env');
  return fillPolicy(template, config, environmentOf(config, name));
}

function sideOf(named: readonly AnyStep[], side: Side) {
  if (named.some((step) => sidesOf(step).includes(side))) return named.map((step) => ofSide(step, side));
  const names = named.map(({ name }) => name).join(', ');
  throw new StepError('INPUT_INVALID', {
    message: `${names} acts in one environment and has no side "${side}"`,
    fix: 'leave --side out',
  });
}

function stepOf(name: string): AnyStep {
  const step = steps.find((one) => one.name === name);
  if (step) return step;
  const names = steps.map((one) => one.name);
  const near = nearest(name, names);
  throw new StepError('INPUT_INVALID', {
    message: `"${name}" is no step`,
    fix: near === undefined ? `use one of ${names.join(', ')}` : `did you mean ${near}?`,
  });
}

function environmentOf(config: Config, name: string): EcrEnvironment {
  const environment = config.environments.find((one) => one.name === name);
  if (environment?.type === 'ecr') return environment;
  const names = config.environments.filter(({ type }) => type === 'ecr').map((one) => one.name);
  throw new StepError('INPUT_INVALID', {
    message: environment ? `"${name}" is not in AWS, so it has no policy` : `"${name}" is no environment`,
    fix: `use one of ${names.join(', ')}`,
  });
}
