import { request } from 'node:http';
import type { Clock } from '@ml-ci/core';
import type { Address } from '../compute/network.ts';
import { afterCheck, type CheckFailure, matchesStatus } from './health.ts';
import type { HealthCheck, Target, TargetGroup } from './model.ts';

/** What a monitor needs to know of the world. */
export interface Surroundings {
  readonly clock: Clock;
  /** Whether a load balancer sends requests to the group. */
  isInUse(group: TargetGroup): boolean;
  resolve(target: Target): Address | undefined;
}

/** Checks one target until `signal` aborts. The interval is on the clock; the request itself takes time on the wall. */
export async function monitor(
  group: TargetGroup,
  target: Target,
  { clock, isInUse, resolve }: Surroundings,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const { healthCheck } = group;
    if (target.health.state !== 'draining') {
      if (isInUse(group)) {
        const failure = await check(resolve(target), healthCheck, signal);
        target.health = afterCheck(target.health, failure, {
          healthy: healthCheck.healthyThreshold,
          unhealthy: healthCheck.unhealthyThreshold,
        });
      } else {
        target.health = { state: 'unused' };
      }
    }
    await clock.sleep(healthCheck.intervalSeconds * 1_000, signal);
  }
}

async function check(
  address: Address | undefined,
  healthCheck: HealthCheck,
  signal: AbortSignal,
): Promise<CheckFailure | undefined> {
  if (!address) return { reason: 'Target.FailedHealthChecks', description: 'Health checks failed' };
  const { matcher, path, timeoutSeconds } = healthCheck;
  const answer = await probe(address, path, timeoutSeconds * 1_000, signal);
  if (answer === 'timeout') return { reason: 'Target.Timeout', description: 'Request timed out' };
  if (answer === 'refused')
    return { reason: 'Target.FailedHealthChecks', description: 'Health checks failed' };
  if (matchesStatus(matcher, answer)) return undefined;
  return {
    reason: 'Target.ResponseCodeMismatch',
    description: `Health checks failed with these codes: [${answer}]`,
  };
}

function probe(
  address: Address,
  path: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<number | 'timeout' | 'refused'> {
  return new Promise((resolve) => {
    const headers = { 'user-agent': 'ELB-HealthChecker/2.0' };
    const sent = request(
      { ...address, path, agent: false, timeout: timeoutMs, headers, signal },
      (response) => {
        response.resume();
        response.on('error', () => undefined);
        resolve(response.statusCode ?? 0);
      },
    );
    sent.on('timeout', () => {
      resolve('timeout');
      sent.destroy();
    });
    sent.on('error', () => resolve('refused'));
    sent.end();
  });
}
