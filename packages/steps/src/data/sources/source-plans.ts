import { type Problem, suggest } from '@ml-ci/core';
import type { SourcePlan } from '../checks/check.ts';
import { checksInvalid, type ParsedChecks } from '../checks/document.ts';
import { planSource } from '../checks/plan.ts';
import type { CsvDocument } from '../checks/schema.ts';
import type { Context } from '../validate-data/index.ts';
import { fetchObjects, isS3 } from './s3-source.ts';
import { findFiles, formatOf, type Source, stage } from './sources.ts';

/** A source, its checks and how it is written. */
export interface PlannedSource {
  readonly source: Source;
  readonly plan: SourcePlan;
  readonly csv: CsvDocument | undefined;
}

/** Finds the files of every source and plans its checks; all mistakes of the checks file are reported at once. */
export async function openSources(
  context: Context,
  checks: ParsedChecks,
  spill: string,
): Promise<readonly PlannedSource[]> {
  const { inputs, files } = context;
  const { document } = checks;
  const problems = [...strayKeys(checks, inputs.sources), ...emptyFile(checks)];
  const plans = inputs.sources.map((entry) => {
    const key = document.sources?.[entry] === undefined ? undefined : entry;
    const { plan, problems: mistakes } = planSource(document, key, checks);
    problems.push(...mistakes);
    return { entry, plan, own: key === undefined ? undefined : document.sources?.[key] };
  });
  if (problems.length > 0) throw checksInvalid(checks.fileName, unlike(problems));
  return Promise.all(
    plans.map(async ({ entry, plan, own }) => {
      const found = isS3(entry)
        ? await fetchObjects(entry, context, spill)
        : await findFiles(entry, files.root);
      const format = formatOf(entry, found, own?.format ?? document.format);
      const isTabbed = found.every(({ name }) => name.toLowerCase().endsWith('.tsv'));
      const source = await stage({ entry, format, isTabbed, files: found }, spill);
      return { source, plan, csv: own?.csv ?? document.csv };
    }),
  );
}

/** A block for a source that is not in the list would check nothing, unseen. */
function strayKeys({ document, fileName, lineOf }: ParsedChecks, entries: readonly string[]): Problem[] {
  return Object.keys(document.sources ?? {})
    .filter((key) => !entries.includes(key))
    .map((key) => ({
      name: `sources.${key}`,
      message: 'is no entry of the list of sources',
      place: `${fileName}:${lineOf(['sources', key], true)}`,
      fix: suggest(key, entries),
    }));
}

function emptyFile({ document, fileName }: ParsedChecks): Problem[] {
  const parts = [document, ...Object.values(document.sources ?? {})];
  const asks = parts.some(
    (part) =>
      Object.keys(part.columns ?? {}).length > 0 ||
      (part['row-count'] ?? part.unique ?? part.expressions) !== undefined,
  );
  return asks
    ? []
    : [{ name: fileName, message: 'asks for nothing', place: `${fileName}:1`, fix: 'list columns' }];
}

/** What stands once in the file is told once, however many sources it is for. */
function unlike(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}
