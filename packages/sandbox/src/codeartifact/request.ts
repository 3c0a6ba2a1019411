import type { IncomingMessage } from 'node:http';
import { readBody } from '../body.ts';
import { type Input, requiredText, text } from '../input.ts';
import { parseJson } from '../protocol/json.ts';
import { allFormats, type Format, servedFormats, type VersionStatus, versionStatuses } from './model.ts';
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
export function packageOf(input: Input, format: Format = formatOf(input)) {
  const name = required(input, 'package');
  const namespace = text(input, 'namespace') || undefined;
  return { format, namespace, name: format === 'pypi' ? normalizeProject(name) : name };
}

export function statusOf(input: Input, name: string): VersionStatus | undefined {
  const word = text(input, name);
  if (word === undefined) return undefined;
  const status = versionStatuses.find((known) => known === word);
  if (!status) throw invalid(`'${word}' is not a status of a package version`);
  return status;
}

/** One page of a list: `maxResults` (at most 1000) from the place in `nextToken`. */
export function page<T>(input: Input, items: readonly T[]): { items: T[]; nextToken: string | undefined } {
  const size = wholeNumber(input, 'maxResults', 1, 1_000) ?? 100;
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
