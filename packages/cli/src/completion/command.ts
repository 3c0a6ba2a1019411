import { StepError, suggest } from '@ml-ci/core';
import { steps } from '@ml-ci/steps';
import type { CommandContext } from '../command.ts';
import { commands } from '../commands.ts';
import { type Completion, completionsOf } from '../derive/completion.ts';
import { bashCompletion } from '../derive/completion-bash.ts';
import { fishCompletion } from '../derive/completion-fish.ts';
import { zshCompletion } from '../derive/completion-zsh.ts';

const shells: Readonly<Record<string, (completions: readonly Completion[]) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

/** Prints the script of a shell. */
export async function runCompletion({
  words: [shell = ''],
  stdout,
}: CommandContext<Record<string, never>>): Promise<number> {
  const script = shells[shell];
  if (script === undefined)
    throw new StepError('INPUT_INVALID', {
      message: `there is no completion for "${shell}"`,
      fix: suggest(shell, Object.keys(shells)),
    });
  stdout.write(script(completionsOf(commands, steps)));
  return 0;
}
