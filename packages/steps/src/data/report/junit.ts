import { placeOf, tellSample } from './present.ts';
import type { ReportInput, SourceResult } from './report.ts';
import { total } from './verdict.ts';

type Reported = SourceResult['findings'][number];

/** The report as JUnit XML: a suite for each source, a case for each check. A warning is a passed case with a note. */
export function junitReport({ sources, showValues }: ReportInput): string {
  const { checks, failed, skipped } = total(sources);
  const suites = sources.map(({ entry, findings }) => {
    const count = (status: string) => findings.filter((finding) => finding.status === status).length;
    const cases = findings.map((finding) => testCase(entry, finding, showValues));
    return [
      `  <testsuite name="${xml(entry)}" tests="${findings.length}" failures="${count('failed')}" errors="0" skipped="${count('skipped')}" time="0">`,
      ...cases,
      '  </testsuite>',
    ].join('\n');
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="validate-data" tests="${checks}" failures="${failed}" errors="0" skipped="${skipped}" time="0">`,
    ...suites,
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase(entry: string, finding: Reported, showValues: ReportInput['showValues']): string {
  const { check, status, message = '' } = finding;
  const open = `    <testcase classname="${xml(entry)}" name="${xml(check.name)}" time="0"`;
  if (status === 'passed') return `${open}/>`;
  if (status === 'skipped') return `${open}><skipped message="${xml(message)}"/></testcase>`;
  const lines = finding.samples.map((sample) => `${placeOf(sample)}: ${tellSample(sample, showValues)}`);
  const body = xml(
    [`${check.demand}: ${message}`, check.description ?? '', ...lines]
      .filter((line) => line !== '')
      .join('\n'),
  );
  return status === 'failed'
    ? `${open}><failure type="${check.rule.kind}" message="${xml(message)}">${body}</failure></testcase>`
    : `${open}><system-out>${xml('warning: ')}${body}</system-out></testcase>`;
}

/** Text for XML 1.0, in an attribute or an element. What no XML may hold becomes U+FFFD. */
export function xml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;')
    .replaceAll('\r', '&#13;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\t', '&#9;');
}
