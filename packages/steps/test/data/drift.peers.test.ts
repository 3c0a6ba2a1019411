import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { folderWith, runIn } from './fixture.ts';
import { randomNumbers } from './random.ts';

const python = join(import.meta.dirname, '../../../../.cache/peers/drift/bin/python');

type Value = string | number | boolean | null;

interface Sample {
  readonly name: string;
  /** Dates are days since 1970 and timestamps microseconds: what the others take for numbers. */
  readonly now: readonly Value[];
  readonly before: readonly Value[];
  readonly type: 'number' | 'date' | 'timestamp' | 'string' | 'boolean';
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
  { name: 'the same normal', now: draw(900, normal), before: draw(1_100, normal), type: 'number' },
  {
    name: 'a moved normal',
    now: draw(2_000, () => normal() + 0.5),
    before: draw(1_500, normal),
    type: 'number',
  },
  {
    name: 'a wider normal',
    now: draw(1_000, () => normal() * 3),
    before: draw(5_000, normal),
    type: 'number',
  },
  {
    name: 'uniform to exponential',
    now: draw(800, () => -Math.log(1 - random())),
    before: draw(800, random),
    type: 'number',
  },
  { name: 'far apart', now: draw(600, () => 1e6 + random()), before: draw(600, random), type: 'number' },
  {
    name: 'tiny numbers',
    now: draw(700, () => 1e-9 * normal()),
    before: draw(700, () => 1.2e-9 * normal()),
    type: 'number',
  },
  {
    name: 'whole numbers',
    now: draw(1_000, () => Math.floor(random() * 60)),
    before: draw(1_000, () => Math.floor(random() ** 2 * 60)),
    type: 'number',
  },
  {
    name: 'few whole numbers',
    now: draw(1_000, () => Math.floor(random() * 5)),
    before: draw(1_000, () => Math.floor(random() ** 2 * 6)),
    type: 'number',
  },
  {
    name: 'many ties',
    now: draw(1_000, () => Math.round(normal() * 10) / 10),
    before: draw(1_000, () => Math.round(normal() * 12) / 10),
    type: 'number',
  },
  {
    name: 'with nulls',
    now: draw(1_500, () => (random() < 0.2 ? null : normal())),
    before: draw(1_500, () => (random() < 0.5 ? null : normal())),
    type: 'number',
  },
  {
    name: 'a heavy tail',
    now: draw(1_000, () => Math.tan(Math.PI * (random() - 0.5))),
    before: draw(1_000, () => Math.tan(Math.PI * (random() - 0.5))),
    type: 'number',
  },
  {
    name: 'two categories',
    now: draw(900, pick({ a: 0.3, b: 0.7 })),
    before: draw(900, pick({ a: 0.5, b: 0.5 })),
    type: 'string',
  },
  {
    name: 'a new category',
    now: draw(900, pick({ a: 0.3, b: 0.6, c: 0.1 })),
    before: draw(900, pick({ a: 0.5, b: 0.5 })),
    type: 'string',
  },
  {
    name: 'a category that is gone',
    now: draw(900, pick({ a: 0.9, b: 0.1 })),
    before: draw(9_000, pick({ a: 0.5, b: 0.4999, z: 0.0001 })),
    type: 'string',
  },
  {
    name: 'many categories',
    now: draw(3_000, () => `v${Math.floor(random() * 300)}`),
    before: draw(3_000, () => `v${Math.floor(random() ** 1.2 * 300)}`),
    type: 'string',
  },
  {
    name: 'categories with nulls',
    now: draw(900, () => (random() < 0.3 ? null : 'ä')),
    before: draw(900, () => (random() < 0.3 ? null : random() < 0.5 ? 'ä' : 'ß')),
    type: 'string',
  },
  {
    name: 'dates',
    now: draw(1_500, () => 19_000 + Math.floor(normal() * 200)),
    before: draw(2_000, () => 19_050 + Math.floor(normal() * 180)),
    type: 'date',
  },
  {
    name: 'dates around 1970, with ties and nulls',
    now: draw(1_000, () => (random() < 0.1 ? null : Math.floor(random() * 60) - 30)),
    before: draw(1_000, () => Math.floor(random() ** 2 * 60) - 30),
    type: 'date',
  },
  {
    name: 'few dates',
    now: draw(900, () => 19_500 + Math.floor(random() * 6)),
    before: draw(900, () => 19_500 + Math.floor(random() ** 2 * 5)),
    type: 'date',
  },
  {
    name: 'timestamps',
    now: draw(1_500, () => Math.floor(1.7e15 + normal() * 9e12)),
    before: draw(1_200, () => Math.floor(1.702e15 + normal() * 1e13)),
    type: 'timestamp',
  },
  {
    name: 'timestamps of one second',
    now: draw(900, () => 1_700_000_000_000_000 + Math.floor(random() * 1e6)),
    before: draw(900, () => 1_700_000_000_000_000 + Math.floor(random() ** 2 * 1e6)),
    type: 'timestamp',
  },
  {
    name: 'true and false',
    now: draw(1_200, () => random() < 0.4),
    before: draw(800, () => (random() < 0.1 ? null : random() < 0.5)),
    type: 'boolean',
  },
  {
    name: 'nothing but true',
    now: draw(600, () => true),
    before: draw(600, () => random() < 0.9),
    type: 'boolean',
  },
];

