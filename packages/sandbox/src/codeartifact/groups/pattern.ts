import { allFormats } from '../model.ts';

/** A package by its coordinates, of any format of the API. */
export interface Coordinates {
  readonly format: string;
  readonly namespace: string | undefined;
  readonly name: string;
}

/** STRONG is the pattern to the letter; WEAK is a variation of it, which is associated and blocked. */
export type Association = 'STRONG' | 'WEAK';

const withoutNamespace: readonly string[] = ['pypi', 'nuget', 'ruby', 'cargo'];
const withNamespace: readonly string[] = ['maven', 'generic', 'swift'];
const wordCharacter = /[\p{L}\p{N}\p{M}]/u;

/**
 * Why a text is no pattern of a package group; undefined where it is one. A pattern is the path of a package,
 * `/format/namespace/name`, cut somewhere: `$` ends a whole path, `~` a word of it, `*` follows what is no word.
 */
export function patternProblem(pattern: string): string | undefined {
  if (pattern === '/*') return undefined;
  if (pattern.length > 520 || /[\p{C}\s]/u.test(pattern)) return 'it is too long, or has spaces';
  const [, format = '', rest = ''] = /^\/([^/]+)\/(.*)$/.exec(pattern) ?? [];
  if (!allFormats.some((known) => known === format)) return `'${format}' is not a package format`;
  const [namespace = '', name, ...more] = rest.slice(0, -1).split('/');
  if (more.length > 0) return 'it has more parts than format, namespace and name';
  if (!endsWell(pattern, name)) {
    return 'it must end with $ behind a name, with ~ behind a word, or with * behind what is no word';
  }
  if (namespace !== '' && withoutNamespace.includes(format)) return `${format} has no namespaces`;
  if (name !== undefined && namespace === '' && withNamespace.includes(format)) {
    return `a name of ${format} needs its namespace`;
  }
  return undefined;
}

function endsWell(pattern: string, name: string | undefined): boolean {
  const isWord = wordCharacter.test(pattern.at(-2) ?? '');
  switch (pattern.at(-1)) {
    case '$':
      return name !== undefined && name !== '';
    case '~':
      return isWord;
    default:
      return pattern.endsWith('*') && !isWord;
  }
}

/** How a pattern matches a package; undefined where it does not. */
export function associationOf(pattern: string, coordinates: Coordinates): Association | undefined {
  const path = `/${coordinates.format}/${coordinates.namespace ?? ''}/${coordinates.name}`;
  if (covers(pattern, path)) return 'STRONG';
  const end = pattern.slice(-1);
  return covers(`${foldVariations(pattern.slice(0, -1))}${end}`, foldVariations(path)) ? 'WEAK' : undefined;
}

/** Whether every package of one pattern is one of the other. */
export function isWithin(pattern: string, other: string): boolean {
  if (pattern === other || other.endsWith('$')) return false;
  return covers(other, pattern.slice(0, -1));
}

/** Orders patterns that match one package, the most specific first. */
export function bySpecificity(a: string, b: string): number {
  return b.length - a.length || ends.indexOf(a.slice(-1)) - ends.indexOf(b.slice(-1));
}

const ends = ['$', '~', '*'];

/** As it stands in ARNs. The tests of AWS's own resource provider have `%2a`. */
export function encodePattern(pattern: string): string {
  return pattern.split('/').map(encodeURIComponent).join('/').replaceAll('*', '%2a');
}

function covers(pattern: string, path: string): boolean {
  const prefix = pattern.slice(0, -1);
  if (pattern.endsWith('$')) return path === prefix;
  if (!path.startsWith(prefix)) return false;
  const [next = ''] = path.slice(prefix.length);
  return pattern.endsWith('*') || !wordCharacter.test(next);
}

/** Letter case, runs of `-`, `.` and `_`, and compatibility forms do not count in a weak match. */
function foldVariations(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[-._]+/g, '.');
}
