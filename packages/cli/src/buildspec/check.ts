import { buildspecJsonSchema } from '@ml-ci/buildspec';
import { StepError } from '@ml-ci/core';
import type { CommandContext } from '../command.ts';
import type { checkInputs } from './index.ts';
import { readBuildspec } from './read.ts';

/** Checks a buildspec, or prints its JSON Schema. Mistakes are thrown and end with 2. */
export async function checkBuildspecFile(context: CommandContext<typeof checkInputs>): Promise<number> {
  const { inputs, words, screen, stdout, cwd } = context;
  const [file] = words;
  if (inputs.schema) {
    stdout.write(`${JSON.stringify(buildspecJsonSchema(), undefined, 2)}\n`);
    return 0;
  }
  if (file === undefined)
    throw new StepError('INPUT_INVALID', {
      message: 'FILE is required: the buildspec, such as buildspec.yml',
      fix: 'ml-ci check-buildspec FILE',
    });
  const spec = await readBuildspec(file, cwd);
  const phases = Object.keys(spec.phases ?? {});
  if (inputs.json)
    stdout.write(`${JSON.stringify({ command: 'check-buildspec', file, valid: true, phases })}\n`);
  else
    screen.line(
      `${screen.paint.green('✓')} ${file}: a valid buildspec with ${phases.join(', ') || 'no phases'}`,
    );
  return 0;
}