const rareValue = () => `v${Math.floor((random() * 1_000) ** 2 / 20)}`;

/** Two draws of one distribution, with more values than are each compared: most are in a few rows. */
const rare: Sample = {
  name: 'very many categories',
  now: draw(60_000, rareValue),
  before: draw(60_000, rareValue),
  type: 'string',
};

/** A cell of a CSV file. */
function cellOf(value: Value, type: Sample['type']): string {
  if (value === null) return '';
  if (type === 'date') return new Date(Number(value) * 86_400_000).toISOString().slice(0, 10);
  if (type !== 'timestamp') return String(value);
  const micros = Number(value) % 1e6;
  return `${new Date((Number(value) - micros) / 1_000).toISOString().slice(0, 19)}.${String(micros).padStart(6, '0')}Z`;
}

describe('drift against SciPy and Evidently', () => {
  let theirs: readonly Readonly<Record<string, number>>[] = [];
  beforeAll(() => {
    const { stdout, stderr, status } = spawnSync(python, [join(import.meta.dirname, 'drift-figures.py')], {
      input: JSON.stringify([...samples, rare]),
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
      const root = await filesOf(sample);
      for (const [name, figure] of Object.entries(expected)) {
        const [measure, bins = 'equal-width'] = name.split(' ');
        const drift = `{ measure: ${measure}, bins: ${bins} }`;
        const checks = `version: 1\nreference: before.csv\ncolumns: { a: { type: ${sample.type}, nullable: true, drift: ${drift} } }`;
        const { report } = await runIn(root, checks, { sources: 'now.csv' });
        const ours = report.sources[0].checks.find(({ kind }: { kind: string }) => kind === 'drift').figure;
        expectSame(name, ours, figure);
      }
      expect(Object.keys(expected).length).toBeGreaterThanOrEqual(3);
    },
  );

  it('is told from common values where there are very many, and is no drift where Evidently sees one', async () => {
    const checks = 'version: 1\nreference: before.csv\ncolumns: { a: { type: string, drift: psi } }';
    const { report } = await runIn(await filesOf(rare), checks, { sources: 'now.csv' });
    const { figure } = report.sources[0].checks.find(({ kind }: { kind: string }) => kind === 'drift');
    expect(figure).toBeLessThan(0.01);
    expect(theirs.at(-1)?.psi).toBeGreaterThan(5);
  });

  it('all of them as columns of one table, by the default of all columns', async () => {
    const header = samples.map((_, at) => `c${at}`).join(',');
    const table = (side: 'now' | 'before') => {
      const longest = Math.max(...samples.map((sample) => sample[side].length));
      const row = (at: number) =>
        samples.map((sample) => cellOf(sample[side][at] ?? null, sample.type)).join(',');
      return `${header}\n${Array.from({ length: longest }, (_, at) => row(at)).join('\n')}\n`;
    };
    const root = await folderWith({ 'now.csv': table('now'), 'before.csv': table('before') });
    const columns = samples.map(({ type }, at) => `  c${at}: { type: ${type}, nullable: true }\n`).join('');
    for (const measure of ['psi', 'jensen-shannon', 'kolmogorov-smirnov', 'wasserstein']) {
      const checks = `version: 1\nreference: before.csv\ndrift: { measure: ${measure}, bins: equal-width }\ncolumns:\n${columns}`;
      const { report } = await runIn(root, checks, { sources: 'now.csv' });
      const found = report.sources[0].checks.filter(({ kind }: { kind: string }) => kind === 'drift');
      expect(found).toHaveLength(samples.length);
      // what has no order is measured by psi
      for (const [at, one] of found.entries())
        expectSame(one.check, one.figure, theirs[at]?.[measure] ?? theirs[at]?.psi ?? Number.NaN);
    }
  });
});

async function filesOf({ now, before, type }: Sample): Promise<string> {
  const text = (values: Sample['now']) =>
    `a,row\n${values.map((value, row) => `${cellOf(value, type)},${row}`).join('\n')}\n`;
  return await folderWith({ 'now.csv': text(now), 'before.csv': text(before) });
}

function expectSame(name: string, ours: number, figure: number): void {
  const difference = Math.abs(ours - figure) / Math.max(1, Math.abs(figure));
  expect(difference, `${name}: ${ours} and ${figure}`).toBeLessThan(1e-6);
}
