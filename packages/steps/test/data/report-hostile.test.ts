import { githubHost, markdownSummary, visible } from '@ml-ci/core';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { annotations } from '../../src/data/report/annotations.ts';
import { htmlReport } from '../../src/data/report/html/page.ts';
import { junitReport } from '../../src/data/report/junit.ts';
import { jsonReport, type ReportInput } from '../../src/data/report/report.ts';
import { summaryTables } from '../../src/data/report/summary.ts';
import { hostile } from './hostile.ts';
import { finding, reportOn } from './report-sample.ts';

/** A report in which the text is everything that a text can be. */
function reportWith(text: string): ReportInput {
  const told = {
    failing: 1n,
    description: text,
    owner: text,
    tags: [text],
    where: text,
    demand: text,
    columns: [text],
    samples: [{ file: text, row: 1, line: 2, cells: [{ column: text, value: text }], reason: text }],
  };
  const plots = [{ kind: 'bins' as const, rows: 1, bins: [{ value: text, rows: 1 }] }];
  const input = reportOn(
    [
      finding(`${text} failed`, { ...told, status: 'failed' }),
      finding(`${text} warned`, {
        ...told,
        status: 'warned',
        figure: { value: 1, text: 'is 1', named: text, plots },
      }),
      finding(`${text} skipped`, { status: 'skipped', message: text }),
      finding(`${text} passed`, { demand: text }),
    ],
    { entry: text, checksFile: { name: text, digest: 'sha256:0' } },
  );
  return { ...input, sources: [...input.sources, ...reportOn([], { entry: `${text} 2` }).sources] };
}

/** Controls but for tab and line ends, halves of characters, and what turns or hides text. */
const unseen = /(?![\t\n\r])[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\u200b\u202a-\u202e\u2066-\u2069\ufeff]/u;
const short = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

describe.each(hostile.map((text) => [JSON.stringify(short(text)), text]))('%s', (_name, text) => {
  it('is text in HTML', () => {
    const page = htmlReport(reportWith(text)).replace(/<style>.*?<\/style>/s, '');
    expect(page).not.toMatch(unseen);
    const tag =
      /<(?:!doctype html|\/?(?:html|head|meta|title|body|a|header|div|p|h1|h2|h3|span|svg|rect|path|g|text|circle|dl|dt|dd|nav|ol|ul|li|main|section|details|summary|table|caption|thead|tbody|tr|th|td|samp|code|em|figure|figcaption)(?: [\w-]+(?:="[^"<>]*")?)*\/?)>/g;
    expect(page.replaceAll(tag, '')).not.toMatch(/[<>]/);
    expect(page.replaceAll(/"[^"]*"/g, '')).not.toMatch(/<[^>]* (?:on\w+|style|src)=/);
    expect([...page.matchAll(/href="([^"]*)"/g)].map(([, to]) => to)).toEqual(['#checks', '#s1', '#s2']);
    expect(Buffer.byteLength(page)).toBeLessThan(100_000);
  });

  it('is text in XML, and comes back as it is shown', () => {
    const junit = junitReport(reportWith(text));
    expect(junit).not.toMatch(unseen);
    expect(XMLValidator.validate(junit)).toBe(true);
    const parser = new XMLParser({
      ignoreAttributes: false,
      parseAttributeValue: false,
      trimValues: false,
      htmlEntities: true,
      processEntities: { enabled: true, maxTotalExpansions: 1e9, maxExpandedLength: 1e9 },
    });
    const [suite] = parser.parse(junit).testsuites.testsuite;
    expect(suite['@_name']).toBe(visible(text));
    expect(suite.testcase.map((each: Record<string, string>) => each['@_name'])).toEqual(
      ['failed', 'warned', 'skipped', 'passed'].map((status) => `${visible(text)} ${status}`),
    );
    expect(suite.testcase[0].failure['#text']).toContain(visible(text));
  });

  it('is text in Markdown: a line of a table stays a line', () => {
    const tables = summaryTables(reportWith(text));
    const outcome = {
      step: 'validate-data',
      verdict: 'failed',
      exitCode: 1,
      durationMs: 1,
      outputs: {},
    } as const;
    const markdown = markdownSummary(outcome, tables);
    expect(markdown).not.toMatch(unseen);
    const plain = markdown
      .replaceAll(/<details><summary>|<\/summary>|<\/details>/g, '')
      .replaceAll(/\\[\s\S]/g, '');
    expect(plain).not.toMatch(/<|`|\]\(|!\[/);
    const rows = plain.split('\n').filter((line) => line.startsWith('|'));
    expect(rows).toHaveLength(tables.reduce((sum, table) => sum + table.rows.length + 2, 0));
    const widths = tables.flatMap(({ columns, rows: lines }) =>
      Array(lines.length + 2).fill(columns.length + 1),
    );
    expect(rows.map((row) => [...row].filter((character) => character === '|').length)).toEqual(widths);
  });

  it('is text in annotations and in the log: no line of it is a command', async () => {
    const written: string[] = [];
    const host = githubHost({ env: {}, cwd: '/', stdout: { write: (line) => written.push(line) } });
    const input = reportWith(text);
    for (const annotation of annotations(input)) host.emit({ type: 'annotation', ...annotation });
    for (const table of summaryTables(input)) host.emit({ type: 'table', ...table });
    await host.finish({
      step: 'validate-data',
      verdict: 'failed',
      reason: 'no',
      exitCode: 1,
      durationMs: 1,
      outputs: {},
      summary: '',
    });
    const lines = written.join('').split('\n');
    expect(lines.join('')).not.toMatch(unseen);
    let token: string | undefined;
    const commands = lines.filter((line) => {
      const [, opened] = /^::stop-commands::(\S+)$/.exec(line) ?? [];
      if (token !== undefined) {
        if (line === `::${token}::`) token = undefined;
        return false;
      }
      token = opened;
      return opened === undefined && /^\s*(?:::|##\[)/.test(line);
    });
    // why the run failed, the check that failed, and the one that warned
    expect(commands).toHaveLength(3);
    for (const line of commands) expect(line).toMatch(/^::(?:error|warning) title=/);
  });

  it('is the same text in JSON, however long', () => {
    const report = JSON.parse(jsonReport(reportWith(text)));
    expect(report.sources[0].source).toBe(text);
    expect(report.sources[0].checks[0].description).toBe(text);
  });
});
