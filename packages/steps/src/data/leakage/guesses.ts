/**
 * How many rows are guessed right, each from other rows only. All is told from rows with `v`, a value of a column, `l`, the
 * number of a class of the label, and `n`, how many rows have both.
 */

/** How the values of a column are ordered. */
export interface Order {
  /** SQL over `v`. */
  readonly sql: string;
  /** SQL over `v` that is true for NaN, where there can be one. */
  readonly isNaN?: string;
}

/** Classes that are guessed from neighbours: those of the most common labels. */
const orderedClasses = 20;
/** Values on either side whose rows are the neighbours of a row. */
const reach = 5;

/**
 * The SQL of `hits`, the rows guessed right, and `named`, how many values there are. A row is guessed from the others with
 * its value, by the most common class among them. That is right for all rows of the first class where it has two more than
 * the second, and for no row otherwise: ties and rows alone are wrong.
 */
export function guessedByValue(pairs: string): string {
  const ranked = `SELECT v, n, row_number() OVER (PARTITION BY v ORDER BY n DESC) AS place FROM ${pairs}`;
  const first = (place: number) => `max(CASE WHEN place = ${place} THEN n ELSE 0 END)`;
  return `SELECT sum(CASE WHEN top - below >= 2 THEN top ELSE 0 END) AS hits, count(v) AS named
    FROM (SELECT v, ${first(1)} AS top, ${first(2)} AS below FROM (${ranked}) GROUP BY v)`;
}

/**
 * The SQL of `hits` where a row is guessed from the others with its value and with the five values before and after it: right
 * where more than half of them are of its class. Nulls have no neighbours, and neither have NaN.
 */
export function guessedInOrder(pairs: string, classes: number, { sql, isNaN: unordered }: Order): string {
  const part = `CASE WHEN v IS NULL THEN 1${unordered === undefined ? '' : ` WHEN ${unordered} THEN 2`} ELSE 0 END`;
  const each = Array.from({ length: Math.min(classes, orderedClasses) }, (_, at) => at);
  const counts = each.map((at) => `CAST(sum(CASE WHEN l = ${at} THEN n ELSE 0 END) AS BIGINT) AS c${at}`);
  const values = `SELECT part, v, CAST(sum(n) AS BIGINT) AS a, ${counts.join(', ')}
    FROM (SELECT ${part} AS part, ${sql} AS v, l, n FROM ${pairs}) GROUP BY part, v`;
  const near = (column: string) =>
    `sum(${column}) OVER (PARTITION BY part ORDER BY v ROWS BETWEEN ${reach} PRECEDING AND ${reach} FOLLOWING)`;
  const sums = each.map((at) => `${near(`c${at}`)} AS w${at}`);
  const right = each.map((at) => `CASE WHEN 2 * (w${at} - 1) > w - 1 THEN c${at} ELSE 0 END`);
  return `SELECT sum(${right.join(' + ')}) AS hits FROM (SELECT *, ${near('a')} AS w, ${sums.join(', ')} FROM (${values}))`;
}
