import { expect, test } from 'vitest';
import { evaluateMath } from './math.ts';
import { parseMath } from './math-syntax.ts';

const series = new Map([
  ['m1', [point(0, 2), point(1, 3)]],
  ['m2', [point(0, 4), point(2, 10)]],
  ['zero', [point(0, 0), point(1, 0), point(2, 0)]],
]);

function point(index: number, value: number) {
  return { timestampMs: index, value };
}

function run(text: string): string {
  const scope = { series, metricIds: ['m1', 'm2'], timestamps: [0, 1, 2] };
  return evaluateMath(parseMath(text), scope)
    .map(({ timestampMs, value }) => `${timestampMs}:${value}`)
    .join(' ');
}

test.each([
  ['m1/m2*100', '0:50'],
  ['1 + 2 * m1', '0:5 1:7'],
  ['(1 + 2) * m1', '0:6 1:9'],
  ['-m1', '0:-2 1:-3'],
  ['m1 - 1 - 1', '0:0 1:1'],
  ['FILL(m1, 0)', '0:2 1:3 2:0'],
  ['FILL(m2, REPEAT)', '0:4 1:4 2:10'],
  ['m1 / zero', ''],
  ['IF(zero > 0, m1 / zero, 7)', '0:7 1:7 2:7'],
  ['SUM([m1, m2])', '0:6 1:3 2:10'],
  ['SUM(METRICS())', '0:6 1:3 2:10'],
  ['AVG(m1)', '0:2.5 1:2.5 2:2.5'],
  ['MAX([m1, m2]) + MIN([m1, m2])', '0:6 1:6 2:20'],
])('%s is %s', (text, expected) => {
  expect(run(text)).toBe(expected);
});

test.each([
  ['ANOMALY_DETECTION_BAND(m1)', 'ANOMALY_DETECTION_BAND is not served'],
  ['m9 * 2', 'no query with the id "m9"'],
  ['m1 +', 'ends too early'],
  ['m1 m2', 'unexpected "m2"'],
  ['[m1, m2]', 'several series'],
  ['SUM(m1', 'ends too early'],
])('%s is refused', (text, message) => {
  expect(() => run(text)).toThrow(message);
});
