import type { ServiceRows } from './row.ts';

const application = { applicationName: 'web' };
const group = { ...application, deploymentGroupName: 'prod' };
const config = { deploymentConfigName: 'HalfThenAll' };
const made = { deploymentId: '<CreateDeployment.deploymentId>' };
const target = { ...made, targetId: '<ListDeploymentTargets.targetIds.0>' };
const appSpec = JSON.stringify({
  version: 0.0,
  Resources: [
    {
      TargetService: {
        Type: 'AWS::ECS::Service',
        Properties: {
          TaskDefinition: '<web.services.0.taskDefinition>',
          LoadBalancerInfo: { ContainerName: 'server', ContainerPort: 8080 },
        },
      },
    },
  ],
});
const revision = { revisionType: 'AppSpecContent', appSpecContent: { content: appSpec } };
const second = {
  applicationName: 'short-lived',
  deploymentGroupName: 'test',
  serviceRoleArn: 'arn:aws:iam::111111111111:role/deploy',
  deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
  blueGreenDeploymentConfiguration:
    '<GetDeploymentGroup.deploymentGroupInfo.blueGreenDeploymentConfiguration>',
  loadBalancerInfo: '<GetDeploymentGroup.deploymentGroupInfo.loadBalancerInfo>',
  ecsServices: '<GetDeploymentGroup.deploymentGroupInfo.ecsServices>',
};

/** Deployments of the service `web` in the cluster `seeded`, which the test has made. */
export const codedeploy: readonly ServiceRows[] = [
  {
    service: 'ecs',
    signingName: 'ecs',
    rows: [
      { operation: 'DescribeServices', parameters: { cluster: 'seeded', services: ['web'] }, as: 'web' },
    ],
  },
  {
    service: 'codedeploy',
    signingName: 'codedeploy',
    rows: [
      { operation: 'ListApplications' },
      { operation: 'GetApplication', parameters: application },
      { operation: 'BatchGetApplications', parameters: { applicationNames: ['web'] } },
      { operation: 'ListDeploymentGroups', parameters: application },
      { operation: 'GetDeploymentGroup', parameters: group },
      {
        operation: 'GetDeploymentGroup',
        parameters: { ...application, deploymentGroupName: 'none' },
        error: 'DeploymentGroupDoesNotExistException',
      },
      {
        operation: 'BatchGetDeploymentGroups',
        parameters: { ...application, deploymentGroupNames: ['prod'] },
      },
      {
        operation: 'CreateDeploymentConfig',
        parameters: {
          ...config,
          computePlatform: 'ECS',
          trafficRoutingConfig: {
            type: 'TimeBasedCanary',
            timeBasedCanary: { canaryPercentage: 50, canaryInterval: 600 },
          },
        },
      },
      { operation: 'GetDeploymentConfig', parameters: config },
      { operation: 'ListDeploymentConfigs' },
      {
        operation: 'UpdateDeploymentGroup',
        parameters: {
          ...application,
          currentDeploymentGroupName: 'prod',
          ...config,
        },
      },
      { operation: 'CreateDeployment', parameters: { ...group, revision } },
      { operation: 'GetDeployment', parameters: made, until: ['deploymentInfo.status', 'InProgress'] },
      {
        operation: 'GetDeployment',
        parameters: { deploymentId: 'd-NONE00000' },
        error: 'DeploymentDoesNotExistException',
      },
      { operation: 'BatchGetDeployments', parameters: { deploymentIds: [made.deploymentId] } },
      { operation: 'ListDeployments', parameters: group },
      { operation: 'GetApplicationRevision', parameters: { ...application, revision } },
      { operation: 'ListDeploymentTargets', parameters: made },
      { operation: 'GetDeploymentTarget', parameters: target },
      {
        operation: 'BatchGetDeploymentTargets',
        parameters: { ...made, targetIds: [target.targetId] },
      },
      {
        operation: 'ContinueDeployment',
        parameters: { ...made, deploymentWaitType: 'READY_WAIT' },
        error: 'DeploymentIsNotInReadyStateException',
      },
      { operation: 'StopDeployment', parameters: { ...made, autoRollbackEnabled: false } },
      { operation: 'GetDeployment', parameters: made, until: ['deploymentInfo.status', 'Stopped'] },
      {
        operation: 'UpdateDeploymentGroup',
        parameters: {
          ...application,
          currentDeploymentGroupName: 'prod',
          deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce',
        },
      },
      { operation: 'DeleteDeploymentConfig', parameters: config },
      {
        operation: 'CreateApplication',
        parameters: { applicationName: 'short-lived', computePlatform: 'ECS' },
      },
      {
        operation: 'CreateDeploymentGroup',
        parameters: second,
        error: 'ECSServiceMappingLimitExceededException',
      },
      { operation: 'DeleteDeploymentGroup', parameters: group },
      { operation: 'CreateDeploymentGroup', parameters: second },
      {
        operation: 'DeleteDeploymentGroup',
        parameters: { applicationName: 'short-lived', deploymentGroupName: 'test' },
      },
      { operation: 'DeleteApplication', parameters: { applicationName: 'short-lived' } },
    ],
  },
];
