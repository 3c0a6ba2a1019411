import { Scoped } from '../compute/scope.ts';
import type { SandboxContext, ServiceModule } from '../context.ts';
import type { Caller } from '../service.ts';
import { alarmOperations } from './alarm-operations.ts';
import { metricOperations } from './metric-operations.ts';
import { CloudWatchRegion, type CloudWatchSwitches } from './region.ts';

const tickMs = 10_000;

/** What other services do with CloudWatch without going over the wire. */
export interface CloudWatch {
  /** Tests change what is not documented. */
  switches: CloudWatchSwitches;
  of(scope: Pick<Caller, 'account' | 'region'>): CloudWatchRegion;
  /** Called before every evaluation with its time, so that what was counted until then is published in time. */
  addSource(publish: (untilMs: number) => void): void;
}

/** CloudWatch: metrics and alarms. */
export function createCloudWatch(ctx: SandboxContext): ServiceModule<CloudWatch> {
  const { clock } = ctx;
  const regions = new Scoped((scope) => new CloudWatchRegion(scope, () => state.switches));
  const sources: ((untilMs: number) => void)[] = [];
  ctx.background('alarm evaluation', async (signal) => {
    for (let next = nextTick(clock.now()); !signal.aborted; next += tickMs) {
      await clock.sleep(next - clock.now(), signal);
      for (const publish of sources) publish(next);
      for (const region of regions.all()) region.evaluateDue(next);
    }
  });
  const state: CloudWatch = {
    switches: { extraPeriods: 2 },
    of: (scope) => regions.of(scope),
    addSource: (publish) => sources.push(publish),
  };
  return {
    state,
    services: [
      {
        kind: 'rpc',
        signingName: 'monitoring',
        iamPrefix: 'cloudwatch',
        target: 'GraniteServiceVersion20100801',
        jsonVersion: '1.0',
        query: { version: '2010-08-01', namespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/' },
        queryErrorCodes: {
          InvalidParameterValueException: 'InvalidParameterValue',
          InvalidParameterCombinationException: 'InvalidParameterCombination',
        },
        operations: { ...metricOperations(regions, clock), ...alarmOperations(regions, clock) },
      },
    ],
  };
}

function nextTick(nowMs: number): number {
  return Math.floor(nowMs / tickMs) * tickMs + tickMs;
}
