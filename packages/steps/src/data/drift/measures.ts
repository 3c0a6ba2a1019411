import type { Bin } from '../report/plot.ts';

/** Rows of the source and of the reference in each bin. */
export type Counts = readonly (Pick<Bin, 'rows'> & { readonly referenceRows: number })[];

/**
 * Population stability index: Σ (r − c) ln(r / c) over the shares of the bins. An empty bin counts as a share of 0.0001, or
 * a millionth of the smallest share where that is less, as in Evidently 0.7.
 */
export function populationStability(counts: Counts): number {
  const { current, reference } = shares(counts);
  const [filledCurrent, filledReference] = [filled(current), filled(reference)];
  return sum(
    filledReference.map((r, at) => (r - (filledCurrent[at] ?? 0)) * Math.log(r / (filledCurrent[at] ?? 0))),
  );
}

/** Jensen–Shannon distance: the square root of the divergence, to the base e, from 0 to 0.833. As in SciPy 1.17. */
export function jensenShannon(counts: Counts): number {
  const { current, reference } = shares(counts);
  const parts = current.map((c, at) => {
    const r = reference[at] ?? 0;
    const mean = (c + r) / 2;
    return (entropy(c, mean) + entropy(r, mean)) / 2;
  });
  return Math.sqrt(Math.max(0, sum(parts)));
}

/** Cramér's V of the table with a row for the source and one for the reference: 0 to 1. As in SciPy 1.17, without correction. */
export function cramersV(counts: Counts): number {
  const used = counts.filter(({ rows, referenceRows }) => rows + referenceRows > 0);
  const totals = [
    sum(used.map(({ rows }) => rows)),
    sum(used.map(({ referenceRows }) => referenceRows)),
  ] as const;
  const all = totals[0] + totals[1];
  const chiSquare = sum(
    used.map(({ rows, referenceRows }) => {
      const column = rows + referenceRows;
      const [e, f] = [(column * totals[0]) / all, (column * totals[1]) / all];
      return (rows - e) ** 2 / e + (referenceRows - f) ** 2 / f;
    }),
  );
  return used.length < 2 ? 0 : Math.sqrt(chiSquare / all);
}

function shares(counts: Counts): {
  readonly current: readonly number[];
  readonly reference: readonly number[];
} {
  const [all, allReference] = [
    sum(counts.map(({ rows }) => rows)),
    sum(counts.map(({ referenceRows }) => referenceRows)),
  ];
  return {
    current: counts.map(({ rows }) => rows / all),
    reference: counts.map(({ referenceRows }) => referenceRows / allReference),
  };
}

function filled(parts: readonly number[]): readonly number[] {
  const least = Math.min(...parts.filter((part) => part > 0));
  const fill = least <= 0.0001 ? least / 1e6 : 0.0001;
  return parts.map((part) => (part === 0 ? fill : part));
}

const entropy = (p: number, q: number) => (p === 0 ? 0 : p * Math.log(p / q));

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
