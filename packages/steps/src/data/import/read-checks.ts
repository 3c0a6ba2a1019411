import { type Problem, plural, StepError } from '@ml-ci/core';
import { fitChecks, type LineOf, type ParsedChecks, parseDocument } from '../checks/document.ts';
import { fromGreatExpectations } from './gx.ts';
import { fromPandera } from './pandera.ts';
import { asRecord } from './record.ts';
import { fromSoda } from './soda.ts';
import type { Target, Unsupported } from './target.ts';

/** A checks file, ours or that of another tool. */
export interface ReadChecks extends ParsedChecks {
  readonly imported?: Imported;
}

/** What was made of the file of another tool. */
export interface Imported {
  /** `Great Expectations suite`. */
  readonly from: string;
  /** How many of its rules are checks now. */
  readonly count: number;
  readonly unsupported: readonly Unsupported[];
  readonly target: Target;
  /** Where something stands in the file of the other tool. */
  readonly lineOf: LineOf;
}

interface Format {
  readonly name: string;
  readonly is: (document: Readonly<Record<string, unknown>>) => boolean;
  readonly convert: (document: Readonly<Record<string, unknown>>) => Target;
  /** How it says what a column holds. */
  readonly typeHint: string;
}

/** What a file is, is told by what it holds. */
const formats: readonly Format[] = [
  {
    name: 'pandera schema',
    is: ({ schema_type }) => schema_type === 'dataframe',
    convert: fromPandera,
    typeHint: 'give the column its dtype',
  },
  {
    name: 'Great Expectations suite',
    is: ({ expectations }) => Array.isArray(expectations),
    convert: fromGreatExpectations,
    typeHint: 'say what it holds, with expect_column_values_to_be_of_type',
  },
  {
    name: 'Soda contract',
    is: ({ dataset, columns, checks }) =>
      typeof dataset === 'string' && (Array.isArray(columns) || Array.isArray(checks)),
    convert: fromSoda,
    typeHint: 'give the column its data_type',
  },
];

/** Reads a checks file. One of another tool is converted, and goes on as if it were written by hand. */
export function readChecks(source: string, fileName: string): ReadChecks {
  const { value, lineOf } = parseDocument(source, fileName);
  const document = asRecord(value) ?? {};
  const format = formats.find(({ is }) => is(document));
  if (format === undefined) return fitChecks(value, fileName, lineOf);
  const target = format.convert(document);
  const checks = fitChecks(documentOf(target), fileName, through(target, lineOf));
  const { imported, unsupported } = target;
  return {
    ...checks,
    typeHint: format.typeHint,
    imported: { from: format.name, count: imported.size, unsupported, target, lineOf },
  };
}

/** True for the file of another tool. */
export function isImported(checks: ReadChecks): checks is ReadChecks & { readonly imported: Imported } {
  return checks.imported !== undefined;
}

/** The checks document that an import wrote, with its parts in the order in which people read them. */
export function documentOf({
  columns,
  table,
  unique,
  expressions,
  metrics,
}: Target): Record<string, unknown> {
  const { csv, ...others } = table;
  const parts = {
    version: 1,
    columns:
      columns.size === 0
        ? undefined
        : Object.fromEntries([...columns].map(([name, each]) => [name, clean(each)])),
    unique: unique.length === 0 ? undefined : unique,
    ...others,
    expressions: expressions.length === 0 ? undefined : expressions,
    metrics: metrics.length === 0 ? undefined : metrics,
    csv,
  };
  return clean(parts);
}

function clean(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

/** The line of the other tool's file that a part of the document comes from. */
function through({ origins }: Target, lineOf: LineOf): LineOf {
  return (path) => {
    for (let length = path.length; length > 0; length -= 1) {
      const from = origins.get(JSON.stringify(path.slice(0, length)));
      if (from !== undefined) return lineOf(from);
    }
    return 1;
  };
}

/** What has no equal, one line each. */
export function unsupportedIn({ imported, fileName }: ReadChecks): readonly Problem[] {
  return (imported?.unsupported ?? []).map(({ path, what, why, instead }) => ({
    name: what,
    message: why,
    place: `${fileName}:${imported?.lineOf(path) ?? 1}`,
    fix: instead,
  }));
}

/** Throws where rules would be lost. */
export function assertSupported(checks: ReadChecks): void {
  const problems = unsupportedIn(checks);
  if (problems.length === 0) return;
  throw new StepError('CHECKS_UNSUPPORTED', {
    message: `the ${checks.imported?.from} "${checks.fileName}" has ${plural(problems.length, 'rule')} without an equal here`,
    fix: ({ input }) =>
      `write them in other words, or leave them out with ${input('allow-unsupported', 'true')}`,
    problems,
  });
}
