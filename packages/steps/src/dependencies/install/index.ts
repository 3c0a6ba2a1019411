import { defineStep } from '../../step.ts';
import { inputs, outputs } from './inputs.ts';
import { permissions } from './permissions.ts';

/** Installs exactly what a lock file says, from CodeArtifact. */
export const install = defineStep({
  name: 'install',
  summary:
    'Install locked packages from CodeArtifact with pip, uv, Poetry, PDM, npm, pnpm or Yarn: each held against the repository, every hash checked, no code run unless allowed',
  inputs,
  outputs,
  permissions,
  async run(context) {
    const { run } = await import('./run.ts');
    return run(context);
  },
  async cleanUp(context) {
    const { cleanUp } = await import('./clean-up.ts');
    return cleanUp(context);
  },
});
