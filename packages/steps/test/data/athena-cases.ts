/** Rows with everything that engines read differently: NaN, infinities, nulls, decimals, text beyond ASCII, ties. */
export const rows = (seed: number, count: number) => `
  SELECT i::BIGINT AS id,
    (hash(i * 7 + ${seed}) % 1000)::INTEGER AS whole,
    CASE WHEN i % 97 = 0 THEN 'NaN'::DOUBLE WHEN i % 101 = 0 THEN 'Infinity'::DOUBLE WHEN i % 13 = 0 THEN NULL
      ELSE ((hash(i + ${seed}) % 100000) / 1000.0)::DOUBLE - 20 + i / 100.0 END AS price,
    CASE WHEN i % 89 = 0 THEN 'NaN'::FLOAT ELSE (hash(i) % 50)::FLOAT / 7 END AS weight,
    ((hash(i * 3) % 1000000) / 100.0)::DECIMAL(12, 2) AS amount,
    CASE WHEN i % 11 = 0 THEN NULL ELSE ['Adelie', 'Gentoo', 'Chinstrap', 'Ä-1', 'x' || chr(10)][(1 + hash(i * 5 + ${seed}) % 5)::INTEGER] END AS species,
    ['male', 'female'][(1 + hash(i + 3) % 2)::INTEGER] AS sex,
    hash(i) % 3 = 0 AS tagged,
    DATE '2024-01-01' + (hash(i + ${seed}) % 900)::INTEGER AS sampled,
    TIMESTAMP '2024-03-01 00:00:00' + to_milliseconds((hash(i + ${seed}) % 9000000000)::BIGINT) AS seen,
    (hash(i * 17) % 40)::INTEGER AS few
  FROM range(1, ${count} + 1) t(i)`;

/** Rows at the ends of what their types hold; `where` leaves some of them, or none. */
export const edgeRows = (where: string) => `
  SELECT * FROM (VALUES
    (9223372036854775807::BIGINT, 2147480000, 1.7976931348623157e308::DOUBLE, 3.4e38::FLOAT, 9999999999.99::DECIMAL(12, 2), '', 'male', true, DATE '0001-01-01', TIMESTAMP '1969-12-31 23:59:59.999999', 0),
    ('-9223372036854775808'::BIGINT, -2147480000, -1.7976931348623157e308::DOUBLE, -3.4e38::FLOAT, -9999999999.99::DECIMAL(12, 2), 'it''s', 'male', true, DATE '9999-12-31', TIMESTAMP '2262-04-11 23:47:16.854775', 0),
    (0, 0, -0.0::DOUBLE, -0.0::FLOAT, 0::DECIMAL(12, 2), 'Adelie', 'female', false, DATE '2024-02-29', TIMESTAMP '2024-02-29 00:00:00', 1),
    (1, 0, 0.0::DOUBLE, 0.0::FLOAT, -0.01::DECIMAL(12, 2), 'A' || chr(10), 'female', false, DATE '2024-02-29', TIMESTAMP '2024-02-29 00:00:00', 1),
    (2, 1, 5e-324::DOUBLE, 1e-45::FLOAT, 0.5::DECIMAL(12, 2), 'e\u0301', 'female', false, DATE '1970-01-01', TIMESTAMP '1970-01-01 00:00:00', 2),
    (3, 1, 0.1::DOUBLE, 0.1::FLOAT, 2.5::DECIMAL(12, 2), '\u00e9', 'male', NULL, NULL, NULL, NULL),
    (4, NULL, 'NaN'::DOUBLE, 'NaN'::FLOAT, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    (5, NULL, 'NaN'::DOUBLE, '-Infinity'::FLOAT, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    (5, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
  ) t(id, whole, price, weight, amount, species, sex, tagged, sampled, seen, few) WHERE ${where}`;

/** The columns of those rows, as a catalog has them. */
export const columns = [
  ['id', 'bigint'],
  ['whole', 'int'],
  ['price', 'double'],
  ['weight', 'float'],
  ['amount', 'decimal(12,2)'],
  ['species', 'string'],
  ['sex', 'varchar(6)'],
  ['tagged', 'boolean'],
  ['sampled', 'date'],
  ['seen', 'timestamp'],
  ['few', 'int'],
].map(([name = '', type = '']) => ({ name, type }));

