import { StepError } from '@ml-ci/core';
import type { InstallContext } from '../inputs.ts';

/** Refuses a target where the tool installs into the environment of its project alone. */
export function refuseTarget({ inputs }: InstallContext): void {
  if (inputs.target === undefined) return;
  throw new StepError('INPUT_INVALID', {
    message: '1 mistake in the inputs of install',
    fix: ({ help }) => help('install'),
    problems: [{ name: 'target', message: 'pip and uv install into a folder; this tool cannot' }],
  });
}
