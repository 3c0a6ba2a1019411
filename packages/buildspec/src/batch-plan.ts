import { StepError } from '@ml-ci/core';
import type { Buildspec } from './schema.ts';
import type { Batch, BuildEnvironment } from './schema-batch.ts';
import { isSet } from './schema-values.ts';

/** One build of a batch, before it runs. */
export interface PlannedBuild {
  readonly identifier: string;
  /** A file of its own, from the source folder; without it, the buildspec of the batch. */
  readonly buildspec: string | undefined;
  readonly variables: Readonly<Record<string, string>>;
  readonly dependsOn: readonly string[];
  /** Its failure does not fail the batch. */
  readonly ignoreFailure: boolean;
}

/** The builds of a batch: of a list or graph as they stand there, of a matrix every combination. */
export function planBatch({ batch }: Buildspec): readonly PlannedBuild[] {
  if (batch === undefined)
    throw new StepError('BUILDSPEC_UNSUPPORTED', {
      message: 'the buildspec has no batch',
      fix: 'run it without --batch',
    });
  if (batch['build-fanout'] !== undefined)
    throw new StepError('BUILDSPEC_UNSUPPORTED', {
      message: 'build-fanout divides tests among machines and is not run here',
      fix: 'run the buildspec without --batch, which runs all tests in one build',
    });
  const builds = [...listed(batch), ...matrix(batch)];
  const twice = builds.find(({ identifier }, index) =>
    builds.slice(0, index).some((earlier) => earlier.identifier === identifier),
  );
  if (twice === undefined) return builds;
  throw new StepError('BUILDSPEC_INVALID', {
    message: `two builds of the batch have the identifier "${twice.identifier}"`,
    fix: 'give each an identifier of its own',
  });
}

function listed(batch: Batch): PlannedBuild[] {
  const graph = (batch['build-graph'] ?? []).map((build) =>
    planned(build, build.identifier, build['depend-on']),
  );
  const list = (batch['build-list'] ?? []).map((build, index) =>
    planned(build, build.identifier ?? `build${index}`, []),
  );
  return [...graph, ...list];
}

type Listed = NonNullable<Batch['build-list']>[number];

function planned(build: Listed, identifier: string, dependsOn: readonly string[] = []): PlannedBuild {
  return {
    identifier,
    buildspec: build.buildspec,
    variables: variablesOf(build.env),
    dependsOn,
    ignoreFailure: isSet(build['ignore-failure']),
  };
}

function matrix(batch: Batch): PlannedBuild[] {
  const { static: fixed, dynamic } = batch['build-matrix'] ?? {};
  if (batch['build-matrix'] === undefined) return [];
  const axes = Object.entries(dynamic?.env?.variables ?? {}).map(([name, values]) =>
    values.map((value) => ({ [name]: String(value) })),
  );
  const files: readonly (string | undefined)[] = dynamic?.buildspec ?? [undefined];
  const combinations = axes.reduce<Record<string, string>[]>(
    (sofar, axis) => sofar.flatMap((one) => axis.map((other) => ({ ...one, ...other }))),
    [{}],
  );
  const builds = files.flatMap((buildspec) => combinations.map((variables) => ({ buildspec, variables })));
  return builds.map(({ buildspec, variables }, index) => ({
    identifier: `build${index}`,
    buildspec,
    variables: { ...variablesOf(fixed?.env), ...variables },
    dependsOn: [],
    ignoreFailure: isSet(fixed?.['ignore-failure']),
  }));
}

function variablesOf(env: BuildEnvironment | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(env?.variables ?? {}).map(([name, value]) => [name, String(value)]),
  );
}
