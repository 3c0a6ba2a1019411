import type { Annotation } from '@ml-ci/core';
import type { Reported, ReportInput, SourceResult } from './report.ts';
import { placeOf, tellFound, tellSample } from './tell.ts';
import { worstFirst } from './verdict.ts';
import { forPeople, type Visibility } from './visibility.ts';

/** GitHub shows ten annotations of a level; the rest is in the report. */
const annotationsPerLevel = 10;

/** Annotations at the failing rows: the first row of every check before the second of any, errors before warnings. */
export function annotations(input: ReportInput): Annotation[] {
  return (['error', 'warning'] as const).flatMap((level) => {
    const status = level === 'error' ? 'failed' : 'warned';
    const lists = input.sources.flatMap((source) => {
      const about = {
        source,
        level,
        visibility: forPeople(input, source),
        checksFile: input.checksFile.name,
      };
      return worstFirst(source.findings)
        .filter((finding) => finding.status === status)
        .map((finding) => annotationsOf(finding, about));
    });
    return roundRobin(lists).slice(0, annotationsPerLevel);
  });
}

interface About {
  readonly source: SourceResult;
  readonly level: 'error' | 'warning';
  readonly visibility: Visibility;
  readonly checksFile: string;
}

function annotationsOf(finding: Reported, { source, level, visibility, checksFile }: About): Annotation[] {
  const { check, samples } = finding;
  const title = `${source.entry}: ${check.name}`;
  const asked = [
    `asked is ${check.demand}${check.description === undefined ? '' : ` (${check.description})`}`,
    ...(check.owner === undefined ? [] : [`ask ${check.owner}`]),
  ].join('; ');
  const found = tellFound(finding, visibility);
  if (samples.length === 0) {
    // a terminal shows no title, and the line of the file may be that of several checks
    const message = `${check.name}: ${found === '' ? 'fails' : found}; ${asked}`;
    return [{ level, title, message, file: checksFile, line: check.line }];
  }
  return samples.slice(0, annotationsPerLevel).map((sample) => ({
    level,
    title,
    message: `${placeOf(sample)}: ${tellSample(sample, visibility)}; ${asked}; ${found}`,
    file: sample.file,
    ...(sample.line === undefined ? {} : { line: sample.line }),
  }));
}

function roundRobin<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, round) =>
    lists.flatMap((list) => list.slice(round, round + 1)),
  ).flat();
}
