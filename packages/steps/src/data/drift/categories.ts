import { plural } from '@ml-ci/core';
import type { Reader } from '../measure/probe.ts';
import { percent } from '../report/verdict.ts';
import { readPlace, told } from './axis.ts';
import type { Pair, PairedBin } from './bins.ts';

/** The bins of categories, and how they stand for all values where those are too many. */
export interface Categories {
  readonly bins: readonly PairedBin[];
  /** For the reader, where the rarer values are one bin, or where there is no bin: `over 1000 common values of 40312, …`. */
  readonly note?: string;
}

/** Up to so many different values each is a category, as in Evidently 0.7. */
const mostCategories = 10_000;
/** Of more values the most common ones are, and all others are one category together. */
const mostCommon = 1_000;
/**
 * A common value is in at least so many rows of both sides together. The psi of k categories without any drift is about
 * k (1/n + 1/m), and here k is at most (n + m) / 50: with as many rows on either side that is 0.08, less than what warns.
 */
const leastRows = 50;

/** A bin for each value, in the order of their text; of very many values for each common one, and one for the rest. */
export async function categoryBins({ query }: Pick<Reader, 'query'>, pair: Pair): Promise<Categories> {
  const counted = `(SELECT value, CAST(sum(a) AS BIGINT) AS a, CAST(sum(b) AS BIGINT) AS b FROM (
       SELECT value, n AS a, 0 AS b FROM ${pair.current.from} UNION ALL SELECT value, 0, n FROM ${pair.reference.from}
     ) GROUP BY value)`;
  const binsOf = async (rest: string): Promise<readonly PairedBin[]> => {
    const rows = await query(`SELECT CAST(value AS VARCHAR) AS name, a, b FROM ${counted} ${rest}`);
    return rows.map(({ name, a, b }) => ({
      value: pair.axis === 'names' ? String(name) : String(told(readPlace(name, pair.axis), pair.axis)),
      rows: Number(a),
      referenceRows: Number(b),
    }));
  };
  const bins = await binsOf(`ORDER BY name, value LIMIT ${mostCategories + 1}`);
  if (bins.length <= mostCategories) return { bins };
  const [all] = await query(`SELECT count(*) AS n FROM ${counted}`);
  const common = await binsOf(
    `WHERE a + b >= ${leastRows} ORDER BY a + b DESC, name, value LIMIT ${mostCommon}`,
  );
  return withOthers(common, pair, Number(all?.n));
}

function withOthers(common: readonly PairedBin[], { current, reference }: Pair, values: number): Categories {
  if (common.length === 0)
    return { bins: [], note: `none of its ${values} different values is in ${leastRows} rows` };
  const sum = (key: 'rows' | 'referenceRows') => common.reduce((total, bin) => total + bin[key], 0);
  const [rows, referenceRows] = [sum('rows'), sum('referenceRows')];
  const all = current.rows + reference.rows;
  const share = percent(BigInt(rows + referenceRows), all);
  const others = {
    rows: Number(current.rows) - rows,
    referenceRows: Number(reference.rows) - referenceRows,
  };
  return {
    bins: [...common, others],
    note: `over ${plural(common.length, 'common value')} of ${values}, in ${share} of the rows, and all others as one`,
  };
}
