import { cleanUp, detectHost, type Problem, plural, StepError, suggest } from '@ml-ci/core';
import { type AnyStep, steps } from '@ml-ci/steps';
import type { CommandContext } from '../command.ts';
import { createServices } from '../services.ts';
import type { cleanUpInputs } from './index.ts';

/** Cleans up after each of the steps, and goes on where one fails; the exit code is the highest. */
export async function runCleanUp(context: CommandContext<typeof cleanUpInputs>): Promise<number> {
  let exitCode = 0;
  for (const step of chosen(context.words)) {
    const host = detectHost({ ...context, argv: flagsOf(context) });
    const outcome = await cleanUp(step, host, { services: createServices });
    exitCode = Math.max(exitCode, outcome.exitCode);
  }
  return exitCode;
}

function chosen(names: readonly string[]): readonly AnyStep[] {
  const able = steps.filter((step) => step.cleanUp !== undefined);
  const known = able.map(({ name }) => name);
  const problems = names
    .filter((name) => !known.includes(name))
    .map((name): Problem => {
      const isStep = steps.some((step) => step.name === name);
      const message = isStep ? 'leaves nothing that could be cleaned up' : 'is no step';
      return { name, place: name, message, fix: suggest(name, known) };
    });
  if (problems.length > 0) {
    throw new StepError('INPUT_INVALID', {
      message: `${plural(problems.length, 'mistake')} in the words of clean-up`,
      problems,
      fix: 'see ml-ci clean-up --help',
    });
  }
  return names.length === 0 ? able : able.filter(({ name }) => names.includes(name));
}

/** The flags that a step understands as well. */
function flagsOf({ inputs }: CommandContext<typeof cleanUpInputs>): string[] {
  const { config, model, allowEndpoint } = inputs;
  return [
    ...(config === undefined ? [] : ['--config', config]),
    ...(model === undefined ? [] : ['--model', model]),
    ...allowEndpoint.flatMap((host) => ['--allow-endpoint', host]),
  ];
}