/** Every kind of check, most of which fail. */
export const everyCheck = (reference: string, other: string) => `version: 1
reference: ${reference}
row-change: 20%
drift: kolmogorov-smirnov
same-columns: true
strict: true
ordered: true
row-count: { min: 10, max: 100000 }
overlap:
  - { with: ${other}, columns: [id, sex] }
  - { with: ${other}, columns: [species] }
leakage:
  - { label: species, max: 1%, min-rows: 5 }
  - { label: price, columns: [id, whole, weight, amount, few], min-rows: 5 }
  - { label: sampled, columns: [seen, id, species, sex, tagged], where: "whole < 500", min-rows: 5 }
unique:
  - [whole, sex]
columns:
  id: { type: integer, unique: true, min: 10, max: "2500", references: { source: ${other}, column: id } }
  whole:
    type: integer
    in: [1, 2, 3, 4, 5, 6]
    not-in: [7, 8]
    unique: true
    mean: { min: 600 }
    sum: { max: 10 }
    median: { min: 3 }
    quantiles: { "0.9": { max: 1 }, "0.333": { max: 5000 }, "0": { max: 0 }, "1": { max: 5 } }
    std: { max: 1 }
    distinct: { max: 3 }
    outliers: { value: { method: iqr, factor: 0.1 } }
    drift: psi
  price:
    type: number
    nullable: 1%
    min: 0
    max: 60.5
    not-in: [3.5]
    mean: { value: { min: 0, max: 1 }, where: "sex = 'male' AND price > 0" }
    median: { max: -100 }
    std: { max: 0.5 }
    sum: { min: 1e9 }
    quantiles: { "0.25": { max: -1 }, "0.99": { min: 1000 } }
    outliers: { value: { method: z-score, factor: 1.5 }, where: "tagged" }
    drift: { measure: psi, bins: equal-width }
    distinct: 4
  weight: { type: number, min: 0.3, max: 6.9, outliers: { value: { method: iqr, factor: 0.5 } }, drift: kolmogorov-smirnov }
  amount: { type: number, min: "10.25", max: "9000.50", sum: { max: 1 }, std: { max: 1 }, in: [1, 2.5], drift: wasserstein }
  species:
    type: string
    nullable: false
    matches: "^[A-Z][a-z]+$"
    length: { min: 4, max: 8 }
    in: [Adelie, Gentoo]
    not-in: [Chinstrap]
    most-common: 1%
    balance: { min: 90% }
    distinct: 2
    drift: { measure: chi-square, fail: 0.0001 }
  sex: { type: string, balance: { max: 10% }, drift: { measure: jensen-shannon, fail: 0.0001 } }
  tagged: { type: boolean, in: [true], drift: chi-square }
  sampled: { type: date, min: 2024-02-01, max: 2025-01-01, max-age: 30d }
  seen: { type: timestamp, min: "2024-03-01T12:00:00+02:00", max: "2024-04-01", max-age: 30d, unique: true, drift: wasserstein }
  few: { type: integer, drift: { measure: psi, fail: 0.00001, where: "whole < 500" }, unique: { value: true, where: "id < 30" } }
expressions:
  - { name: e1, sql: "price > 0" }
  - { name: e2, sql: "price <= 50 AND weight < 6.5" }
  - { name: e3, sql: "price BETWEEN 0 AND 40 OR price IS NULL" }
  - { name: e4, sql: "NOT (price < weight)" }
  - { name: e5, sql: "price = price" }
  - { name: e6, sql: "whole / few > 10" }
  - { name: e7, sql: "amount * 2 - 1.5 > whole + 10" }
  - { name: e8, sql: "CASE WHEN sex = 'male' THEN whole > 100 ELSE NOT tagged END" }
  - { name: e9, sql: "sampled >= DATE '2024-06-01' AND seen < TIMESTAMP '2024-05-01 10:30:00'" }
  - { name: e10, sql: "length(species || '!') > 7 AND species LIKE '%e%'" }
  - { name: e11, sql: "coalesce(price, -1) >= 0 AND species NOT IN ('Gentoo', 'x')" }
  - { name: e12, sql: "regexp_matches(species, '^[AG]\\\\w+$') IS DISTINCT FROM tagged" }
  - { name: e13, sql: "nullif(whole, 5) <> 6 AND abs(-price) >= 1 AND few NOT BETWEEN 3 AND 5" }
  - { name: e14, sql: "isfinite(price) AND year(sampled) = 2024 AND starts_with(species, 'A')" }
  - { name: e15, sql: "lower(species) = 'adelie' OR contains(species, 'C') OR CAST(whole AS DOUBLE) > 99.5" }
metrics:
  - { name: m1, sql: "count(*) FILTER (WHERE tagged) / count(*)", min: 99% }
  - { name: m2, sql: "sum(whole) / count(DISTINCT few)", max: 1 }
  - { name: m3, sql: "sum(price) FILTER (WHERE isfinite(price))", max: 1 }
  - { name: m4, sql: "avg(weight) FILTER (WHERE weight < 6.5) * 1000", max: 1, where: "whole > 3" }
  - { name: m5, sql: "sum(amount) - 0.01 * count(sex)", max: 1 }
  - { name: m6, sql: "avg(amount)", max: -1e9 }
  - { name: m7, sql: "max(price)", max: -1e300 }
  - { name: m8, sql: "min(price) FILTER (WHERE price > 0) + min(weight)", max: -1e300 }
  - { name: m9, sql: "max(amount) - min(amount) + max(few) - min(whole)", max: 1 }
  - { name: m10, sql: "date_diff('day', min(sampled), max(sampled)) + length(max(species))", max: 1 }
  - { name: m11, sql: "epoch(max(seen)) - epoch(min(seen))", max: 1 }
  - { name: m12, sql: "CASE WHEN bool_and(tagged) THEN 1 WHEN bool_or(tagged) THEN 2 ELSE 3 END", max: 0 }
  - { name: m13, sql: "median(whole) + quantile_cont(amount, 0.9)", max: 1 }
  - { name: m14, sql: "median(price) FILTER (WHERE isfinite(price))", max: -1e300 }
  - { name: m15, sql: "sum(id)", max: 0 }
  - { name: m16, sql: "avg(id) + sum(CAST(whole AS DOUBLE) * amount) + sum(amount - whole) + sum(CASE WHEN sex = 'male' THEN whole / 4 ELSE 0 END)", max: 0 }
  - { name: m17, sql: "count(price) - count_if(isnan(price)) + count(DISTINCT species)", max: 0 }
  - { name: m18, sql: "sum(price)", max: 0 }
  - { name: m19, sql: "coalesce(sum(weight) FILTER (WHERE whole < 0), -1)", max: -2 }
  - { name: m20, sql: "round(sqrt(count(*)), 3) % 2", max: -1 }
`;

