import { expect, test } from 'vitest';
import { WeightedRotation } from './weighted.ts';

function counts(weights: Record<string, number>, requests: number): Record<string, number> {
  const rotation = new WeightedRotation(Object.entries(weights).map(([key, weight]) => ({ key, weight })));
  const seen: Record<string, number> = {};
  for (let request = 0; request < requests; request += 1) {
    const key = rotation.next() ?? 'none';
    seen[key] = (seen[key] ?? 0) + 1;
  }
  return seen;
}

test.each([
  [{ blue: 90, green: 10 }, 100, { blue: 90, green: 10 }],
  [{ blue: 90, green: 10 }, 10, { blue: 9, green: 1 }],
  [{ blue: 100, green: 0 }, 7, { blue: 7 }],
  [{ blue: 1, green: 1 }, 6, { blue: 3, green: 3 }],
  [{ blue: 0, green: 0 }, 2, { none: 2 }],
])('%j over %i requests is %j', (weights, requests, expected) => {
  expect(counts(weights, requests)).toEqual(expected);
});

test('a heavy key does not get its share in one burst', () => {
  const rotation = new WeightedRotation([
    { key: 'a', weight: 5 },
    { key: 'b', weight: 1 },
    { key: 'c', weight: 1 },
  ]);
  expect(Array.from({ length: 7 }, () => rotation.next()).join('')).toBe('aabacaa');
});
