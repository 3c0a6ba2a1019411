import { describeHealth } from './health.ts';
import type { Action, Listener, LoadBalancer, Target, TargetGroup } from './model.ts';
import type { ElbRegion } from './region.ts';

export function describeBalancer(balancer: LoadBalancer, region: string): object {
  return {
    LoadBalancerArn: balancer.arn,
    // reaches it: a loopback address with its port
    DNSName: balancer.socket.host,
    CreatedTime: new Date(balancer.createdMs),
    LoadBalancerName: balancer.name,
    Scheme: balancer.scheme,
    VpcId: 'vpc-sandbox',
    State: { Code: 'active' },
    Type: 'application',
    AvailabilityZones: balancer.subnets.map((SubnetId, index) => ({
      ZoneName: `${region}${'abc'[index % 3]}`,
      SubnetId,
    })),
    SecurityGroups: balancer.securityGroups,
    IpAddressType: 'ipv4',
  };
}

export function describeGroup(group: TargetGroup, region: ElbRegion): object {
  const { healthCheck } = group;
  return {
    TargetGroupArn: group.arn,
    TargetGroupName: group.name,
    Protocol: 'HTTP',
    ProtocolVersion: 'HTTP1',
    Port: group.port,
    VpcId: group.vpcId,
    TargetType: 'ip',
    HealthCheckEnabled: true,
    HealthCheckProtocol: 'HTTP',
    HealthCheckPort: 'traffic-port',
    HealthCheckPath: healthCheck.path,
    HealthCheckIntervalSeconds: healthCheck.intervalSeconds,
    HealthCheckTimeoutSeconds: healthCheck.timeoutSeconds,
    HealthyThresholdCount: healthCheck.healthyThreshold,
    UnhealthyThresholdCount: healthCheck.unhealthyThreshold,
    Matcher: { HttpCode: healthCheck.matcher },
    LoadBalancerArns: region.balancersOf(group).map(({ arn }) => arn),
  };
}

export function describeListener(listener: Listener): object {
  return {
    ListenerArn: listener.arn,
    LoadBalancerArn: listener.balancer.arn,
    Port: listener.port,
    Protocol: 'HTTP',
    DefaultActions: [describeAction(listener.action)],
  };
}

/** The default rule, the only one there is. */
export function describeRule(listener: Listener): object {
  return {
    RuleArn: `${listener.arn.replace(':listener/', ':listener-rule/')}/default`,
    Priority: 'default',
    Conditions: [],
    Actions: [describeAction(listener.action)],
    IsDefault: true,
  };
}

export function describeTarget({ health, id, port }: Target): object {
  return {
    Target: { Id: id, Port: port },
    HealthCheckPort: String(port),
    TargetHealth: describeHealth(health),
  };
}

function describeAction(action: Action): object {
  if (action.type === 'fixed-response') {
    const { body, contentType, status } = action;
    const FixedResponseConfig = { StatusCode: String(status), ContentType: contentType, MessageBody: body };
    return { Type: 'fixed-response', FixedResponseConfig };
  }
  const [only, ...others] = action.groups;
  return {
    Type: 'forward',
    TargetGroupArn: others.length === 0 ? only?.arn : undefined,
    ForwardConfig: {
      TargetGroups: action.groups.map(({ arn, weight }) => ({ TargetGroupArn: arn, Weight: weight })),
      TargetGroupStickinessConfig: { Enabled: false },
    },
  };
}
