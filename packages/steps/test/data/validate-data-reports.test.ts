import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { xml } from '../../src/data/report/junit.ts';
import { type ShowValues, shown } from '../../src/data/report/mask.ts';
import { sha256 } from '../../src/data/sources/digest.ts';
import { folderWith, runIn, runOn, samplesOf, statuses } from './fixture.ts';
import { hostile as everyHostile } from './hostile.ts';

/** Those that a CSV file can hold. */
const hostile = everyHostile.filter((text) => text.isWellFormed() && !text.includes('\0'));

const checks = 'version: 1\ncolumns: { x: { in: [ok] } }\n';
const hostileCsv = `x\n${hostile.map((cell) => `"${cell.replaceAll('"', '""')}"\n`).join('')}`;

describe('reports', () => {
  it('are the same bytes for the same data, whenever and wherever they are made', async () => {
    const runs = [await runOn('d.csv', hostileCsv, checks), await runOn('d.csv', hostileCsv, checks)];
    const [first, second] = await Promise.all(
      runs.map((run) => run.read('.ml-ci/validate-data/report.json')),
    );
    expect(first).toBe(second);
    expect(runs[0]?.outcome.outputs['report-digest']).toBe(sha256(first ?? ''));
  });

  it('carry hostile cells as text: JUnit stays well-formed', async () => {
    const { report, read } = await runOn('d.csv', hostileCsv, checks);
    expect(statuses(report)['x in']).toEqual(['failed', hostile.length]);
    expect(samplesOf(report, 'x in')).toHaveLength(10);
    const junit = await read('.ml-ci/validate-data/junit.xml');
    for (const text of ['<script', '\u0001', '\u001b', '\uFFFE']) expect(junit).not.toContain(text);
    expect(XMLValidator.validate(junit)).toBe(true);
    expect([...junit.matchAll(/<failure /g)]).toHaveLength(1);
  });

  it('go to the folder that was asked for, whole', async () => {
    const root = await folderWith({ 'd.csv': 'x\nok\n' });
    const { outcome } = await runIn(root, checks, { sources: 'd.csv', report: 'out/data' });
    expect(outcome.outputs).toMatchObject({
      report: 'out/data/report.json',
      html: 'out/data/report.html',
      junit: 'out/data/junit.xml',
    });
    expect(await readFile(join(root, 'out/data/report.html'), 'utf8')).toContain('<title>Passed: ');
    expect((await stat(join(root, 'out/data/junit.xml'))).size).toBeGreaterThan(100);
    expect(await readFile(join(root, 'out/data/report.json'), 'utf8')).toContain('"verdict": "passed"');
  });

  it.each<[ShowValues, RegExp, RegExp]>([
    ['all', /secret-4711/, /^$/],
    ['masked', /xxxxxx-9999/, /secret|4711/],
    ['none', /reads/, /secret|4711|xxxxxx/],
  ])('show %s of the values, in every place', async (showValues, expected, forbidden) => {
    const root = await folderWith({ 'd.csv': 'x,y\nsecret-4711,1\nok,1,secret-4711\n' });
    const described =
      'version: 1\ncolumns: { x: { in: { value: [ok], description: whoever reads this } } }\n';
    const { outcome, events, read } = await runIn(root, described, {
      sources: 'd.csv',
      'show-values': showValues,
    });
    const places = [
      await read('.ml-ci/validate-data/report.json'),
      await read('.ml-ci/validate-data/junit.xml'),
      await read('.ml-ci/validate-data/report.html'),
      JSON.stringify(events),
      JSON.stringify(outcome),
    ];
    for (const text of places.slice(0, 4)) expect(text).toMatch(expected);
    for (const text of places) expect(text.replace(/^$/, 'x')).not.toMatch(forbidden);
  });
});

it('writes nothing with --plan, and still tells the verdict', async () => {
  const root = await folderWith({ 'd.csv': 'x\nbad\n' });
  const { outcome, report } = await runIn(root, checks, { sources: 'd.csv', plan: 'true' });
  expect([outcome.exitCode, outcome.plan?.length, report]).toEqual([1, 1, undefined]);
});

