import { defineStep } from '../../step.ts';
import { inputs, outputs } from './inputs.ts';
import { permissions } from './permissions.ts';

/** Copies exact versions from one CodeArtifact repository of a domain to another, and looks there for what arrived. */
export const promotePackages = defineStep({
  name: 'promote-packages',
  summary:
    'Promote exact package versions from one CodeArtifact repository to another, revision and hashes checked',
  inputs,
  outputs,
  permissions,
  async run(context) {
    const { run } = await import('./run.ts');
    return run(context);
  },
});
