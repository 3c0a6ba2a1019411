import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { htmlReport } from '../../src/data/report/html/page.ts';
import type { Plot } from '../../src/data/report/plot.ts';
import type { ReportInput } from '../../src/data/report/report.ts';
import { finding, reportOn, sampleReport } from './report-sample.ts';

/** The texts of a page in their order, without its style. */
const texts = (page: string) =>
  page
    .replace(/<style>.*<\/style>/s, '')
    .replaceAll(/<[^>]*>/g, '\n')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
const figured = (plots: readonly Plot[]) =>
  finding('a mean', { status: 'failed', failing: 1n, figure: { value: 3, text: 'is 3', plots } });

describe('the page', () => {
  it('tells the verdict first, then every source with the worst check first', () => {
    const found = texts(htmlReport(sampleReport()));
    const order = [
      '4 of 15 checks failed, 2 warned, 1 skipped',
      '688',
      'data/train.csv',
      'bill_length_mm max',
      'contact unique',
      'readable',
      'species balance',
      'island, nest unique',
      'bill_length_mm mean',
      'Skipped: 1 check',
      'Passed: 4 checks',
      's3://penguins/2026/*.parquet',
      'What was checked',
    ];
    const places = order.map((text, at) =>
      found.indexOf(text, at === 0 ? 0 : found.indexOf(order[at - 1] ?? '')),
    );
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it('tells of a check what was asked, found and allowed, where, why, and whom to ask', () => {
    const found = texts(htmlReport(sampleReport()));
    for (const text of [
      '12 of 344 rows (3.48 %)',
      '1% before it fails, none before it warns',
      'species = &#39;Gentoo&#39; AND sex IS NOT NULL',
      'Longer bills are rare but real; many of them at once were a wrong unit in 2023.',
      'field-data@example.org',
      'release-gate',
      'checks.yml line 7',
      'First failing rows of bill_length_mm max, in data/train.csv',
      '389.5',
      '3 of 12 failing rows.',
      '3 values, the rarest in 1.453 %: &quot;Chinstrap&quot;',
      'null',
      'empty text',
      `sha256:${'c0ffee12'.repeat(8)}`,
      `sha256:${'77b2d9e6'.repeat(8)}`,
    ])
      expect(found).toContain(text);
  });

  it('passes in green words as well, with everything in view', () => {
    const page = htmlReport(reportOn([finding('a nullable'), finding('b nullable')]));
    expect(page).toContain('<title>Passed: 2 of 2 checks passed</title>');
    expect(page).toContain('<details class="lines" open>');
  });

  it('loads nothing, runs nothing, and has no style but the one that its policy names', () => {
    const page = htmlReport(sampleReport());
    const [, style = ''] = /<style>(.*)<\/style>/s.exec(page) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    expect(page).toContain(
      `content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`,
    );
    expect(page).not.toMatch(/<script|<link|<img|<iframe|<base|\bstyle="|\bsrc=|\bon[a-z]+="|url\(|@import/);
    expect([...page.matchAll(/href="([^"]*)"/g)].map(([, to]) => to)).toEqual(['#checks', '#s1', '#s2']);
  });

  it('has each id once, and headings without a gap', () => {
    const page = htmlReport(sampleReport());
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const levels = [...page.matchAll(/<h(\d)/g)].map(([, level]) => Number(level));
    expect(levels[0]).toBe(1);
    levels.reduce((before, level) => {
      expect(level - before).toBeLessThanOrEqual(1);
      return level;
    });
  });

  it('is the same bytes for the same data, but for the tokens of personal data', () => {
    const other = { ...sampleReport(), piiKey: new Uint8Array(32).fill(1) };
    expect(htmlReport(sampleReport())).toBe(htmlReport(sampleReport()));
    expect(htmlReport(other)).not.toBe(htmlReport(sampleReport()));
    const withoutTokens = (page: string) => page.replaceAll(/<code>[0-9a-f]{12}<\/code>/g, '');
    expect(withoutTokens(htmlReport(other))).toBe(withoutTokens(htmlReport(sampleReport())));
  });
});

describe('a large report', () => {
  const cells = Array.from({ length: 20 }, (_, at) => ({ column: `c${at}`, value: 'ß'.repeat(1_000) }));
  const samples = Array.from({ length: 1_000 }, (_, row) => ({ file: `${'d'.repeat(300)}.csv`, row, cells }));
  const many = (status: 'failed' | 'passed', count: number) =>
    Array.from({ length: count }, (_, at) =>
      finding(`c${at} nullable`, {
        status,
        demand: 'x'.repeat(2_000),
        ...(status === 'failed' && { failing: 1_000n, samples }),
      }),
    );

  it.each<[string, ReportInput]>([
    ['1,000 checks that failed', reportOn(many('failed', 1_000))],
    ['20,000 checks that passed', reportOn(many('passed', 20_000))],
    [
      '10,000 files',
      reportOn([], {
        sources: Array.from(
          { length: 10_000 },
          (_, at) => reportOn([], { entry: `${'d'.repeat(400)}${at}` }).sources,
        ).flat(),
      }),
    ],
  ])('stays under 2 MB: %s', (_what, input) => {
    const page = htmlReport(input);
    expect(Buffer.byteLength(page)).toBeLessThan(2_000_000);
    expect(page).toMatch(/more (of them|files|sources) are in report\.json|checks failed/);
  });

  it('leaves out no check without a word', () => {
    const page = htmlReport(reportOn(many('failed', 3_000)));
    const cards = [...page.matchAll(/<details class="check /g)].length;
    const lines = [...page.matchAll(/<li>/g)].length;
    const [, left = '0'] = /([\d,]+) more of them are in report\.json/.exec(page) ?? [];
    expect(cards).toBeGreaterThan(30);
    expect(cards + lines + Number(left.replaceAll(',', ''))).toBe(3_000);
  });
});

describe('a plot', () => {
  const categories = (count: number): Plot => ({
    kind: 'bins',
    rows: 10 * count,
    bins: Array.from({ length: count }, (_, at) => ({ value: `value-${at}`, rows: 10 })),
  });
  const numbers = (count: number): Plot => ({
    kind: 'bins',
    rows: count,
    bins: Array.from({ length: count }, (_, at) => ({ from: at, to: at + 1, rows: 1 })),
  });

  it.each<[string, Plot, number, RegExp]>([
    ['of many categories shows twenty', categories(100), 20, /80 more values not drawn/],
    ['of many numbers puts neighbours together', numbers(600), 60, /<th scope="row">590 to 600</],
    ['of nothing', { kind: 'bins', rows: 0, bins: [] }, 0, /Rows by value/],
    ['of no rows', { kind: 'bins', rows: 0, bins: [{ value: 'x', rows: 0 }] }, 1, />0 %</],
    [
      'with open ends',
      {
        kind: 'bins',
        rows: 2,
        bins: [
          { to: 1, rows: 1 },
          { from: 1, rows: 1 },
        ],
      },
      2,
      /below 1<.*1 and above</s,
    ],
  ])('%s', (_what, plot, count, text) => {
    const page = htmlReport(reportOn([figured([plot])]));
    expect([...page.matchAll(/<rect class="current"/g)]).toHaveLength(count);
    expect(page).toMatch(text);
    expect(page).not.toMatch(/NaN|Infinity|undefined/);
  });

  it.each<[string, readonly number[]]>([
    ['no earlier run', []],
    ['runs that are all the same', [3, 3, 3]],
    ['figures that are none', [Number.NaN, Number.POSITIVE_INFINITY]],
    ['very many runs', Array.from({ length: 5_000 }, (_, at) => at)],
  ])('of %s', (_what, values) => {
    const page = htmlReport(reportOn([figured([{ kind: 'series', values }])]));
    const [svg = ''] = /<svg class="plot series".*?<\/svg>/s.exec(page) ?? [];
    expect(svg).toContain('<circle class="now"');
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    expect(page.length).toBeLessThan(40_000);
  });

  it.each<[string, Partial<ReportInput> & { readonly pii?: ReadonlySet<string> }, RegExp, RegExp]>([
    ['all values', {}, /secret-1/, /^$/],
    ['their shapes, told apart by a number', { showValues: 'masked' }, /1: xxxxxx-9.*2: xxxxxx-9/s, /secret/],
    ['none', { showValues: 'none' }, />value 1</, /secret|xxxxxx/],
    ['tokens of personal data', { pii: new Set(['a']) }, />pii [0-9a-f]{12}</, /secret|xxxxxx/],
  ])('shows %s', (_what, other, expected, forbidden) => {
    const plot: Plot = {
      kind: 'bins',
      rows: 2,
      bins: [
        { value: 'secret-1', rows: 1 },
        { value: 'secret-2', rows: 1 },
      ],
    };
    const page = htmlReport(reportOn([figured([plot])], other));
    expect(page).toMatch(expected);
    expect(page).not.toMatch(forbidden);
  });

  it.each<[string, Partial<ReportInput> & { readonly pii?: ReadonlySet<string> }]>([
    ['no value is shown', { showValues: 'none' }],
    ['the column is personal data', { pii: new Set(['a']) }],
  ])('has no edges of numbers where %s', (_what, other) => {
    const plot: Plot = { kind: 'bins', rows: 1, bins: [{ from: 4_711, to: 4_713, rows: 1 }] };
    const page = htmlReport(reportOn([figured([plot])], other));
    expect(page).toContain('bin 1');
    expect(page).not.toMatch(/471[13]/);
  });
});
