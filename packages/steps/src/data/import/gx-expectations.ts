import type { Entry } from './gx-expectation.ts';
import { figures } from './gx-figures.ts';
import { rows } from './gx-rows.ts';
import { tables } from './gx-tables.ts';
import { values } from './gx-values.ts';

const order = { why: 'is about the order of the rows', instead: 'check it where the data is made' };
const distribution = { why: 'is a test of a distribution', instead: 'compare with a reference' };

/** Every expectation of 0.18 and 1.x, and what becomes of it. */
export const expectations: Readonly<Record<string, Entry>> = {
  ...values,
  ...figures,
  ...rows,
  ...tables,
  expect_column_values_to_be_increasing: order,
  expect_column_values_to_be_decreasing: order,
  expect_column_kl_divergence_to_be_less_than: distribution,
  expect_column_bootstrapped_ks_test_p_value_to_be_greater_than: distribution,
  expect_column_chisquare_test_p_value_to_be_greater_than: distribution,
  expect_column_parameterized_distribution_ks_test_p_value_to_be_greater_than: distribution,
  expect_column_pair_cramers_phi_value_to_be_less_than: distribution,
  expect_column_values_to_match_json_schema: {
    why: 'is a schema of its own',
    instead: 'check what is in the cells where they are made',
  },
  expect_column_values_to_be_dateutil_parseable: {
    why: 'takes nearly everything for a date',
    instead: 'say how the dates are written, with date-format',
  },
  expect_query_results_to_match_comparison: {
    why: 'asks a database',
    instead: 'check the result as a source',
  },
  expect_table_row_count_to_equal_other_table: {
    why: 'asks a database',
    instead: 'write row-count for each source',
  },
};
