import { defineStep } from '../../step.ts';
import { inputs, outputs } from './inputs.ts';
import { permissions } from './permissions.ts';

/** Deploys an image to an ECS service with CodeDeploy, and stays until it is known what serves. */
export const deployEcs = defineStep({
  name: 'deploy-ecs',
  summary: 'Roll an image out to an ECS service, blue/green with CodeDeploy, guarded by alarms',
  inputs,
  outputs,
  permissions,
  onCancel: 'stop',
  async run(context) {
    const { run } = await import('./run.ts');
    return run(context);
  },
  async cleanUp(context) {
    const { cleanUp } = await import('./clean-up.ts');
    return cleanUp(context);
  },
});
