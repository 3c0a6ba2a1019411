import type { Ask, ImpliedTable, ResourceTable } from './demand.ts';

const group = (ask: Ask) => [
  ask.arn('codedeploy', `deploymentgroup:${ask.named('applicationName')}/${groupNameOf(ask)}`),
];
const application = (ask: Ask) => ask.arn('codedeploy', `application:${ask.named('applicationName')}`);

function groupNameOf(ask: Ask): string {
  const name = ask.named('deploymentGroupName');
  return name === '*' ? ask.named('currentDeploymentGroupName') : name;
}

/** StopDeployment, ContinueDeployment and the operations on targets have no resource (Service Authorization Reference, AWS CodeDeploy). */
export const codeDeployResources: ResourceTable = {
  CreateDeployment: group,
  GetDeployment: (ask) => [ask.arn('codedeploy', `deploymentgroup:${groupOfDeployment(ask)}`)],
  GetDeploymentConfig: (ask) => [config(ask)],
  GetDeploymentGroup: group,
  ListDeployments: group,
  RegisterApplicationRevision: (ask) => [application(ask)],
  UpdateDeploymentGroup: group,
};

/** Starting a deployment registers its revision and reads its configuration; alarms of its own change the group. */
export const codeDeployImplied: ImpliedTable = {
  CreateDeployment: (ask) => [
    { action: 'codedeploy:GetDeploymentConfig', resource: config(ask) },
    { action: 'codedeploy:RegisterApplicationRevision', resource: application(ask) },
    ...(ask.input.overrideAlarmConfiguration === undefined
      ? []
      : group(ask).map((resource) => ({ action: 'codedeploy:UpdateDeploymentGroup', resource }))),
  ],
};

function config(ask: Ask): string {
  return ask.arn('codedeploy', `deploymentconfig:${ask.named('deploymentConfigName')}`);
}

/** A deployment is judged on the group it is of. */
function groupOfDeployment(ask: Ask): string {
  const found = ask.stores.codedeploy.of(ask.caller).deployments.get(ask.named('deploymentId'));
  return found ? `${found.application}/${found.group.name}` : '*/*';
}
