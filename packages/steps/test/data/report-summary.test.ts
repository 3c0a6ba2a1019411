import { markdownSummary } from '@ml-ci/core';
import { describe, expect, it } from 'vitest';
import { summaryTables } from '../../src/data/report/summary.ts';
import { finding, reportOn, sampleReport } from './report-sample.ts';

const column = (name: string, tables = summaryTables(sampleReport())) =>
  tables[0]?.rows.map((row) => row[tables[0]?.columns.indexOf(name) ?? -1]);

describe('the summary', () => {
  it('says in one line how it went', () => {
    expect(summaryTables(sampleReport())[0]?.title).toBe(
      'Data checks: 8 of 15 passed, 4 failed, 2 warned, 1 skipped; 688 rows in 2 files',
    );
    expect(summaryTables(reportOn([finding('a nullable')]))[0]?.title).toBe(
      'Data checks of data/train.csv: 1 of 1 passed; 344 rows in 1 file',
    );
  });

  it('has what failed before what warned, and of those the greater share of rows first', () => {
    const failed = (name: string, failing: bigint, status: 'failed' | 'warned' = 'failed') =>
      finding(name, { status, failing });
    const [first, second] = [
      reportOn([failed('a', 3n), failed('b', 9n, 'warned')], { entry: 'x.csv' }),
      reportOn([failed('c', 7n), failed('d', 200n, 'warned')], { entry: 'y.csv' }),
    ];
    const tables = summaryTables({ ...first, sources: [...first.sources, ...second.sources] });
    expect(column('check', tables)).toEqual(['c', 'a', 'd', 'b']);
    expect(column('source', tables)).toEqual(['y.csv', 'x.csv', 'y.csv', 'x.csv']);
  });

  it('has the figure beside what was asked, the first row, and whom to ask', () => {
    const at = column('check')?.indexOf('bill_length_mm max') ?? -1;
    expect(['asked', 'found', 'first at', 'owner'].map((name) => column(name)?.[at])).toEqual([
      'at most 60',
      '12 of 344 rows (3.48 %)',
      'line 12',
      'field-data@example.org',
    ]);
    expect(column('found')).toContain('is 44.6');
  });

  it('leaves out columns that say nothing', () => {
    const [table] = summaryTables(reportOn([finding('a nullable', { status: 'failed', failing: 1n })]));
    expect(table?.columns).toEqual(['verdict', 'check', 'asked', 'found']);
  });

  it('folds what passed, with its figures', () => {
    const [, skipped, passed] = summaryTables(sampleReport());
    expect([skipped, passed].map((table) => [table?.title, table?.isFolded])).toEqual([
      ['– skipped: 1 check', true],
      ['✓ passed: 8 checks', true],
    ]);
    expect(passed?.rows[0]).toEqual(['data/train.csv', 'body_mass_g median', 'at least 3000', 'is 4050']);
  });

  it('keeps the worst where there is little room', () => {
    const many = Array.from({ length: 500 }, (_, at) =>
      finding(`c${at} nullable`, { status: 'failed', failing: BigInt(at), demand: 'x'.repeat(10_000) }),
    );
    const passed = Array.from({ length: 500 }, (_, at) => finding(`p${at} nullable`));
    const outcome = {
      step: 'validate-data',
      verdict: 'failed',
      exitCode: 1,
      durationMs: 1,
      outputs: {},
    } as const;
    const markdown = markdownSummary(outcome, summaryTables(reportOn([...many, ...passed])), {
      maxBytes: 20_000,
      rest: 'see the log',
    });
    expect(Buffer.byteLength(markdown)).toBeLessThan(20_000);
    expect(markdown).toContain('| c499 nullable |');
    expect(markdown).not.toContain('| c1 nullable |');
    expect(markdown).toMatch(/… \d+ more rows: see the log/);
  });
});
