import type { Engine } from '../engine/engine.ts';
import type { Figures, Measurable } from '../measure/measure.ts';
import type { Sample } from '../measure/samples.ts';
import type { Finding } from '../report/verdict.ts';

/**
 * Values of failing rows of each check that did not pass, by the number of the check. Rows of a table have no order there,
 * so they have no number: each combination of values is named once, in the order of the values. One query a check.
 */
export async function takeAthenaSamples(
  engine: Engine,
  { table, projection }: Measurable,
  { measured }: Figures,
  findings: readonly Finding[],
  limit: number,
): Promise<ReadonlyMap<number, readonly Sample[]>> {
  const all = new Map<number, readonly Sample[]>();
  for (const [index, found] of measured.entries()) {
    if (found.kind !== 'rows' || found.failing === 0n || findings[index]?.status === 'passed') continue;
    const { columns, rule } = found.check;
    // of nulls there is nothing to show
    if (limit === 0 || columns.length === 0 || rule.kind === 'nullable') continue;
    const cells = columns.map((name, at) => `r${projection.place(name)} AS c${at}`).join(', ');
    const order = columns.map((_, at) => at + 1).join(', ');
    const from = projection.over(table.scan(projection.names, 'strict'));
    const rows = await engine.query(
      `SELECT DISTINCT ${cells} FROM (${from}) WHERE ${found.condition} ORDER BY ${order} LIMIT ${limit}`,
    );
    all.set(
      index,
      rows.map((row) => ({
        file: table.source.entry,
        cells: columns.map((column, at) => ({ column, value: textOf(row[`c${at}`]) })),
      })),
    );
  }
  return all;
}

const textOf = (value: unknown) => (value === null || value === undefined ? null : String(value));
