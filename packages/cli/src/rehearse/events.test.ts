import { describe, expect, it } from 'vitest';
import type { Sample } from '../report/data.ts';
import { aroundEvents, eventsOf } from './events.ts';

function sample(atMs: number, weights: Readonly<Record<string, number>>, alarm = 'OK'): Sample {
  const arms = Object.entries(weights).map(([release, weight]) => ({
    release,
    weight,
    requests: 0,
    errors: 0,
  }));
  return { atMs, arms, alarms: { red: alarm } };
}

describe('eventsOf', () => {
  it('tells of a canary, the alarm it trips and the way back', () => {
    const samples = [
      sample(0, { a: 100 }),
      sample(1, { a: 90, b: 10 }),
      sample(2, { a: 90, b: 10 }, 'ALARM'),
      sample(3, { a: 100, b: 0 }, 'ALARM'),
    ];
    expect(eventsOf(samples)).toEqual([
      { atMs: 1, text: '10 % of requests go to b', tone: 'plain' },
      { atMs: 2, text: 'alarm red goes from OK to ALARM', tone: 'bad' },
      { atMs: 3, text: 'all requests go to a again', tone: 'bad' },
    ]);
  });

  it('tells of a release that takes over', () => {
    expect(eventsOf([sample(0, { a: 100 }), sample(1, { b: 100 })]).map(({ text }) => text)).toEqual([
      'all requests go to b',
    ]);
  });

  it('says nothing where nothing changes', () => {
    expect(eventsOf([sample(0, { a: 100 }), sample(1, { a: 100 })])).toEqual([]);
  });
});

describe('aroundEvents', () => {
  it('leaves out what came long before the first change', () => {
    const samples = [0, 60_000, 120_000, 180_000].map((atMs) => sample(atMs, { a: 100 }));
    expect(aroundEvents([...samples, sample(200_000, { b: 100 })]).map(({ atMs }) => atMs)).toEqual([
      120_000, 180_000, 200_000,
    ]);
    expect(aroundEvents(samples)).toEqual(samples);
  });
});