/** One of each, for what is looked at by eye. */
export const fewChecks = (reference: string) => `version: 1
reference: ${reference}
unique: [[whole, sex]]
row-count: { max: 100 }
leakage: [{ label: species, columns: [price, sampled], min-rows: 50 }]
columns:
  id: { type: integer, unique: true, min: 10, references: { source: "${reference}", column: id } }
  price:
    type: number
    nullable: 1%
    max: 60.5
    mean: { max: 1 }
    std: { max: 0.5 }
    median: { max: 10 }
    quantiles: { "0.9": { max: 20 } }
    outliers: { value: { method: iqr, factor: 0.5 }, where: tagged }
    drift: { measure: psi, min-rows: 50 }
  species:
    { type: string, nullable: true, matches: "^[A-Z]\\\\w+$", length: { max: 8 }, balance: { min: 30% }, drift: { measure: chi-square, min-rows: 50 } }
  sampled: { type: date, min: 2024-02-01, max-age: 30d, drift: { measure: wasserstein, min-rows: 50 } }
  seen: { type: timestamp, min: "2024-03-01T12:00:00+02:00" }
expressions:
  - { name: cheap, sql: "price <= 50 AND species <> 'Gentoo'" }
metrics:
  - { name: income, sql: "sum(amount) / count(DISTINCT few)", max: 1 }
  - { name: weight, sql: "avg(weight) FILTER (WHERE weight < 6) + median(whole)", max: 1 }
`;
