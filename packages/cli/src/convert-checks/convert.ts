import { createFiles, plural, StepError } from '@ml-ci/core';
import { isImported, readChecks, unsupportedIn, writeChecks } from '@ml-ci/steps/checks-import';
import type { CommandContext } from '../command.ts';
import type { convertInputs } from './index.ts';

/** Writes the rules of another tool as a checks file. What is left out stands in it as a comment, and is told. */
export async function convertFile(context: CommandContext<typeof convertInputs>): Promise<number> {
  const { inputs, words, screen, stdout, cwd } = context;
  const [name = ''] = words;
  const files = createFiles(cwd);
  const checks = readChecks(await files.readText(name), name);
  if (!isImported(checks))
    throw new StepError('INPUT_INVALID', {
      message: `"${name}" is a checks file of ml-ci already`,
      fix: 'name a pandera schema, a Great Expectations suite or a Soda contract',
    });
  const text = writeChecks(checks);
  if (inputs.to === undefined) {
    stdout.write(text);
    return 0;
  }
  await files.write(inputs.to, text);
  const { count, from } = checks.imported;
  screen.line(`${screen.paint.green('✓')} ${inputs.to}: ${plural(count, 'check')} of a ${from}`);
  for (const { place, name: what, message, fix } of unsupportedIn(checks))
    screen.line(screen.paint.yellow(`! left out: ${what} (${place}) ${message}: ${fix}`));
  return 0;
}
