import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { xml } from '../../src/data/report/junit.ts';
import { type ShowValues, shown } from '../../src/data/report/mask.ts';
import { sha256 } from '../../src/data/sources/digest.ts';
import { folderWith, runIn, runOn, samplesOf } from './fixture.ts';

const hostile = [
  '<script>alert(1)</script>',
  ']]>&amp;',
  '](javascript:alert(1))',
  '::error file=x::y',
  '\u0001\u001b[31mred',
  '\u202Egnp.exe',
  '%0A::set-output name=x::y',
  '"quoted" \'text\'',
  '$(touch x)',
  '\uFFFE',
];
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
    expect(samplesOf(report, 'x in')).toHaveLength(hostile.length);
    const junit = await read('.ml-ci/validate-data/junit.xml');
    for (const text of ['<script', '\u0001', '\u001b', '\uFFFE']) expect(junit).not.toContain(text);
    const tags =
      /<\/?(?:testsuites?|testcase|failure|skipped|system-out)(?: [a-z]+="[^"<>]*")*\/?>|^<\?xml .*\?>/g;
    const text = junit.replaceAll(tags, '').replaceAll(/&(?:amp|lt|gt|quot|apos|#9|#10|#13);/g, '');
    expect(text).not.toMatch(/[<>&]/);
    expect([...junit.matchAll(/<failure /g)]).toHaveLength(1);
  });

  it('go to the folder that was asked for, whole', async () => {
    const root = await folderWith({ 'd.csv': 'x\nok\n' });
    const { outcome } = await runIn(root, checks, { sources: 'd.csv', report: 'out/data' });
    expect(outcome.outputs).toMatchObject({ report: 'out/data/report.json', junit: 'out/data/junit.xml' });
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
      JSON.stringify(events),
      JSON.stringify(outcome),
    ];
    for (const text of places.slice(0, 3)) expect(text).toMatch(expected);
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

it('does not quote a value where an expression fails on it', async () => {
  const { outcome } = await runOn(
    'd.csv',
    'x\nsecret-4711\n',
    'version: 1\ncolumns: { x: { type: string } }\nexpressions: [{ sql: "x::INTEGER > 1" }]\n',
  );
  expect(outcome.error?.code).toBe('CHECK_SQL_FAILED');
  expect(JSON.stringify(outcome)).not.toContain('secret');
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
    expect(xml('a<b>&"\'\n\t\r\u0000\uD800')).toBe('a&lt;b&gt;&amp;&quot;&apos;&#10;&#9;&#13;\uFFFD\uFFFD');
  });
});