it('stops at once when it is cancelled, without a report', async () => {
  const root = await folderWith({ 'a.csv': 'x\nok\n', 'b.csv': 'x\nok\n' });
  const { outcome, report } = await runIn(root, checks, { sources: 'a.csv,b.csv' }, 'SIGINT');
  expect([outcome.exitCode, report]).toEqual([130, undefined]);
});

it.each([
  ['a text is no number', 'secret-4711', 'x::INTEGER > 1'],
  ['a number is too large', '99474711', 'abs(x::BIGINT::SMALLINT) = 4'],
  ['a product is too large', '94711', 'x::INTEGER * x::INTEGER % 7 = 1'],
  ['a text is no date', '4711-47-11', 'x::DATE > DATE 2000-01-01'],
])('does not quote a value where an expression fails on it: %s', async (_why, value, sql) => {
  const { outcome, events } = await runOn(
    'd.csv',
    `x\n${value}\n`,
    `version: 1\ncolumns: { x: { type: string } }\nexpressions: [{ sql: "${sql.replace('2000-01-01', "'2000-01-01'")}" }]\n`,
  );
  expect(outcome.error?.code).toBe('CHECK_SQL_FAILED');
  expect(JSON.stringify([outcome, events])).not.toMatch(/secret|4711/);
});

describe('personal data', () => {
  const content =
    'mail,n\nada@secret.example,1\nada@secret.example,2\nbob@secret.example,3\neve@secret.example,3,4\n';
  const columns =
    'mail: { type: string, pii: true, unique: true, matches: "^x", balance: { min: 90% } }, n: { type: integer }';
  const both = `version: 1\ncolumns: { ${columns} }\nexpressions: [{ sql: "mail = 'x' OR n > 9" }]\n`;

  it.each<ShowValues>(['all', 'masked', 'none'])(
    'is shown nowhere, with the values of others as %s',
    async (show) => {
      const root = await folderWith({ 'd.csv': content });
      const { outcome, events, report, read } = await runIn(root, both, {
        sources: 'd.csv',
        'show-values': show,
      });
      expect(outcome.verdict).toBe('failed');
      for (const name of ['mail unique', 'mail matches', 'mail balance', 'readable'])
        expect(statuses(report)[name]?.[0]).toBe('failed');
      const [json, junit, page] = await Promise.all(
        ['report.json', 'junit.xml', 'report.html'].map((name) => read(`.ml-ci/validate-data/${name}`)),
      );
      for (const text of [json, junit, page, JSON.stringify(events), JSON.stringify(outcome)])
        expect(text).not.toMatch(/secret|ada@|xxx@|bob|eve@/);
      const [first] = samplesOf(report, 'mail unique');
      expect(first).toMatchObject(
        show === 'none' ? { row: 1 } : { row: 1, values: [{ column: 'mail', pii: true }] },
      );
    },
  );

  it('is told apart by tokens in what people read, which are others in every run', async () => {
    const runs = [await runOn('d.csv', content, both), await runOn('d.csv', content, both)];
    const tokens = await Promise.all(
      runs.map(async ({ read }) => {
        const page = await read('.ml-ci/validate-data/report.html');
        const [, table = ''] = /First failing rows of mail unique(.*?)<\/table>/s.exec(page) ?? [];
        return [...table.matchAll(/<code>([0-9a-f]{12})<\/code>/g)].map(([, token]) => token);
      }),
    );
    expect(tokens[0]).toHaveLength(2);
    expect(tokens[0]?.[0]).toBe(tokens[0]?.[1]);
    expect(tokens[1]?.[0]).not.toBe(tokens[0]?.[0]);
    expect(runs[0]?.outcome.summary).toMatch(/pii [0-9a-f]{12}/);
  });

  it.each<[string, string, boolean]>([
    ['a source says more of the column', '{ n: { type: string, matches: "^x" } }', true],
    ['a source says that it is none', '{ n: { type: string, matches: "^x", pii: false } }', false],
    ['its name is written in capitals', '{ N: { type: string, matches: "^x" } }', true],
  ])('stays what it is where %s', async (_rule, columns, isPii) => {
    const name = columns.includes('N') ? 'N' : 'n';
    const { report } = await runOn(
      'd.csv',
      `${name}\nsecret\n`,
      `version: 1\ncolumns: { n: { type: string, pii: true, required: false } }\nsources: { d.csv: { columns: ${columns} } }\n`,
    );
    expect(samplesOf(report, `${name} matches`)).toMatchObject([
      { values: [{ column: name, ...(isPii ? { pii: true } : { value: 'secret' }) }] },
    ]);
  });

  it('is in no figure that is itself a value', async () => {
    const { outcome, events, report, read } = await runOn(
      'd.csv',
      'n,at\n4711,2001-02-03\n4711,2001-02-03\n',
      `version: 1
columns:
  n: { type: integer, pii: true, median: { max: 1 }, quantiles: { "1": { max: 9999 } }, mean: { max: 5000 } }
  at: { type: date, pii: true, max-age: 1d }
`,
    );
    expect(statuses(report)).toMatchObject({ 'n median': ['failed', 1], 'at max-age': ['failed', 1] });
    const checks: { check: string; figure?: number }[] = report.sources[0].checks;
    expect(checks.filter(({ figure }) => figure !== undefined).map(({ check }) => check)).toEqual(['n mean']);
    const rest = checks.filter(({ check }) => check !== 'n mean');
    const texts = [JSON.stringify(rest), JSON.stringify(events.filter(({ type }) => type === 'annotation'))];
    const page = await read('.ml-ci/validate-data/report.html');
    for (const text of [...texts, outcome.summary, page])
      expect(text.replaceAll('is 4711', '')).not.toMatch(/4711|2001-02|newest is/);
  });

  it('changes no digest: the JSON report has no tokens', async () => {
    const runs = [await runOn('d.csv', content, both), await runOn('d.csv', content, both)];
    const [first, second] = runs.map(({ outcome }) => outcome.outputs['report-digest']);
    expect(first).toBe(second);
  });
});

