import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseYaml } from '@ml-ci/core/yaml';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { checksJsonSchema, reportJsonSchema } from '../../src/data/json-schemas.ts';
import { jsonReport } from '../../src/data/report/report.ts';
import { folderWith, runIn, runOn } from './fixture.ts';
import { finding, reportOn, sampleReport } from './report-sample.ts';

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
const isReport = ajv.compile(reportJsonSchema());
const isChecks = ajv.compile(checksJsonSchema());
const repository = join(import.meta.dirname, '../../../..');

describe('the schema of report.json', () => {
  const checks = `version: 1
columns:
  a: { type: number, pii: true, max: { value: 2, warn: 0, fail: 90%, where: "b = 'x'", description: d, owner: o, tags: [t] } }
  b: { type: string, balance: { min: 1% }, in: [x, y] }
  c: { required: false, type: string }
  d: { type: string }
unique: [[a, b]]
row-count: { min: 1, max: 2 }
expressions: [{ sql: "a < 100" }]
`;

  it.each(['all', 'masked', 'none'])(
    'holds for a report with every status, with values as %s',
    async (show) => {
      const root = await folderWith({ 'd.csv': 'a,b\n1,x\n3,x\n3,x\n,y\n101,z\n7,x,7\n' });
      const { report } = await runIn(root, checks, { sources: 'd.csv', 'show-values': show });
      expect(new Set(report.sources[0].checks.map(({ status }: { status: string }) => status)).size).toBe(4);
      isReport(report);
      expect(isReport.errors).toBe(null);
    },
  );

  it('holds for a source that cannot be read at all', async () => {
    const { report } = await runOn('d.csv', new Uint8Array([0xff, 0xfe, 0, 0x61]), checks);
    isReport(report);
    expect(isReport.errors).toBe(null);
  });

  it('holds for a figure that JSON has no number for', () => {
    const figure = { value: Number.POSITIVE_INFINITY, text: 'is Infinity' };
    isReport(JSON.parse(jsonReport(reportOn([finding('a mean', { status: 'failed', figure })]))));
    expect((isReport.errors ?? []).map(({ instancePath }) => instancePath)).toEqual([]);
  });

  it.each<[string, (report: Record<string, unknown>) => unknown]>([
    ['a key too many', (report) => ({ ...report, more: 1 })],
    ['one too few', ({ verdict: _, ...report }) => report],
    ['another verdict', (report) => ({ ...report, verdict: 'maybe' })],
    ['a digest that is none', (report) => ({ ...report, 'data-digest': 'sha256:1' })],
  ])('does not hold for %s', (_what, change) => {
    expect(isReport(change(JSON.parse(jsonReport(sampleReport()))))).toBe(false);
  });
});

describe('the schema of a checks file', () => {
  it('holds for the example of the docs', async () => {
    const text = await readFile(join(repository, 'docs/checks.md'), 'utf8');
    const [, yaml = ''] = /```yaml\n(version: 1.*?)```/s.exec(text) ?? [];
    const { value, problems } = parseYaml(yaml, 'checks.yml');
    expect(problems).toEqual([]);
    isChecks(value);
    expect(isChecks.errors).toBe(null);
  });

  it.each([
    ['no version', '{}'],
    ['another name for a key', '{ version: 1, columns: { a: { regex: x } } }'],
    ['a severity that is none', '{ version: 1, columns: { a: { min: { value: 1, severity: bad } } } }'],
    ['a share that is none', '{ version: 1, columns: { a: { nullable: 1.5 } } }'],
  ])('does not hold for %s', (_what, yaml) => {
    expect(isChecks(parseYaml(yaml, 'checks.yml').value)).toBe(false);
  });
});
