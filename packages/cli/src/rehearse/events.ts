import type { Arm, Sample, TimelineEvent } from '../report/data.ts';

/** What changed from sample to sample, in words: traffic that moved, alarms that changed their mind. */
export function eventsOf(samples: readonly Sample[]): readonly TimelineEvent[] {
  return samples.flatMap((sample, index) => {
    const before = samples[index - 1];
    return before === undefined
      ? []
      : [...trafficEvents(before, sample, samples.slice(0, index)), ...alarmEvents(before, sample)];
  });
}

function trafficEvents(before: Sample, now: Sample, earlier: readonly Sample[]): TimelineEvent[] {
  const grown = now.arms.filter((arm) => arm.weight > weightOf(before.arms, arm.release));
  return grown.map(({ release, weight }) => {
    const isReturn = weight === 100 && earlier.some(({ arms }) => weightOf(arms, release) === 100);
    if (isReturn) return { atMs: now.atMs, text: `all requests go to ${release} again`, tone: 'bad' };
    return {
      atMs: now.atMs,
      text: `${weight === 100 ? 'all requests go' : `${weight} % of requests go`} to ${release}`,
      tone: weight === 100 ? 'good' : 'plain',
    };
  });
}

function alarmEvents(before: Sample, now: Sample): TimelineEvent[] {
  return Object.entries(now.alarms).flatMap(([name, state]): TimelineEvent[] => {
    const was = before.alarms[name];
    if (was === undefined || was === state) return [];
    return [
      {
        atMs: now.atMs,
        text: `alarm ${name} goes from ${was} to ${state}`,
        tone: state === 'ALARM' ? 'bad' : 'plain',
      },
    ];
  });
}

function weightOf(arms: readonly Arm[], release: string): number {
  return arms.filter((arm) => arm.release === release).reduce((sum, { weight }) => sum + weight, 0);
}

/** The samples from a minute and a half before the first change: what came earlier is the same line. */
export function aroundEvents(samples: readonly Sample[]): readonly Sample[] {
  const first = eventsOf(samples)[0];
  return first === undefined ? samples : samples.filter(({ atMs }) => atMs >= first.atMs - 90_000);
}
