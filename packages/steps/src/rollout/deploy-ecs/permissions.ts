// biome-ignore-all lint/suspicious/noTemplateCurlyInString: `${…}` in a pattern is filled in when a policy is derived
import type { Permission } from '@ml-ci/core';

const codedeploy = 'arn:aws:codedeploy:${region}:${account}';
const ecs = 'arn:aws:ecs:${region}:${account}';

/** What `deploy-ecs` asks of AWS. */
export const permissions: readonly Permission[] = [
  {
    actions: ['ecr:DescribeRepositories', 'ecr:DescribeImages', 'ecr:BatchGetImage'],
    resources: ['arn:aws:ecr:${region}:${account}:repository/${repository}'],
  },
  {
    actions: ['ecs:DescribeServices'],
    resources: [`${ecs}:service/\${cluster}/\${service}`],
  },
  {
    actions: ['ecs:ListTasks', 'ecs:DescribeTasks'],
    resources: ['*'],
    why: 'ListTasks takes container instances and DescribeTasks takes tasks, whose names are not known before: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html',
  },
  {
    actions: ['ecs:DescribeTaskDefinition', 'ecs:RegisterTaskDefinition'],
    resources: ['*'],
    why: 'DescribeTaskDefinition takes no resource: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html',
  },
  {
    actions: ['iam:PassRole'],
    resources: ['arn:aws:iam::${account}:role/${taskRole}', 'arn:aws:iam::${account}:role/${executionRole}'],
    condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
    implied: 'ecs:RegisterTaskDefinition',
  },
  {
    actions: [
      'codedeploy:GetDeploymentGroup',
      'codedeploy:ListDeployments',
      'codedeploy:CreateDeployment',
      'codedeploy:GetDeployment',
    ],
    resources: [`${codedeploy}:deploymentgroup:\${application}/\${group}`],
  },
  {
    actions: [
      'codedeploy:ListDeploymentTargets',
      'codedeploy:BatchGetDeploymentTargets',
      'codedeploy:StopDeployment',
      'codedeploy:ContinueDeployment',
    ],
    resources: ['*'],
    why: 'they take no resource: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodedeploy.html',
  },
  {
    actions: ['codedeploy:RegisterApplicationRevision'],
    resources: [`${codedeploy}:application:\${application}`],
    implied: 'codedeploy:CreateDeployment',
  },
  {
    actions: ['codedeploy:UpdateDeploymentGroup'],
    resources: [`${codedeploy}:deploymentgroup:\${application}/\${group}`],
    implied:
      'codedeploy:CreateDeployment with alarms of its own, for an alarm that is red: with allow-alarm, and on the way back',
  },
  {
    actions: ['codedeploy:GetDeploymentConfig'],
    resources: [`${codedeploy}:deploymentconfig:*`],
  },
  {
    actions: ['cloudwatch:DescribeAlarms'],
    resources: ['*'],
    why: 'composite alarms come back only to those who may see all: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html',
  },
  {
    actions: ['logs:GetLogEvents'],
    resources: ['arn:aws:logs:${region}:${account}:log-group:${logGroup}:log-stream:*'],
  },
  {
    actions: ['cloudwatch:DescribeAlarmHistory'],
    resources: ['arn:aws:cloudwatch:${region}:${account}:alarm:*'],
  },
];
