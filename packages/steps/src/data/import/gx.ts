import type { Path } from '../checks/draft.ts';
import { readCondition } from './gx-condition.ts';
import { hint } from './gx-expectation.ts';
import { expectations } from './gx-expectations.ts';
import { readAsPandas } from './pandas.ts';
import { asNumber, asRecord, asText, givenIn } from './record.ts';
import {
  newTarget,
  type Options,
  type Refusal,
  refuse,
  refuseOthers,
  refuseUnknown,
  type Target,
} from './target.ts';

type Mapping = Readonly<Record<string, unknown>>;

const known = new Set([
  'name',
  'expectation_suite_name',
  'id',
  'ge_cloud_id',
  'expectations',
  'meta',
  'notes',
  'data_asset_type',
]);
const knownOfExpectation = new Set([
  'type',
  'expectation_type',
  'kwargs',
  'meta',
  'notes',
  'description',
  'id',
  'ge_cloud_id',
  'severity',
  'rendered_content',
  'expectation_context',
  'success_on_last_run',
]);
/** What tells how a result looks, or of which batch it is. */
const silentKwargs = new Set([
  'result_format',
  'include_config',
  'catch_exceptions',
  'meta',
  'batch_id',
  'notes',
]);
const sharedKwargs = new Set(['mostly', 'row_condition', 'condition_parser']);

/** Converts a suite of 0.18 or of 1.x. */
export function fromGreatExpectations(suite: Mapping): Target {
  const target = newTarget();
  refuseUnknown(target, givenIn(suite), known, []);
  const listed = Array.isArray(suite.expectations) ? suite.expectations : [];
  const all = listed.map((each, at) => ({ given: asRecord(each) ?? {}, path: ['expectations', at] }));
  // what a column is must be known before anything is asked of it
  const typed = all.filter(({ given }) => /_type(_list)?(_to_be)?$/.test(whatOf(given)));
  for (const { given, path } of [...typed, ...all.filter((each) => !typed.includes(each))])
    convert(target, given, path);
  refuseOthers(target);
  readAsPandas(target);
  return target;
}

const whatOf = (given: Mapping) =>
  asText(given.type) ?? asText(given.expectation_type) ?? 'an expectation without a type';

function convert(target: Target, given: Mapping, path: Path): void {
  const what = whatOf(given);
  const list = ({ why, instead }: Refusal) => refuse(target, path, what, why, instead);
  const found = expectations[what];
  if (found === undefined) {
    list({ why: 'has no equal', instead: 'write an expression, where it is about one row' });
    return;
  }
  if ('why' in found) {
    list(found);
    return;
  }
  refuseUnknown(target, givenIn(given), knownOfExpectation, path);
  const kwargs = givenIn(asRecord(given.kwargs) ?? {});
  const own = Object.entries(kwargs).filter(([key]) => !silentKwargs.has(key) && !sharedKwargs.has(key));
  const stray = own.find(([key]) => !found.kwargs.includes(key));
  const strange = own.find(([key, value]) => asRecord(value) !== undefined && key !== 'quantile_ranges');
  const condition =
    kwargs.row_condition === undefined
      ? undefined
      : readCondition(kwargs.row_condition, kwargs.condition_parser);
  const problem =
    (stray && { why: `has the argument "${stray[0]}", which is not known here`, instead: 'leave it out' }) ??
    (strange && {
      why: `has an object as "${strange[0]}": a value of the run, or one that is not plain`,
      instead: 'write the value',
    }) ??
    (condition?.ok === false
      ? { why: condition.reason, instead: 'write the check with where, in SQL' }
      : undefined);
  if (problem !== undefined) {
    list(problem);
    return;
  }
  for (const [name, value] of condition?.ok === true ? condition.values : [])
    hint(target, name, [value], path);
  const refusal = found.convert(target, {
    what,
    kwargs: Object.fromEntries(own),
    path,
    mostly: asNumber(kwargs.mostly) ?? 1,
    where: condition?.ok === true ? condition.sql : undefined,
    options: tellingOf(given),
  });
  if (refusal === undefined) target.imported.add(JSON.stringify(path));
  else list(refusal);
}

/** Since 1.x an expectation may be less than critical: then it warns here. */
function tellingOf(given: Mapping): Options {
  const description = asText(given.description);
  return {
    ...(['warning', 'info'].includes(String(given.severity)) ? { severity: 'warn' as const } : {}),
    ...(description === undefined ? {} : { description }),
  };
}
