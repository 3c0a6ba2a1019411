import { plural } from '@ml-ci/core';
import { Document, isMap, isScalar, isSeq, type Pair, YAMLMap } from 'yaml';
import { documentOf, type Imported, type ReadChecks, unsupportedIn } from './read-checks.ts';

/** The checks that an import made as a checks file, with comments: where each comes from, and what was left out. */
export function writeChecks(checks: ReadChecks & { readonly imported: Imported }): string {
  const { imported, fileName } = checks;
  const document = new Document(documentOf(imported.target), { aliasDuplicateObjects: false });
  document.commentBefore = header(checks);
  for (const [key, from] of imported.target.origins) {
    const path: (string | number)[] = JSON.parse(key);
    comment(document, path, ` ${fileName}:${imported.lineOf(from)}`);
  }
  const nulls = document.getIn(['csv', 'null']);
  if (isSeq(nulls)) nulls.flow = true;
  return document.toString({ lineWidth: 0 });
}

function header(checks: ReadChecks & { readonly imported: Imported }): string {
  const { from, count } = checks.imported;
  const left = unsupportedIn(checks);
  const lines = [
    ` ${plural(count, 'check')} imported from a ${from}, ${checks.fileName}`,
    ...(left.length === 0 ? [] : [` ${plural(left.length, 'rule')} left out:`]),
    ...left.map(({ place, name, message, fix }) => `   ${place} ${name} ${message}: ${fix}`),
  ];
  return lines.map((line) => line.replaceAll(/\s*\n\s*/g, ' ')).join('\n');
}

/** Puts a comment at a member of a mapping or an item of a list. */
function comment(document: Document, path: readonly (string | number)[], text: string): void {
  const parent = document.getIn(path.slice(0, -1), true);
  const last = path.at(-1);
  const node = isMap(parent)
    ? parent.items.find((pair) => nameOf(pair) === String(last))?.key
    : document.getIn(path, true);
  if (isScalar(node) || node instanceof YAMLMap) node.commentBefore = text;
}

function nameOf({ key }: Pair): string {
  return String(isScalar(key) ? key.value : key);
}
