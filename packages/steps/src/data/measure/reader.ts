import type { Engine } from '../engine/engine.ts';
import type { Reader } from './probe.ts';

/** Values are counted together in one pass, so many of them; each costs a table of all its values. */
const together = 30;

/** What a reader is opened for. */
interface ReaderOptions {
  /** Unlike that of every other source of the run. */
  readonly id: string;
  readonly from: string;
  /** Values that are counted. */
  readonly values: readonly string[];
}

/** Counts how often each of the values occurs, and gives for each check, by its number, what it may ask further. */
export async function openReader(
  engine: Engine,
  { id, from, values }: ReaderOptions,
): Promise<(check: number) => Reader> {
  const wanted = [...new Set(values)];
  const counted = new Map<string, string>();
  for (let at = 0; at < wanted.length; at += together) {
    const name = `counts_${id}_${at}`;
    const some = wanted.slice(at, at + together);
    await countValues(engine, name, some, from);
    for (const [index, value] of some.entries()) counted.set(value, countsOf(name, some.length, index));
  }
  return (check) => ({
    query: (sql, bound) => engine.query(sql, bound),
    rows: `(${from})`,
    counts(value) {
      const found = counted.get(value);
      if (found === undefined) throw new Error(`nobody asked how often ${value} occurs`);
      return found;
    },
    tableName: (use) => `${use}_${id}_${check}`,
  });
}

async function countValues(
  engine: Engine,
  name: string,
  values: readonly string[],
  from: string,
): Promise<void> {
  const cells = values.map((value, at) => `${value} AS v${at}`).join(', ');
  const names = values.map((_, at) => `v${at}`);
  const sets = names.map((each) => `(${each})`).join(', ');
  await engine.query(
    `CREATE TEMP TABLE ${name} AS SELECT GROUPING(${names.join(', ')}) AS g, ${names.join(', ')}, count(*) AS n, count_if(blank) AS blanks
     FROM (SELECT ${cells}, blank FROM (${from})) GROUP BY GROUPING SETS (${sets})`,
  );
}

/** The first name is the highest bit; a bit is 0 for the name that a row is grouped by. */
function countsOf(name: string, length: number, index: number): string {
  const mask = 2 ** length - 1 - 2 ** (length - 1 - index);
  return `(SELECT v${index} AS value, n FROM ${name} WHERE g = ${mask} AND v${index} IS NOT NULL)`;
}
