import { defineStep } from '../../step.ts';
import { accessPermissions } from '../access-permissions.ts';
import { inputs, outputs } from './inputs.ts';

/** Leads package tools to a repository of CodeArtifact. */
export const codeartifactLogin = defineStep({
  name: 'codeartifact-login',
  summary:
    'Lead pip, uv, Poetry, npm, pnpm, Yarn, Maven and others to CodeArtifact: no token on a command line or in the project, and none is left',
  inputs,
  outputs,
  permissions: accessPermissions, // the tools then need codeartifact:ReadFromRepository, which `install` has
  outlives: true,
  async run(context) {
    const { run } = await import('./run.ts');
    return run(context);
  },
  async cleanUp(context) {
    const { cleanUp } = await import('./clean-up.ts');
    return cleanUp(context);
  },
});
