import { aggregateKey, isQuantile } from '../engine/ask.ts';
import { type Engine, EngineError } from '../engine/engine.ts';
import { athenaDialect } from './dialect.ts';
import { numbersOf, quantileQuery } from './quantiles.ts';
import { type Cells, rowsOf } from './result.ts';
import type { Runner } from './runner.ts';

/** Athena takes 262,144 bytes of SQL. */
const mostBytes = 250_000;

/** Athena as the engine of one source. */
export interface AthenaEngine extends Engine {
  /** What its queries have read so far. */
  readonly scannedBytes: () => number;
}

/** The engine for tables of one catalog and database. Nothing is kept in Athena: what is wanted again is computed again. */
export function athenaEngine(
  runner: Runner,
  context: { readonly catalog: string; readonly database: string },
): AthenaEngine {
  const kept = new Map<string, string>();
  let scannedBytes = 0;
  const run = async (sql: string): Promise<Cells> => {
    const whole = withKept(sql, kept);
    const found = await runner.run({ ...context, sql: whole });
    scannedBytes += found.scannedBytes;
    return found;
  };
  const query: Engine['query'] = async (sql, values) => {
    if (values !== undefined) throw new Error('values stand in the SQL of Athena');
    return rowsOf(await run(sql));
  };
  return {
    dialect: athenaDialect,
    query,
    mostValues: Number.POSITIVE_INFINITY,
    async aggregate(asked, from) {
      const found = new Map<string, unknown>();
      const plain = asked.filter((ask) => !isQuantile(ask)).map(aggregateKey);
      for (const some of chunks(plain, mostBytes - withKept(from, kept).length)) {
        const [row] = await query(
          `SELECT ${some.map((sql, at) => `${sql} AS a${at}`).join(', ')} FROM (${from})`,
        );
        for (const [at, sql] of some.entries()) found.set(sql, row?.[`a${at}`]);
      }
      // one pass for all quantiles of a column
      const quantiles = asked.filter(isQuantile);
      for (const [x, some] of Map.groupBy(quantiles, (quantile) => quantile.x)) {
        const [row] = await query(
          quantileQuery(
            x,
            some.map(({ at }) => at),
            from,
          ),
        );
        for (const [at, quantile] of some.entries())
          found.set(aggregateKey(quantile), numbersOf(row, quantile.at, at));
      }
      return asked.map((ask) => found.get(aggregateKey(ask)));
    },
    keep: async (name, select) => void kept.set(name, select),
    forget: async (name) => void kept.delete(name),
    async typesOf(expressions, from) {
      const select = expressions.map((expression, at) => `${expression} AS e${at}`).join(', ');
      const { columns } = await run(`SELECT ${select} FROM (${from}) WHERE false`);
      return columns.map(({ type }) => type.toUpperCase());
    },
    close: () => undefined,
    scannedBytes: () => scannedBytes,
  };
}

/** The query with all that it names of what is kept, and what that names in turn, before it. */
function withKept(sql: string, kept: ReadonlyMap<string, string>): string {
  const names = new Set<string>();
  const collect = (text: string): void => {
    for (const name of kept.keys()) {
      if (names.has(name) || !new RegExp(`\\b${name}\\b`).test(text)) continue;
      collect(kept.get(name) ?? '');
      names.add(name);
    }
  };
  collect(sql);
  if (names.size === 0) return sql;
  return `WITH ${[...names].map((name) => `${name} AS (${kept.get(name)})`).join(', ')} ${sql}`;
}

/** Aggregates in as few queries as hold them. */
function chunks(asked: readonly string[], most: number): readonly (readonly string[])[] {
  const all: string[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const sql of asked) {
    // ` AS a123, ` besides
    const own = Buffer.byteLength(sql) + 12;
    if (own > most)
      throw new EngineError(new Error('Athena Error: one check is longer than the SQL that Athena takes'));
    if (bytes + own > most) {
      all.push([]);
      bytes = 0;
    }
    all.at(-1)?.push(sql);
    bytes += own;
  }
  return all;
}
