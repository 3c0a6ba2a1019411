import type { ServiceRows } from './row.ts';

const group = { TargetGroupArn: '<CreateTargetGroup.TargetGroups.0.TargetGroupArn>' };
const balancer = { LoadBalancerArn: '<CreateLoadBalancer.LoadBalancers.0.LoadBalancerArn>' };
const listener = { ListenerArn: '<CreateListener.Listeners.0.ListenerArn>' };
const DefaultActions = [{ Type: 'forward', ...group }];
const Targets = [{ Id: '127.0.0.1', Port: 9 }];

/** A load balancer, its listener and its target group. */
export const elb: ServiceRows = {
  service: 'elbv2',
  signingName: 'elasticloadbalancing',
  rows: [
    {
      operation: 'CreateTargetGroup',
      parameters: { Name: 'probe', Protocol: 'HTTP', Port: 80, TargetType: 'ip' },
    },
    { operation: 'DescribeTargetGroups', parameters: { Names: ['probe'] } },
    { operation: 'DescribeTargetGroups', parameters: { Names: ['none'] }, error: 'TargetGroupNotFound' },
    { operation: 'ModifyTargetGroup', parameters: { ...group, HealthCheckIntervalSeconds: 10 } },
    {
      operation: 'ModifyTargetGroupAttributes',
      parameters: { ...group, Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '5' }] },
    },
    { operation: 'DescribeTargetGroupAttributes', parameters: group },
    { operation: 'RegisterTargets', parameters: { ...group, Targets } },
    { operation: 'DescribeTargetHealth', parameters: group },
    { operation: 'DeregisterTargets', parameters: { ...group, Targets } },
    { operation: 'CreateLoadBalancer', parameters: { Name: 'probe', Subnets: ['subnet-a', 'subnet-b'] } },
    { operation: 'DescribeLoadBalancers', parameters: { Names: ['probe'] } },
    { operation: 'DescribeLoadBalancers', parameters: { Names: ['none'] }, error: 'LoadBalancerNotFound' },
    {
      operation: 'ModifyLoadBalancerAttributes',
      parameters: { ...balancer, Attributes: [{ Key: 'idle_timeout.timeout_seconds', Value: '30' }] },
    },
    { operation: 'DescribeLoadBalancerAttributes', parameters: balancer },
    { operation: 'CreateListener', parameters: { ...balancer, Protocol: 'HTTP', Port: 80, DefaultActions } },
    { operation: 'DescribeListeners', parameters: balancer },
    { operation: 'DescribeRules', parameters: listener },
    { operation: 'ModifyListener', parameters: { ...listener, DefaultActions } },
    { operation: 'DeleteTargetGroup', parameters: group, error: 'ResourceInUse' },
    { operation: 'DeleteListener', parameters: listener },
    { operation: 'DeleteLoadBalancer', parameters: balancer },
    { operation: 'DeleteTargetGroup', parameters: group },
  ],
};
