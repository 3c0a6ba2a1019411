import { z } from 'zod';
import { wire } from '../compute/input.ts';
import { ServiceError } from '../service.ts';
import type { Action, HealthCheck } from './model.ts';

const tuple = z.object({ TargetGroupArn: wire.text, Weight: wire.integerIn(0, 999).default(1) });

export const actionSchema = z.object({
  Type: z.enum(['forward', 'fixed-response'], 'the sandbox serves forward and fixed-response'),
  TargetGroupArn: wire.text.optional(),
  Order: wire.integer.optional(),
  ForwardConfig: z
    .object({
      TargetGroups: wire.list(tuple),
      TargetGroupStickinessConfig: z.object({ Enabled: wire.boolean.optional() }).optional(),
    })
    .optional(),
  FixedResponseConfig: z
    .object({ StatusCode: wire.text, ContentType: wire.text.optional(), MessageBody: wire.text.optional() })
    .optional(),
});

/** The members that CreateTargetGroup and ModifyTargetGroup share. */
export const healthCheckMembers = {
  HealthCheckProtocol: z.literal('HTTP', 'the sandbox checks over HTTP').optional(),
  HealthCheckPort: z.literal('traffic-port', 'the sandbox checks the traffic port').optional(),
  HealthCheckPath: wire.text.startsWith('/').optional(),
  HealthCheckIntervalSeconds: wire.integerIn(5, 300).optional(),
  HealthCheckTimeoutSeconds: wire.integerIn(2, 120).optional(),
  HealthyThresholdCount: wire.integerIn(2, 10).optional(),
  UnhealthyThresholdCount: wire.integerIn(2, 10).optional(),
  Matcher: z.object({ HttpCode: wire.text.regex(/^\d{3}([,-]\d{3})*$/) }).optional(),
};

const healthCheckSchema = z.object(healthCheckMembers);

/** The defaults of an application load balancer's target group. */
export const defaultHealthCheck: HealthCheck = {
  path: '/',
  intervalSeconds: 30,
  timeoutSeconds: 5,
  healthyThreshold: 5,
  unhealthyThreshold: 2,
  matcher: '200',
};

/** `base` with the members that were given. */
export function healthCheckOf(input: z.output<typeof healthCheckSchema>, base: HealthCheck): HealthCheck {
  return {
    path: input.HealthCheckPath ?? base.path,
    intervalSeconds: input.HealthCheckIntervalSeconds ?? base.intervalSeconds,
    timeoutSeconds: input.HealthCheckTimeoutSeconds ?? base.timeoutSeconds,
    healthyThreshold: input.HealthyThresholdCount ?? base.healthyThreshold,
    unhealthyThreshold: input.UnhealthyThresholdCount ?? base.unhealthyThreshold,
    matcher: input.Matcher?.HttpCode ?? base.matcher,
  };
}

/** The one default action of a listener. */
export function actionOf(actions: readonly z.output<typeof actionSchema>[]): Action {
  const [action] = actions;
  if (!action || actions.length > 1) throw invalid('the sandbox serves exactly one default action');
  if (action.Type === 'fixed-response') {
    const { ContentType, MessageBody, StatusCode } = action.FixedResponseConfig ?? {};
    const type = action.Type;
    return {
      type,
      status: Number(StatusCode ?? 503),
      contentType: ContentType ?? 'text/plain',
      body: MessageBody ?? '',
    };
  }
  if (action.ForwardConfig?.TargetGroupStickinessConfig?.Enabled) {
    throw invalid('the sandbox does not serve stickiness between target groups');
  }
  const single =
    action.TargetGroupArn === undefined ? [] : [{ TargetGroupArn: action.TargetGroupArn, Weight: 1 }];
  const groups = action.ForwardConfig?.TargetGroups ?? single;
  if (groups.length < 1 || groups.length > 5)
    throw invalid('a forward action needs one to five target groups');
  return {
    type: 'forward',
    groups: groups.map(({ TargetGroupArn, Weight }) => ({ arn: TargetGroupArn, weight: Weight })),
  };
}

/** What ELB answers to input it cannot use. */
export function invalid(message: string): ServiceError {
  return new ServiceError('ValidationError', message);
}
