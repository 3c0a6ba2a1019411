import type { ServiceRows } from './row.ts';

const cluster = 'probe';
const definition = '<RegisterTaskDefinition.taskDefinition.taskDefinitionArn>';
const set = { cluster, service: 'sets', taskSet: '<CreateTaskSet.taskSet.taskSetArn>' };
const task = '<RunTask.tasks.0.taskArn>';

/** Clusters, task definitions, services, tasks and task sets; no task starts, for no service wants one. */
export const ecs: ServiceRows = {
  service: 'ecs',
  signingName: 'ecs',
  rows: [
    { operation: 'CreateCluster', parameters: { clusterName: cluster } },
    { operation: 'DescribeClusters', parameters: { clusters: [cluster] } },
    { operation: 'ListClusters' },
    {
      operation: 'RegisterTaskDefinition',
      parameters: {
        family: 'probe',
        networkMode: 'awsvpc',
        requiresCompatibilities: ['FARGATE'],
        cpu: '256',
        memory: '512',
        containerDefinitions: [
          { name: 'server', image: 'models:v1', essential: true, portMappings: [{ containerPort: 8080 }] },
        ],
      },
    },
    { operation: 'DescribeTaskDefinition', parameters: { taskDefinition: 'probe' } },
    { operation: 'DescribeTaskDefinition', parameters: { taskDefinition: 'none' }, error: 'ClientException' },
    { operation: 'ListTaskDefinitions', parameters: { familyPrefix: 'probe' } },
    {
      operation: 'CreateService',
      parameters: { cluster, serviceName: 'probe', taskDefinition: definition, desiredCount: 0 },
    },
    { operation: 'DescribeServices', parameters: { cluster, services: ['probe'] } },
    {
      operation: 'DescribeServices',
      parameters: { cluster: 'none', services: ['probe'] },
      error: 'ClusterNotFoundException',
    },
    { operation: 'ListServices', parameters: { cluster } },
    { operation: 'UpdateService', parameters: { cluster, service: 'probe', forceNewDeployment: true } },
    { operation: 'RunTask', parameters: { cluster, taskDefinition: definition } },
    { operation: 'ListTasks', parameters: { cluster } },
    { operation: 'DescribeTasks', parameters: { cluster, tasks: [task] } },
    { operation: 'StopTask', parameters: { cluster, task, reason: 'a drill' } },
    {
      operation: 'CreateService',
      parameters: {
        cluster,
        serviceName: 'sets',
        desiredCount: 0,
        deploymentController: { type: 'EXTERNAL' },
      },
      as: 'sets',
    },
    {
      operation: 'CreateTaskSet',
      parameters: {
        cluster,
        service: 'sets',
        taskDefinition: definition,
        scale: { value: 50, unit: 'PERCENT' },
      },
    },
    { operation: 'DescribeTaskSets', parameters: { cluster, service: 'sets' } },
    {
      operation: 'UpdateServicePrimaryTaskSet',
      parameters: { cluster, service: 'sets', primaryTaskSet: set.taskSet },
    },
    { operation: 'UpdateTaskSet', parameters: { ...set, scale: { value: 100, unit: 'PERCENT' } } },
    { operation: 'DeleteTaskSet', parameters: { ...set, force: true } },
    { operation: 'DeleteCluster', parameters: { cluster }, error: 'ClusterContainsServicesException' },
    { operation: 'DeleteService', parameters: { cluster, service: 'sets', force: true } },
    { operation: 'DeleteService', parameters: { cluster, service: 'probe', force: true } },
    { operation: 'DeregisterTaskDefinition', parameters: { taskDefinition: definition } },
    { operation: 'CreateCluster', parameters: { clusterName: 'short-lived' } },
    { operation: 'DeleteCluster', parameters: { cluster: 'short-lived' } },
  ],
};
