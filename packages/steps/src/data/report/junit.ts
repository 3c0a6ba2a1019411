import { visible } from '@ml-ci/core';
import type { Reported, ReportInput } from './report.ts';
import { placeOf, tellFound, tellSample } from './tell.ts';
import { total } from './verdict.ts';
import { forMachines, type Visibility } from './visibility.ts';

/** The report as JUnit XML: a suite for each source, a case for each check. A warning is a passed case with a note. */
export function junitReport(input: ReportInput): string {
  const { checks, failed, skipped } = total(input.sources);
  const suites = input.sources.map((source) => {
    const { entry, findings } = source;
    const count = (status: string) => findings.filter((finding) => finding.status === status).length;
    const cases = findings.map((finding) => testCase(entry, finding, forMachines(input, source)));
    return [
      `  <testsuite name="${xml(entry)}" tests="${findings.length}" failures="${count('failed')}" errors="0" skipped="${count('skipped')}" time="0">`,
      ...cases,
      '  </testsuite>',
    ].join('\n');
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${xml(input.scope === 'all' ? 'validate-data' : `validate-data, ${input.scope} only`)}" tests="${checks}" failures="${failed}" errors="0" skipped="${skipped}" time="0">`,
    ...suites,
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase(entry: string, finding: Reported, visibility: Visibility): string {
  const { check, status } = finding;
  const message = tellFound(finding, visibility);
  const open = `    <testcase classname="${xml(entry)}" name="${xml(check.name)}" time="0"`;
  if (status === 'passed') return `${open}/>`;
  if (status === 'skipped') return `${open}><skipped message="${xml(message)}"/></testcase>`;
  const lines = [
    `${check.demand}: ${message}`,
    check.description ?? '',
    check.owner === undefined ? '' : `owner: ${check.owner}`,
    ...finding.samples.map((sample) => `${placeOf(sample)}: ${tellSample(sample, visibility)}`),
  ];
  const body = xml(lines.filter((line) => line !== '').join('\n'));
  return status === 'failed'
    ? `${open}><failure type="${xml(check.rule.kind)}" message="${xml(message)}">${body}</failure></testcase>`
    : `${open}><system-out>${xml('warning: ')}${body}</system-out></testcase>`;
}

/** Text for XML 1.0, in an attribute or an element. What no XML may hold, and what hides, is there by its number. */
export function xml(text: string): string {
  return visible(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;')
    .replaceAll('\r', '&#13;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\t', '&#9;');
}
