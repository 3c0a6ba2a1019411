import { type Problem, plural, StepError, suggest } from '@ml-ci/core';
import { type ParsedYaml, parseYaml } from '@ml-ci/core/yaml';
import type { z } from 'zod';
import { type ChecksDocument, checksSchema } from './schema.ts';

/** The line of a key or value of the checks file. */
export type LineOf = (path: readonly PropertyKey[], isKey?: boolean) => number;

/** A checks file that fits its schema. */
export interface ParsedChecks {
  readonly document: ChecksDocument;
  readonly fileName: string;
  readonly lineOf: LineOf;
  /** How the type of a column is declared, where that is not as here. */
  readonly typeHint?: string;
}

type Issue = z.core.$ZodIssue;

/** What users of other tools type, and what it is called here. */
const otherNames: Readonly<Record<string, string>> = {
  dtype: 'type',
  not_null: 'nullable: false',
  'not-null': 'nullable: false',
  regex: 'matches',
  pattern: 'matches',
  str_matches: 'matches',
  isin: 'in',
  enum: 'in',
  values: 'in',
  accepted_values: 'in',
  notin: 'not-in',
  ge: 'min',
  le: 'max',
  minimum: 'min',
  maximum: 'max',
  rows: 'row-count',
  row_count: 'row-count',
  coerce: 'nothing: types are strict',
};

const largestBytes = 1_000_000;

/** Parses and checks the text of a checks file; CHECKS_INVALID lists every mistake with its line. */
export function parseChecks(source: string, fileName: string): ParsedChecks {
  const { value, lineOf } = parseDocument(source, fileName);
  return fitChecks(value, fileName, lineOf);
}

/** Parses YAML or JSON, whatever it is about. */
export function parseDocument(source: string, fileName: string): Pick<ParsedYaml, 'value' | 'lineOf'> {
  if (source.length > largestBytes) {
    throw checksInvalid(fileName, [{ name: fileName, message: 'is larger than 1 MB', place: fileName }]);
  }
  const { value, problems, lineOf } = parseYaml(source, fileName);
  if (problems.length > 0) throw checksInvalid(fileName, problems);
  return { value, lineOf };
}

/** Holds a document against the schema of checks files. */
export function fitChecks(value: unknown, fileName: string, lineOf: LineOf): ParsedChecks {
  const result = checksSchema.safeParse(value);
  if (result.success) return { document: result.data, fileName, lineOf };
  throw checksInvalid(
    fileName,
    result.error.issues
      .flatMap((issue) => plainIssues(issue, value))
      .flatMap((issue) => toProblems(issue, fileName, lineOf)),
  );
}

/** The error that lists the mistakes of a checks file. */
export function checksInvalid(fileName: string, problems: readonly Problem[]): StepError {
  return new StepError('CHECKS_INVALID', {
    message: `the checks file "${fileName}" has ${plural(problems.length, 'mistake')}`,
    fix: 'mend the lines that are named; nothing was read',
    problems,
  });
}

/** The issues of the form that was meant: of a union, the branch with the fewest mistakes. */
function plainIssues(issue: Issue, value: unknown, at: readonly PropertyKey[] = []): Issue[] {
  const path = [...at, ...issue.path];
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [{ ...issue, path }];
  const isObject = isRecord(valueAt(value, path));
  const branches = issue.errors.map((branch) => branch.flatMap((inner) => plainIssues(inner, value, path)));
  const rank = (branch: Issue[]) => (isWrongShape(branch, path) ? 1_000 : branch.length);
  const [best = []] = branches.sort((a, b) => rank(a) - rank(b));
  if (!isWrongShape(best, path) || isObject) return best;
  const wanted = branches.flat().map((inner) => ('expected' in inner ? String(inner.expected) : 'other'));
  const message = `is not ${[...new Set(wanted)].join(', ').replace(/, ([^,]*)$/, ' or $1')}`;
  return [{ code: 'custom', path, message, input: undefined }];
}

function isWrongShape(branch: readonly Issue[], path: readonly PropertyKey[]): boolean {
  return branch.some((issue) => issue.code === 'invalid_type' && issue.path.length === path.length);
}

function toProblems(issue: Issue, fileName: string, lineOf: LineOf): Problem[] {
  const path = issue.path;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      name: [...path, key].join('.'),
      message: 'is no key here',
      place: `${fileName}:${lineOf([...path, key], true)}`,
      fix: hint(key, path),
    }));
  }
  const message = issue.message.replace(/^Invalid (option|input): /, '');
  return [
    {
      name: path.length === 0 ? fileName : path.join('.'),
      message: message.charAt(0).toLowerCase() + message.slice(1),
      place: `${fileName}:${lineOf(path)}`,
    },
  ];
}

function hint(key: string, path: readonly PropertyKey[]): string {
  const other = otherNames[key.toLowerCase()];
  if (other !== undefined) return `here it is ${other}`;
  const known = keysAt(path);
  // a range was written as the check itself: what is told of a check stands beside its value
  return known.includes(key) ? `write { value: { … }, ${key}: … }` : suggest(key, known);
}

/** The keys that the schema knows at `path`. */
function keysAt(path: readonly PropertyKey[]): string[] {
  const keys = path.reduce<Set<unknown>>((schemas, key) => step(schemas, key), new Set([checksSchema]));
  return [...new Set([...keys].flatMap((schema) => Object.keys(shapeOf(schema) ?? {})))];
}

function step(schemas: Set<unknown>, key: PropertyKey): Set<unknown> {
  const next = [...schemas].flatMap((schema): unknown[] => {
    const shape = shapeOf(schema);
    if (shape !== undefined) return [shape[String(key)]];
    const definition = isRecord(schema) && isRecord(schema.def) ? schema.def : {};
    return [definition.valueType ?? definition.element];
  });
  return new Set(next.flatMap(unwrap));
}

function unwrap(schema: unknown): unknown[] {
  if (!isRecord(schema) || !isRecord(schema.def)) return [];
  const { innerType, options } = schema.def;
  if (innerType !== undefined) return unwrap(innerType);
  return Array.isArray(options) ? options.flatMap(unwrap) : [schema];
}

function shapeOf(schema: unknown): Record<string, unknown> | undefined {
  return isRecord(schema) && isRecord(schema.shape) ? schema.shape : undefined;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (node, key) => (isRecord(node) ? node[String(key)] : Array.isArray(node) ? node[Number(key)] : undefined),
    value,
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
