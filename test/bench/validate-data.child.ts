// What `validate-data` is held against: the engine alone, with one query. `create FILE ROWS`, `query FILE`, `one`.
import { DuckDBInstance } from '@duckdb/node-api';

const [what, file = '', rows = '0'] = process.argv.slice(2);

const create = `COPY (
  SELECT i AS id, TIMESTAMP '2024-01-01' + to_seconds(i % 31536000) AS made_at,
    (hash(i) % 1000000) / 100.0::DOUBLE AS amount, (hash(i + 1) % 100)::INTEGER AS quantity,
    ['red', 'green', 'blue', 'black', 'white'][(1 + hash(i + 2) % 5)::BIGINT] AS colour,
    'user' || (hash(i + 3) % 1000000) || '@example.org' AS email,
    CASE WHEN hash(i + 4) % 100 = 0 THEN NULL ELSE (hash(i + 5) % 1000) / 1000.0 END::DOUBLE AS score
  FROM range(${Number(rows)}) t(i)
) TO '${file}' (FORMAT parquet)`;

/** The figures of the checks in validate-data.ts, as one writes them by hand. */
const query = `SELECT count(*), count(DISTINCT id), count_if(id IS NULL), count_if(id < 0),
    count_if(made_at < TIMESTAMP '2024-01-01'), count_if(amount < 0), count_if(amount > 10000),
    count_if(quantity > 100), count_if(colour NOT IN ('red', 'green', 'blue', 'black', 'white')),
    count_if(NOT regexp_matches(email, '^[^@]+@[^@]+$')), count_if(score IS NULL), count_if(score > amount + 1)
  FROM read_parquet('${file}')`;

const instance = await DuckDBInstance.create(':memory:');
const connection = await instance.connect();
await connection.runAndReadAll(what === 'create' ? create : what === 'query' ? query : 'SELECT 1');
connection.closeSync();
instance.closeSync();
