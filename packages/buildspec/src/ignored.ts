import type { ArtifactSet, Buildspec } from './schema.ts';
import type { Batch, BuildEnvironment } from './schema-batch.ts';

/** Keys that nothing is done about, and what happens instead. */
interface Ignored {
  readonly says: string;
  /** By key: the values that a buildspec gives it, wherever it may stand. */
  readonly keys: Readonly<Record<string, (spec: Buildspec) => readonly unknown[]>>;
}

const ofEveryBuild: readonly Ignored[] = [
  {
    says: 'not taken on; the commands run as you',
    keys: { 'run-as': (spec) => [spec['run-as'], ...phasesOf(spec).map((phase) => phase?.['run-as'])] },
  },
  {
    says: 'not set up; git uses the credentials that it has on this machine',
    keys: { 'env.git-credential-helper': ({ env }) => [env?.['git-credential-helper']] },
  },
  {
    says: 'not used; nothing is uploaded from this machine',
    keys: {
      'proxy.upload-artifacts': ({ proxy }) => [proxy?.['upload-artifacts']],
      'proxy.logs': ({ proxy }) => [proxy?.logs],
    },
  },
  {
    says: 'not installed; the tools on PATH are used',
    keys: { 'phases.install.runtime-versions': ({ phases }) => [phases?.install?.['runtime-versions']] },
  },
  {
    says: 'not looked at; files of reports are collected and not read',
    keys: {
      'reports.file-format': ({ reports = {} }) => Object.values(reports).map((set) => set['file-format']),
    },
  },
  {
    says: 'not used; artifacts are collected in the folder of the build',
    keys: {
      'artifacts.name': (spec) => artifactsOf(spec).map((set) => set.name),
      'artifacts.s3-prefix': (spec) => artifactsOf(spec).map((set) => set['s3-prefix']),
    },
  },
  {
    says: 'nothing is saved or restored; files stay where they are',
    keys: {
      'cache.key': ({ cache }) => [cache?.key],
      'cache.fallback-keys': ({ cache }) => [cache?.['fallback-keys']],
      'cache.action': ({ cache }) => [cache?.action],
      'cache.paths': ({ cache }) => [cache?.paths],
    },
  },
];

const ofOneBuild: readonly Ignored[] = [
  { says: 'not run; this is one build, and --batch runs the batch', keys: { batch: ({ batch }) => [batch] } },
];

const ofBatch: readonly Ignored[] = [
  {
    says: 'not used; every build runs on this machine, without a container',
    keys: {
      'batch image': (spec) => environmentsOf(spec).map((env) => env?.image),
      'batch compute-type': (spec) => environmentsOf(spec).map((env) => env?.['compute-type']),
      'batch type': (spec) => environmentsOf(spec).map((env) => env?.type),
      'batch fleet': (spec) => environmentsOf(spec).map((env) => env?.fleet),
      'batch privileged-mode': (spec) => environmentsOf(spec).map((env) => env?.['privileged-mode']),
    },
  },
  {
    says: 'no builds are made for them; every build runs on this machine',
    keys: {
      'build-matrix image': (spec) => [matrixOf(spec)?.image],
      'build-matrix compute-type': (spec) => [matrixOf(spec)?.['compute-type']],
      'build-matrix type': (spec) => [matrixOf(spec)?.type],
    },
  },
  {
    says: 'no session is opened',
    keys: {
      'batch debug-session': ({ batch }) => [
        batch?.['build-matrix']?.static?.['debug-session'],
        ...listed(batch).map((build) => build['debug-session']),
      ],
    },
  },
];

/** What a buildspec asks for and one build on this machine does not do: a line for each kind. */
export function ignoredInBuild(spec: Buildspec): readonly string[] {
  return linesOf([...ofOneBuild, ...ofEveryBuild], [spec]);
}

/** The same for a batch and the buildspecs of its builds together. */
export function ignoredInBatch(spec: Buildspec, others: readonly Buildspec[]): readonly string[] {
  return linesOf([...ofBatch, ...ofEveryBuild], [spec, ...others]);
}

function linesOf(table: readonly Ignored[], specs: readonly Buildspec[]): readonly string[] {
  return table.flatMap(({ says, keys }) => {
    const asked = Object.entries(keys).filter(([, valuesIn]) => specs.flatMap(valuesIn).some(isAsked));
    return asked.length === 0 ? [] : [`${asked.map(([key]) => key).join(', ')}: ${says}`];
  });
}

/** A flag that is off asks for nothing. */
function isAsked(value: unknown): boolean {
  return value !== undefined && value !== false && value !== 'no';
}

function phasesOf({ phases = {} }: Buildspec) {
  return Object.values(phases);
}

function artifactsOf({ artifacts }: Buildspec): readonly Pick<ArtifactSet, 'name' | 's3-prefix'>[] {
  return artifacts === undefined ? [] : [artifacts, ...Object.values(artifacts['secondary-artifacts'] ?? {})];
}

function listed(batch: Batch | undefined) {
  return [...(batch?.['build-list'] ?? []), ...(batch?.['build-graph'] ?? [])];
}

function environmentsOf({ batch }: Buildspec): readonly (BuildEnvironment | undefined)[] {
  return [batch?.['build-matrix']?.static?.env, ...listed(batch).map(({ env }) => env)];
}

function matrixOf({ batch }: Buildspec) {
  return batch?.['build-matrix']?.dynamic?.env;
}
