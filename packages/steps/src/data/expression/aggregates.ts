/** The aggregates of a metric. Each has one result for the same rows, in whichever order and by however many threads they are read. */
const aggregateNames = [
  'count',
  'count_if',
  'min',
  'max',
  'bool_and',
  'bool_or',
  'sum',
  'avg',
  'median',
  'quantile_cont',
] as const;
export type AggregateName = (typeof aggregateNames)[number];

/** The other names that the engine has for them. */
const otherNames: Readonly<Record<string, AggregateName>> = {
  count_star: 'count',
  countif: 'count_if',
  mean: 'avg',
};

/** The aggregate that a function of SQL is; undefined for all others. */
export function aggregateOf(functionName: string): AggregateName | undefined {
  const name = functionName.toLowerCase();
  return aggregateNames.find((known) => known === name) ?? otherNames[name];
}

const spread = 'the check std of a column has the standard deviation';
const extreme = 'write min or max: which value is the first depends on the order of the rows';
const exact = 'write sum: its result is the same in any order';

/** What to write instead of an aggregate that is refused. */
const instead: Readonly<Record<string, string>> = {
  any_value: extreme,
  approx_count_distinct: 'write count(DISTINCT …), which is exact',
  approx_quantile: 'write quantile_cont, which is exact',
  arbitrary: extreme,
  favg: 'write avg: its result is the same in any order',
  first: extreme,
  fsum: exact,
  kahan_sum: exact,
  last: extreme,
  mode: 'the check most-common of a column has the share of the most common value',
  quantile: 'write quantile_cont',
  quantile_disc: 'write quantile_cont',
  reservoir_quantile: 'write quantile_cont, which is exact',
  stddev: spread,
  stddev_pop: spread,
  stddev_samp: spread,
  sum_no_overflow: exact,
  sumkahan: exact,
  var_pop: spread,
  var_samp: spread,
  variance: spread,
};

/** The nearest that may stand in the place of a function that may not. */
export function insteadOf(functionName: string): string {
  const name = functionName.toLowerCase();
  if (/^(arg_?(max|min)|(max|min)_by)/.test(name)) return 'write max or min of the value itself';
  if (/^(list|array_agg|string_agg|group_concat|listagg|histogram)/.test(name))
    return 'write count(DISTINCT …), min or max: a list is no figure';
  return instead[name] ?? `write it with ${aggregateNames.join(', ')} and deterministic functions`;
}
