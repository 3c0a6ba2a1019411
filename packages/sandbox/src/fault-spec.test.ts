import { describe, expect, test } from 'vitest';
import { parseFaults } from './fault-spec.ts';
import { createFaults } from './faults.ts';
import { seededRandom } from './random.ts';

describe('--fault', () => {
  test.each([
    ['ecr:throttle:0.2', { target: 'ecr', kind: 'throttle', rate: 0.2, ms: 0 }],
    ['registry:reset', { target: 'registry', kind: 'reset', rate: 1, ms: 0 }],
    ['registry:500:.1', { target: 'registry', kind: '500', rate: 0.1, ms: 0 }],
    ['latency:20ms', { target: 'all', kind: 'latency', rate: 1, ms: 20 }],
    ['s3:latency:1s', { target: 's3', kind: 'latency', rate: 1, ms: 1_000 }],
    ['packages:wrong-digest:0.5', { target: 'packages', kind: 'wrong-digest', rate: 0.5, ms: 0 }],
    ['sts:expire', { target: 'sts', kind: 'expire', rate: 1, ms: 60_000 }],
  ])('reads %s', (text, spec) => {
    expect(parseFaults([text])).toEqual([spec]);
  });

  test.each([
    'lambda:throttle',
    'ecr',
    'ecr:explode',
    'ecr:throttle:2',
    'ecr:throttle:-1',
    'ecr:throttle:',
    'ecr:throttle:x',
    'ecr:throttle:0.1:0.2',
    's3:wrong-digest',
    'latency',
    'latency:20',
    'registry:expire:1s',
    '',
  ])('refuses "%s"', (text) => {
    expect(() => parseFaults([text])).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
  });

  test('tells all mistakes at once', () => {
    const parse = () => parseFaults(['a:b', 'ecr:reset', 'c:d']);
    expect(parse).toThrow(expect.objectContaining({ problems: [expect.anything(), expect.anything()] }));
  });

  test('hits the asked share of requests, the same ones for the same seed', () => {
    const hits = (seed: number) => {
      const faults = createFaults(parseFaults(['registry:500:0.2']), seededRandom(seed));
      return Array.from({ length: 1_000 }, () => faults.pick('registry', ['500']));
    };
    const count = hits(7).filter((fault) => fault !== undefined).length;
    expect(count).toBeGreaterThan(150);
    expect(count).toBeLessThan(250);
    expect(hits(7)).toEqual(hits(7));
  });
});