it('shows values to who runs it, and shapes where others read along', async () => {
  const shared = await runIn(
    await folderWith({ 'd.csv': 'x\nbad-7\n' }),
    checks,
    { sources: 'd.csv' },
    undefined,
    true,
  );
  const own = await runOn('d.csv', 'x\nbad-7\n', checks);
  expect([own.report['show-values'], shared.report['show-values']]).toEqual(['all', 'masked']);
});

describe('annotations', () => {
  it('name file and line, the first row of every check before the second of any, ten at most of a level', async () => {
    const rows = Array.from({ length: 20 }, (_, row) => `${row === 7 ? 'x' : 1},-1,-1\n`).join('');
    const columns =
      'columns: { a: { type: integer }, b: { min: 0 }, c: { min: { value: 0, severity: warn } } }';
    const { events } = await runOn('d.csv', `a,b,c\n${rows}`, `version: 1\n${columns}\nrow-count: 1\n`);
    const annotations = events.flatMap((event) => (event.type === 'annotation' ? [event] : []));
    expect(annotations.filter(({ level }) => level === 'error')).toHaveLength(10);
    expect(annotations.filter(({ level }) => level === 'warning')).toHaveLength(10);
    expect(annotations.slice(0, 3)).toMatchObject([
      { file: 'd.csv', line: 2, title: 'd.csv: b min' },
      { file: 'checks.yml', line: 3, title: 'd.csv: row-count' },
      { file: 'd.csv', line: 9, title: 'd.csv: a type' },
    ]);
  });
});

describe('the values of a report', () => {
  it.each<[string, string | null, ShowValues, string | null | undefined]>([
    ['as they are', 'Adélie 12', 'all', 'Adélie 12'],
    ['as a shape', 'Adélie 12', 'masked', 'Xxxxxx 99'],
    ['as a shape, whatever the script', 'Жук 日本 ٣ 👍', 'masked', 'Xxx xx 9 ?'],
    ['not at all', 'x', 'none', undefined],
    ['null stays null', null, 'masked', null],
    ['no null either', null, 'none', undefined],
    ['cut', 'x'.repeat(300), 'all', `${'x'.repeat(200)}…`],
  ])('%s', (_rule, value, show, expected) => expect(shown(value, show)).toBe(expected));

  it('are text in XML', () => {
    expect(xml('a<b>&"\'\n\t\r\u0000\uD800')).toBe(
      'a&lt;b&gt;&amp;&quot;&apos;&#10;&#9;&#13;⟨U+0000⟩⟨U+D800⟩',
    );
  });
});
