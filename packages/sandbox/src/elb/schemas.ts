import { z } from 'zod';
import { wire } from '../compute/input.ts';
import { actionSchema, healthCheckMembers } from './input.ts';

/** The code of input that cannot be read. */
export const code = 'ValidationError';
const paging = { Marker: wire.text.optional(), PageSize: wire.integerIn(1, 400).default(400) };
const names = wire.list(wire.text).optional();
const nameSchema = wire.text.regex(
  /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?$/,
  'must be up to 32 letters, digits and hyphens',
);
const httpSchema = z.literal('HTTP', 'the sandbox serves HTTP').default('HTTP');
const targetSchema = z.object({ Id: wire.text, Port: wire.integerIn(1, 65_535).optional() });
const attributesSchema = wire.list(z.object({ Key: wire.text, Value: wire.text.default('') }));

/** The inputs of the operations. */
export const schemas = {
  createBalancer: z.object({
    Name: nameSchema,
    Subnets: wire.list(wire.text).default([]),
    SecurityGroups: wire.list(wire.text).default([]),
    Scheme: z.enum(['internet-facing', 'internal']).default('internet-facing'),
    Type: z.literal('application', 'the sandbox serves application load balancers').default('application'),
  }),
  describeBalancers: z.object({ LoadBalancerArns: names, Names: names, ...paging }),
  balancer: z.object({ LoadBalancerArn: wire.text }),
  createGroup: z.object({
    ...healthCheckMembers,
    Name: nameSchema,
    Protocol: httpSchema,
    Port: wire.integerIn(1, 65_535).default(80),
    VpcId: wire.text.optional(),
    TargetType: z.literal('ip', 'the sandbox serves targets by address').default('ip'),
  }),
  describeGroups: z.object({
    LoadBalancerArn: wire.text.optional(),
    TargetGroupArns: names,
    Names: names,
    ...paging,
  }),
  modifyGroup: z.object({ ...healthCheckMembers, TargetGroupArn: wire.text }),
  group: z.object({ TargetGroupArn: wire.text }),
  targets: z.object({ TargetGroupArn: wire.text, Targets: wire.list(targetSchema).default([]) }),
  createListener: z.object({
    LoadBalancerArn: wire.text,
    Port: wire.integerIn(1, 65_535),
    Protocol: httpSchema,
    DefaultActions: wire.list(actionSchema),
  }),
  modifyListener: z.object({
    ListenerArn: wire.text,
    Port: z.undefined('the sandbox does not move listeners').optional(),
    DefaultActions: wire.list(actionSchema),
  }),
  describeListeners: z.object({ LoadBalancerArn: wire.text.optional(), ListenerArns: names, ...paging }),
  describeRules: z.object({ ListenerArn: wire.text.optional(), RuleArns: names }),
  listener: z.object({ ListenerArn: wire.text }),
  groupAttributes: z.object({ TargetGroupArn: wire.text, Attributes: attributesSchema.default([]) }),
  balancerAttributes: z.object({ LoadBalancerArn: wire.text, Attributes: attributesSchema.default([]) }),
};
