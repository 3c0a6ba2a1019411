import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { runOn } from './fixture.ts';
import { randomNumbers } from './random.ts';

/** Evidently brings scikit-learn along. */
const python = join(import.meta.dirname, '../../../../.cache/peers/drift/bin/python');

interface Sample {
  readonly name: string;
  readonly column: readonly (string | number | null)[];
  readonly labels: readonly (string | null)[];
}

const random = randomNumbers(23);
const sample = (
  name: string,
  one: () => readonly [value: string | number | null, label: string | null],
): Sample => {
  const rows = Array.from({ length: 300 }, one);
  return { name, column: rows.map(([value]) => value), labels: rows.map(([, label]) => label) };
};
const draw = (kinds: number) => Math.floor(random() * kinds);

const samples: readonly Sample[] = [
  sample('noise', () => [random(), `l${draw(3)}`]),
  sample('a threshold', () => {
    const x = random();
    return [x, x > 0.8 ? 'yes' : 'no'];
  }),
  sample('a threshold with errors', () => {
    const x = random();
    return [x, x > 0.6 !== random() < 0.1 ? 'yes' : 'no'];
  }),
  sample('a copy with errors', () => {
    const kind = draw(5);
    return [`c${random() < 0.2 ? draw(5) : kind}`, `l${kind}`];
  }),
  sample('bands of whole numbers', () => {
    const x = draw(60);
    return [x, `l${Math.floor(x / 7)}`];
  }),
  sample('what is missing', () => {
    const isYes = random() < 0.4;
    return [isYes && random() < 0.9 ? null : random(), isYes ? 'yes' : 'no'];
  }),
  sample('labels that are missing', () => {
    const kind = draw(4);
    return [`v${kind}${draw(6)}`, random() < 0.2 ? null : `l${random() < 0.3 ? draw(4) : kind}`];
  }),
  sample('pairs', () => {
    const pair = draw(150);
    return [`p${pair}`, pair % 2 === 0 ? 'yes' : 'no'];
  }),
];

describe('leakage against scikit-learn', () => {
  let theirs: readonly number[] = [];
  beforeAll(() => {
    const { stdout, stderr, status } = spawnSync(python, [join(import.meta.dirname, 'leakage-figures.py')], {
      input: JSON.stringify(samples),
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
    theirs = JSON.parse(stdout);
  }, 300_000);

  it.each(samples.map((one, at) => [one.name, one, at] as const))(
    '%s',
    async (_name, { column, labels }, at) => {
      const rows = column.map((value, row) => `${row},${value ?? ''},${labels[row] ?? ''}`);
      const checks =
        'version: 1\ncolumns: { label: { type: string, nullable: true } }\nleakage: [{ label: label, columns: [a] }]';
      const { report } = await runOn('a.csv', `row,a,label\n${rows.join('\n')}\n`, checks);
      const ours = report.sources[0].checks.find(({ kind }: { kind: string }) => kind === 'leakage').figure;
      expect(ours).toBe(theirs[at]);
    },
  );

  it('has cases that tell much, a little and nothing', () => {
    expect(Math.max(...theirs)).toBeGreaterThan(0.95);
    expect(theirs.filter((figure) => figure > 0.1 && figure < 0.9).length).toBeGreaterThan(2);
    expect(Math.min(...theirs)).toBe(0);
  });
});
