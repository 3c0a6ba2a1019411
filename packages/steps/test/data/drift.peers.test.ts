import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { folderWith, runIn } from './fixture.ts';
import { randomNumbers } from './random.ts';

const python = join(import.meta.dirname, '../../../../.cache/peers/drift/bin/python');

interface Sample {
  readonly name: string;
  readonly now: readonly (string | number | null)[];
  readonly before: readonly (string | number | null)[];
  readonly isNumber: boolean;
}

const random = randomNumbers(7);
const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
const draw = <T>(count: number, one: () => T): readonly T[] => Array.from({ length: count }, one);
const pick = (shares: Readonly<Record<string, number>>) => () => {
  let rest = random();
  for (const [name, share] of Object.entries(shares)) {
    if (rest < share) return name;
    rest -= share;
  }
  return 'rest';
};

const samples: readonly Sample[] = [
  { name: 'the same normal', now: draw(900, normal), before: draw(1_100, normal), isNumber: true },
  {
    name: 'a moved normal',
    now: draw(2_000, () => normal() + 0.5),
    before: draw(1_500, normal),
    isNumber: true,
  },
  {
    name: 'a wider normal',
    now: draw(1_000, () => normal() * 3),
    before: draw(5_000, normal),
    isNumber: true,
  },
  {
    name: 'uniform to exponential',
    now: draw(800, () => -Math.log(1 - random())),
    before: draw(800, random),
    isNumber: true,
  },
  { name: 'far apart', now: draw(600, () => 1e6 + random()), before: draw(600, random), isNumber: true },
  {
    name: 'tiny numbers',
    now: draw(700, () => 1e-9 * normal()),
    before: draw(700, () => 1.2e-9 * normal()),
    isNumber: true,
  },
  {
    name: 'whole numbers',
    now: draw(1_000, () => Math.floor(random() * 60)),
    before: draw(1_000, () => Math.floor(random() ** 2 * 60)),
    isNumber: true,
  },
  {
    name: 'few whole numbers',
    now: draw(1_000, () => Math.floor(random() * 5)),
    before: draw(1_000, () => Math.floor(random() ** 2 * 6)),
    isNumber: true,
  },
  {
    name: 'many ties',
    now: draw(1_000, () => Math.round(normal() * 10) / 10),
    before: draw(1_000, () => Math.round(normal() * 12) / 10),
    isNumber: true,
  },
  {
    name: 'with nulls',
    now: draw(1_500, () => (random() < 0.2 ? null : normal())),
    before: draw(1_500, () => (random() < 0.5 ? null : normal())),
    isNumber: true,
  },
  {
    name: 'a heavy tail',
    now: draw(1_000, () => Math.tan(Math.PI * (random() - 0.5))),
    before: draw(1_000, () => Math.tan(Math.PI * (random() - 0.5))),
    isNumber: true,
  },
  {
    name: 'two categories',
    now: draw(900, pick({ a: 0.3, b: 0.7 })),
    before: draw(900, pick({ a: 0.5, b: 0.5 })),
    isNumber: false,
  },
  {
    name: 'a new category',
    now: draw(900, pick({ a: 0.3, b: 0.6, c: 0.1 })),
    before: draw(900, pick({ a: 0.5, b: 0.5 })),
    isNumber: false,
  },
  {
    name: 'a category that is gone',
    now: draw(900, pick({ a: 0.9, b: 0.1 })),
    before: draw(9_000, pick({ a: 0.5, b: 0.4999, z: 0.0001 })),
    isNumber: false,
  },
  {
    name: 'many categories',
    now: draw(3_000, () => `v${Math.floor(random() * 300)}`),
    before: draw(3_000, () => `v${Math.floor(random() ** 1.2 * 300)}`),
    isNumber: false,
  },
  {
    name: 'categories with nulls',
    now: draw(900, () => (random() < 0.3 ? null : 'ä')),
    before: draw(900, () => (random() < 0.3 ? null : random() < 0.5 ? 'ä' : 'ß')),
    isNumber: false,
  },
];

describe('drift against SciPy and Evidently', () => {
  let theirs: readonly Readonly<Record<string, number>>[] = [];
  beforeAll(() => {
    const { stdout, stderr, status } = spawnSync(python, [join(import.meta.dirname, 'drift-figures.py')], {
      input: JSON.stringify(samples),
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    });
    if (status !== 0) throw new Error(stderr);
    theirs = JSON.parse(stdout);
  }, 120_000);

  it.each(samples.map((sample, at) => [sample.name, sample, at] as const))(
    '%s',
    async (_name, sample, at) => {
      const expected = theirs[at] ?? {};
      const text = (values: Sample['now']) =>
        `a,row\n${values.map((value, row) => `${value ?? ''},${row}`).join('\n')}\n`;
      const root = await folderWith({ 'now.csv': text(sample.now), 'before.csv': text(sample.before) });
      for (const [name, figure] of Object.entries(expected)) {
        const [measure, bins = 'equal-width'] = name.split(' ');
        const drift = `{ measure: ${measure}, bins: ${bins} }`;
        const type = sample.isNumber ? 'number' : 'string';
        const checks = `version: 1\nreference: before.csv\ncolumns: { a: { type: ${type}, nullable: true, drift: ${drift} } }`;
        const { report } = await runIn(root, checks, { sources: 'now.csv' });
        const ours = report.sources[0].checks.find(({ kind }: { kind: string }) => kind === 'drift').figure;
        expect(
          Math.abs(ours - figure) / Math.max(1, Math.abs(figure)),
          `${name}: ${ours} and ${figure}`,
        ).toBeLessThan(1e-6);
      }
      expect(Object.keys(expected).length).toBeGreaterThanOrEqual(3);
    },
  );
});
