import type { IncomingMessage } from 'node:http';
import { readBody } from '../body.ts';
import { type Input, requiredText, text, textList } from '../input.ts';
import { parseJson } from '../protocol/json.ts';
import {
  allFormats,
  type Format,
  type PackageName,
  servedFormats,
  type VersionStatus,
  versionStatuses,
} from './model.ts';
import { normalizeProject } from './pypi/name.ts';
import { invalid } from './refusal.ts';

/** Query parameters whose name is not the member's. */
const members: Readonly<Record<string, string>> = {
  'domain-owner': 'domainOwner',
  duration: 'durationSeconds',
  'max-results': 'maxResults',
  'next-token': 'nextToken',
  'package-prefix': 'packagePrefix',
  'repository-prefix': 'repositoryPrefix',
  'administrator-account': 'administratorAccount',
  'external-connection': 'externalConnection',
  'package-group': 'packageGroup',
  'source-repository': 'sourceRepository',
  'destination-repository': 'destinationRepository',
  version: 'packageVersion',
  revision: 'packageVersionRevision',
};

/** The input of an operation: its query parameters, and the members of a JSON body. */
export async function inputOf(request: IncomingMessage, url: URL, hasJsonBody: boolean): Promise<Input> {
  const body = hasJsonBody ? parseJson(await readBody(request, 1024 * 1024)) : {};
  const query = [...url.searchParams].map(([name, value]) => [members[name] ?? name, value]);
  return { ...body, ...Object.fromEntries(query) };
}

/** A required member of this service. */
export function required(input: Input, name: string): string {
  return requiredText(input, name, 'ValidationException');
}

/** A format that has packages here. */
function formatOf(input: Input): Format {
  const word = required(input, 'format');
  const format = servedFormats.find((served) => served === word);
  if (format) return format;
  if (allFormats.some((known) => known === word))
    throw invalid(`the sandbox holds no packages of format '${word}'`);
  throw invalid(`'${word}' is not a package format`);
}

/** The package that an input names. */
export function packageOf(input: Input): PackageName {
  const format = formatOf(input);
  const { namespace, name } = coordinatesOf(input, format);
  return { format, namespace, name: format === 'pypi' ? normalizeProject(name) : name };
}

/** Namespace and name that an input gives, as they are written. */
export function coordinatesOf(input: Input, format: string) {
  const name = required(input, 'package');
  const namespace = text(input, 'namespace') || undefined;
  for (const part of [name, namespace ?? '-']) {
    if (!/^[^#/\s]{1,255}$/.test(part)) throw invalid(`'${part}' is no name of a package or namespace`);
  }
  if (namespace === undefined && ['maven', 'generic', 'swift'].includes(format)) {
    throw invalid(`namespace is required for format ${format}`);
  }
  return { format, namespace, name };
}

/** A member that is one of a few words. */
export function oneOf<const Word extends string>(
  input: Input,
  name: string,
  words: readonly Word[],
): Word | undefined {
  const given = text(input, name);
  if (given === undefined) return undefined;
  const word = words.find((known) => known === given);
  if (word === undefined) throw invalid(`${name} must be one of ${words.join(', ')}, not '${given}'`);
  return word;
}

export function statusOf(input: Input, name: string): VersionStatus | undefined {
  return oneOf(input, name, versionStatuses);
}

/** The names in `versions`: 1 to 100. */
export function versionNames(input: Input): readonly string[] {
  const names = textList(input, 'versions');
  if (names.length < 1 || names.length > 100) throw invalid('versions must have 1 to 100 members');
  return names;
}

/** One page of a list: `maxResults` (at most 1000) from the place in `nextToken`. */
export function page<T>(
  input: Input,
  items: readonly T[],
  byDefault = 100,
): { items: T[]; nextToken: string | undefined } {
  const size = wholeNumber(input, 'maxResults', 1, 1_000) ?? byDefault;
  const start = wholeNumber(input, 'nextToken', 0, Number.MAX_SAFE_INTEGER) ?? 0;
  const end = start + size;
  return { items: items.slice(start, end), nextToken: end < items.length ? String(end) : undefined };
}

/** A whole number in a range; also from the digits of a query. */
export function wholeNumber(input: Input, name: string, min: number, max: number): number | undefined {
  const raw = input[name];
  if (raw === undefined || raw === null) return undefined;
  const value = Number(raw);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw invalid(`${name} must be a whole number from ${min} to ${max}, not '${String(raw)}'`);
}
