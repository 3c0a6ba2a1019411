import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { junitReport } from '../../src/data/report/junit.ts';
import { folderWith } from './fixture.ts';
import { hostile } from './hostile.ts';
import { finding, reportOn, sampleReport } from './report-sample.ts';

const schema = join(import.meta.dirname, 'junit.xsd');

/** What libxml2 has against a document; empty where it is well-formed and valid. */
async function complaints(xml: string): Promise<string> {
  const root = await folderWith({});
  const path = join(root, 'junit.xml');
  await writeFile(path, xml);
  return promisify(execFile)('xmllint', ['--noout', '--nonet', '--huge', '--schema', schema, path]).then(
    () => '',
    (error: { readonly stderr: string }) => error.stderr,
  );
}

describe('the JUnit report', () => {
  it('is valid with every status', async () => {
    expect(await complaints(junitReport(sampleReport()))).toBe('');
  });

  it('is valid with texts that no XML may hold', async () => {
    const findings = hostile.flatMap((text) =>
      (['failed', 'warned', 'skipped', 'passed'] as const).map((status) =>
        finding(`${text} ${status}`, {
          status,
          failing: 1n,
          message: text,
          description: text,
          owner: text,
          demand: text,
          samples: [{ file: text, row: 1, cells: [{ column: text, value: text }], reason: text }],
        }),
      ),
    );
    expect(await complaints(junitReport(reportOn(findings, { entry: hostile.join('') })))).toBe('');
  });

  it.each([
    ['is not well-formed', (xml: string) => xml.replace('</testsuites>', '')],
    ['has an attribute that nobody knows', (xml: string) => xml.replace('<testcase ', '<testcase rows="1" ')],
    ['lacks one', (xml: string) => xml.replace(' skipped="1"', '')],
    [
      'has an element in the wrong place',
      (xml: string) => xml.replace('</testsuite>', '<failure/></testsuite>'),
    ],
  ])('is told from one that %s', async (_what, breakIt) => {
    expect(await complaints(breakIt(junitReport(sampleReport())))).not.toBe('');
  });
});
