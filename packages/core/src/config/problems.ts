import type { core } from 'zod';
import type { Problem } from '../error.ts';
import { nearest } from '../nearest.ts';

/** Where the mistakes of a document are, and which keys it could have. */
export interface ProblemPlaces {
  /** As the reader knows it: `ml-ci.yml`. */
  readonly fileName: string;
  /** Every key of the schema, for the nearest name. */
  readonly knownKeys: readonly string[];
  lineOf(path: readonly PropertyKey[]): number;
}

/** The mistakes behind one issue of a schema, with their lines and the nearest key. */
export function issueProblems(issue: core.$ZodIssue, places: ProblemPlaces): Problem[] {
  const { fileName, lineOf } = places;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      name: [...issue.path, key].join('.'),
      message: 'is no key here',
      place: `${fileName}:${lineOf([...issue.path, key])}`,
      ...keyHint(key, places.knownKeys),
    }));
  }
  return [
    { name: issue.path.join('.'), message: issueMessage(issue), place: `${fileName}:${lineOf(issue.path)}` },
  ];
}

function issueMessage(issue: core.$ZodIssue): string {
  if (issue.code !== 'invalid_type') return lowerFirst(issue.message);
  return issue.message.endsWith('received undefined') ? 'is missing' : `is not ${article(issue.expected)}`;
}

function article(expected: string): string {
  return expected === 'record' || expected === 'object'
    ? 'a map of keys and values'
    : `${/^[aeiou]/.test(expected) ? 'an' : 'a'} ${expected}`;
}

function keyHint(key: string, knownKeys: readonly string[]): { fix?: string } {
  const close = nearest(key, knownKeys);
  return close === undefined ? {} : { fix: `did you mean "${close}"?` };
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
