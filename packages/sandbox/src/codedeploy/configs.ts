/** How traffic is shifted. */
export type TrafficRouting =
  | { readonly type: 'AllAtOnce' }
  | { readonly type: 'TimeBasedCanary'; readonly percentage: number; readonly intervalMinutes: number }
  | { readonly type: 'TimeBasedLinear'; readonly percentage: number; readonly intervalMinutes: number };

export interface DeploymentConfig {
  readonly id: string;
  readonly name: string;
  readonly platform: 'ECS' | 'Lambda' | 'Server';
  /** Undefined for servers. */
  readonly routing: TrafficRouting | undefined;
  readonly createdMs: number;
}

/** A moment at which the new version gets more traffic. */
export interface Shift {
  /** Since the first shift. */
  readonly afterMs: number;
  readonly greenPercent: number;
}

/** All shifts of a routing, in order; the last gives the new version everything. */
export function shiftsOf(routing: TrafficRouting): readonly Shift[] {
  switch (routing.type) {
    case 'AllAtOnce':
      return [{ afterMs: 0, greenPercent: 100 }];
    case 'TimeBasedCanary':
      return [
        { afterMs: 0, greenPercent: routing.percentage },
        { afterMs: routing.intervalMinutes * 60_000, greenPercent: 100 },
      ];
    case 'TimeBasedLinear': {
      const steps = Math.ceil(100 / routing.percentage);
      return Array.from({ length: steps }, (_, index) => ({
        afterMs: index * routing.intervalMinutes * 60_000,
        greenPercent: Math.min(100, (index + 1) * routing.percentage),
      }));
    }
  }
}

/** Why a routing is not allowed, or undefined. */
export function routingProblem(routing: TrafficRouting): string | undefined {
  if (routing.type === 'AllAtOnce') return undefined;
  const { intervalMinutes, percentage } = routing;
  if (!Number.isInteger(percentage) || percentage < 1 || percentage > 99)
    return 'the percentage must be 1 to 99';
  if (!Number.isInteger(intervalMinutes) || intervalMinutes < 1)
    return 'the interval must be at least a minute';
  const totalMinutes = (shiftsOf(routing).at(-1)?.afterMs ?? 0) / 60_000;
  return totalMinutes > 2_880 ? 'the shift must not take longer than 2880 minutes' : undefined;
}

/** The configurations that every account has. */
export const predefinedConfigs: readonly DeploymentConfig[] = [
  ...['AllAtOnce', 'HalfAtATime', 'OneAtATime'].map((name) => predefined(name, 'Server', undefined)),
  predefined('ECSAllAtOnce', 'ECS', { type: 'AllAtOnce' }),
  predefined('LambdaAllAtOnce', 'Lambda', { type: 'AllAtOnce' }),
  ...[5, 15].map((minutes) => predefined(`ECSCanary10Percent${minutes}Minutes`, 'ECS', canary(minutes))),
  ...[1, 3].map((minutes) => predefined(`ECSLinear10PercentEvery${minutes}Minutes`, 'ECS', linear(minutes))),
  ...[5, 10, 15, 30].map((minutes) =>
    predefined(`LambdaCanary10Percent${minutes}Minutes`, 'Lambda', canary(minutes)),
  ),
  ...[1, 2, 3, 10].map((minutes) =>
    predefined(
      `LambdaLinear10PercentEvery${minutes}Minute${minutes === 1 ? '' : 's'}`,
      'Lambda',
      linear(minutes),
    ),
  ),
];

/** The configuration with which every rollback runs, whatever the group says. */
export const rollbackConfigName = 'CodeDeployDefault.ECSAllAtOnce';

function canary(intervalMinutes: number): TrafficRouting {
  return { type: 'TimeBasedCanary', percentage: 10, intervalMinutes };
}

function linear(intervalMinutes: number): TrafficRouting {
  return { type: 'TimeBasedLinear', percentage: 10, intervalMinutes };
}

function predefined(
  name: string,
  platform: DeploymentConfig['platform'],
  routing: TrafficRouting | undefined,
): DeploymentConfig {
  return {
    id: `00000000-0000-0000-0000-${name.length.toString().padStart(12, '0')}`,
    name: `CodeDeployDefault.${name}`,
    platform,
    routing,
    createdMs: 0,
  };
}
