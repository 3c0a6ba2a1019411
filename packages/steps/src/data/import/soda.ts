import type { Path } from '../checks/draft.ts';
import { asRecord, asText, givenIn } from './record.ts';
import { columnChecks, type SodaCheck } from './soda-checks.ts';
import { datasetChecks } from './soda-dataset.ts';
import { columnOf, newTarget, refuse, refuseOthers, refuseUnknown, type Target } from './target.ts';
import { typeOfName } from './type-names.ts';

type Mapping = Readonly<Record<string, unknown>>;

const known = new Set([
  'dataset',
  'description',
  'filter',
  'variables',
  'soda_runner',
  'soda_agent',
  'columns',
  'checks',
]);
const knownOfColumn = new Set(['name', 'description', 'data_type', 'optional', 'checks']);
/** What names a check, and where it is shown. */
const telling = new Set(['name', 'qualifier', 'attributes']);

/** Converts a data contract of Soda 4. */
export function fromSoda(contract: Mapping): Target {
  const target = newTarget();
  const values = variablesOf(contract);
  const given = givenIn(asRecord(filledIn(contract, values)) ?? {});
  refuseUnknown(target, given, known, []);
  refuseVariables(target, given, []);
  const where = asText(given.filter);
  for (const [at, each] of listOf(given.columns).entries())
    convertColumn(target, each, ['columns', at], where);
  const names = [...target.columns.keys()];
  for (const { kind, check, path } of checksOf(given.checks, ['checks'])) {
    convertCheck(target, { kind, check, path, where, name: undefined });
  }
  const strict = target.origins.get(JSON.stringify(['strict']));
  if (strict !== undefined) target.exact = { names, path: strict, what: 'schema' };
  refuseOthers(target);
  target.table['row-count'] ??= { min: 0 };
  return target;
}

function listOf(value: unknown): readonly Mapping[] {
  return Array.isArray(value) ? value.map((each) => givenIn(asRecord(each) ?? {})) : [];
}

function convertColumn(target: Target, given: Mapping, path: Path, where: string | undefined): void {
  refuseUnknown(target, given, knownOfColumn, path);
  const name = asText(given.name);
  if (name === undefined) {
    refuse(target, path, 'a column', 'has no name', 'name it');
    return;
  }
  const column = columnOf(target, name, path, { nullable: true });
  if (given.optional === true) column.required = false;
  const dataType = asText(given.data_type);
  if (dataType !== undefined) {
    const type = typeOfName(dataType);
    if (type === undefined || type === 'unsupported') {
      const instead = 'leave it out, or use a type that files have';
      refuse(target, [...path, 'data_type'], `data_type ${dataType}`, 'is of no column here', instead);
    } else {
      column.type = type;
      target.imported.add(JSON.stringify([...path, 'data_type']));
      // SQL takes infinite numbers for numbers, and a day for a time of midnight
      if (type === 'number') column.finite = false;
      if (type === 'timestamp') column['date-format'] = 'ISO8601';
    }
  }
  for (const { kind, check, path: at } of checksOf(given.checks, [...path, 'checks'])) {
    convertCheck(target, { kind, check, path: at, where, name });
  }
}

/** Each check is a mapping of one key, its kind. */
function checksOf(
  checks: unknown,
  path: Path,
): { readonly kind: string; readonly check: Mapping; readonly path: Path }[] {
  const all: readonly unknown[] = Array.isArray(checks) ? checks : [];
  return all.flatMap((each, at) =>
    Object.entries(asRecord(each) ?? {}).map(([kind, check]) => ({
      kind,
      check: givenIn(asRecord(check) ?? {}),
      path: [...path, at, kind],
    })),
  );
}

function convertCheck(
  target: Target,
  found: Omit<SodaCheck, 'own' | 'description'> & { readonly check: Mapping },
): void {
  const { kind, check, path, name } = found;
  const entry = (name === undefined ? datasetChecks : columnChecks)[kind];
  const own = Object.fromEntries(Object.entries(check).filter(([key]) => !telling.has(key)));
  const stray = entry && Object.keys(own).find((key) => !entry.keys.includes(key));
  const problem =
    entry === undefined
      ? { why: 'is no check that is known here', instead: 'write an expression, where it is about one row' }
      : stray === undefined
        ? entry.convert(target, { ...found, own, description: asText(check.name) })
        : {
            why: `has the key "${stray}", which has no equal`,
            instead: 'leave it out, or write a check with where',
          };
  if (problem !== undefined) refuse(target, path, kind, problem.why, problem.instead);
}

/** Variables by their defaults: nobody else gives them values. */
function variablesOf(contract: Mapping): ReadonlyMap<string, string> {
  const declared = Object.entries(asRecord(contract.variables) ?? {});
  const values = declared.map(([name, each]) => [name, asRecord(each)?.default] as const);
  return new Map(
    values.flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as const])),
  );
}

const variable = /\$\{\s*var\.([\w-]+)\s*\}/g;

function filledIn(node: unknown, values: ReadonlyMap<string, string>): unknown {
  if (typeof node === 'string') return filledText(node, values);
  if (Array.isArray(node)) return node.map((each) => filledIn(each, values));
  const record = asRecord(node);
  if (record === undefined) return node;
  return Object.fromEntries(Object.entries(record).map(([key, each]) => [key, filledIn(each, values)]));
}

/** A text that is a variable and nothing else has the type of its value, as in YAML. */
function filledText(text: string, values: ReadonlyMap<string, string>): unknown {
  const filled = text.replace(variable, (whole, name: string) => values.get(name) ?? whole);
  const isWhole = text.replace(variable, '').trim() === '' && filled !== text;
  return isWhole && /^-?\d+(\.\d+)?$/.test(filled) ? Number(filled) : filled;
}

function refuseVariables(target: Target, node: unknown, path: Path): void {
  if (typeof node === 'string' && /\$\{\s*(var|soda|env)\./.test(node))
    refuse(target, path, node, 'has a variable without a default', 'give it a default');
  const children = Array.isArray(node) ? node.entries() : Object.entries(asRecord(node) ?? {});
  for (const [key, each] of children) refuseVariables(target, each, [...path, key]);
}
