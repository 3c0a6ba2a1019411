import { asNumber, asRecord, asText } from './record.ts';
import { duplicate, type Entry, failedRows, metric, rowsOf, twice, wrong } from './soda-checks.ts';
import { rangeOfThreshold } from './soda-threshold.ts';
import { columnOf, putCheck, putTable } from './target.ts';

const units: Readonly<Record<string, string>> = { minute: 'm', hour: 'h', day: 'd' };

/** The checks of a contract that stand under no column. */
export const datasetChecks: Readonly<Record<string, Entry>> = {
  row_count: {
    keys: ['threshold', 'filter'],
    convert(target, check) {
      const { own, path, where, description } = check;
      if (where !== undefined || own.filter !== undefined)
        return { why: 'counts some of the rows', instead: 'write a source of these rows' };
      const found = rangeOfThreshold(own.threshold ?? { must_be_greater_than: 0 }, true);
      if ('why' in found) return found;
      const value = { ...found.range, min: Math.max(0, found.range.min ?? 0) };
      const options = { ...found.options, ...(description === undefined ? {} : { description }) };
      return putTable(target, 'row-count', value, { options, from: path }) ? undefined : twice;
    },
  },
  schema: {
    keys: ['allow_extra_columns', 'allow_other_column_order', 'threshold'],
    convert(target, { own, path }) {
      if (own.threshold !== undefined) return wrong;
      if (own.allow_extra_columns !== true) putTable(target, 'strict', true, { from: path });
      if (own.allow_other_column_order !== true) putTable(target, 'ordered', true, { from: path });
      target.imported.add(JSON.stringify(path));
      return undefined;
    },
  },
  freshness: {
    keys: ['column', 'threshold', 'filter'],
    convert(target, check) {
      const { own, path } = check;
      const name = asText(own.column);
      const threshold = asRecord(own.threshold) ?? {};
      const most = asNumber(threshold.must_be_less_than_or_equal) ?? asNumber(threshold.must_be_less_than);
      const unit = units[asText(threshold.unit) ?? 'hour'];
      const stray = Object.keys(threshold).some(
        (key) => !/^(unit|level|must_be_less_than(_or_equal)?)$/.test(key),
      );
      if (name === undefined || most === undefined || unit === undefined || stray || !Number.isInteger(most))
        return { why: 'is no greatest age in whole units', instead: 'write max-age' };
      const column = columnOf(target, name, path, { nullable: true });
      if (column.type === undefined) {
        column.type = 'timestamp';
        column['date-format'] = 'ISO8601';
      }
      const options = {
        ...(threshold.level === 'warn' ? { severity: 'warn' as const } : {}),
        ...rowsOf(check),
      };
      return putCheck(target, name, 'max-age', `${most}${unit}`, { options, from: path }) ? undefined : twice;
    },
  },
  duplicate,
  failed_rows: failedRows,
  metric,
};
