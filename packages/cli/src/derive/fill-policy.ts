import type { Config, EcrEnvironment, Environment } from '@ml-ci/core';
import type { PolicyDocument } from './iam.ts';

/** What names such as `${bucket}` stand for in the ARNs of one service; a name may stand for several things, or for none. */
type Values = Readonly<Record<string, readonly string[]>>;

const placeholder = /\$\{(\w+)\}/g;

/** A policy with the names that the configuration knows filled in; the others stay. */
export function fillPolicy(
  document: PolicyDocument,
  config: Config,
  environment: EcrEnvironment,
): PolicyDocument {
  const partition = partitionOf(environment.region);
  const fillAll = (resources: readonly string[]) => [
    ...new Set(
      resources.flatMap((resource) => {
        const values = valuesOf(resource.split(':')[2] ?? '', config, environment);
        return fill(resource, values).map((filled) => filled.replace(/^arn:aws:/, `arn:${partition}:`));
      }),
    ),
  ];
  return {
    ...document,
    Statement: document.Statement.map((statement) => ({
      ...statement,
      Resource: fillAll(statement.Resource).sort(),
    })).filter(({ Resource }) => Resource.length > 0),
  };
}

/** The names that nothing stands for yet. */
export function openNames(document: PolicyDocument): readonly string[] {
  const resources = document.Statement.flatMap(({ Resource }) => Resource);
  const names = resources.flatMap((resource) => [...resource.matchAll(placeholder)].map(([, name]) => name));
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}

function fill(pattern: string, values: Values): readonly string[] {
  const open = [...pattern.matchAll(placeholder)].find(([, name]) => name !== undefined && values[name]);
  if (open === undefined) return [pattern];
  return (values[open[1] ?? ''] ?? []).flatMap((value) => fill(pattern.replace(open[0], value), values));
}

/** The repository of CodeArtifact is not the one of ECR, and its domain may be elsewhere. */
function valuesOf(service: string, config: Config, environment: EcrEnvironment): Values {
  const { document, environments } = config;
  const { account, region, repository } = environment;
  if (service === 'codeartifact') {
    const { dependencies } = document;
    if (dependencies === undefined) return {};
    const owner = dependencies.owner ?? account;
    const home = environments.find((one) => one.type === 'ecr' && one.account === owner);
    const there = home?.type === 'ecr' ? home.region : region;
    return known({ ...dependencies, owner, region: dependencies.region ?? there });
  }
  const deploy = document.deploy?.[environment.name];
  const { cluster, service: name, application, group } = deploy ?? {};
  const { sources = [], reference, history } = document.data ?? {};
  const buckets = bucketsOf([...sources, ...(reference === undefined ? [] : [reference])]);
  return {
    ...known({ account, region, repository, cluster, service: name, application, group }),
    sourceRepository: repositoriesBefore(environment, environments),
    ...(buckets.length > 0 && { bucket: buckets }),
    // where the data has no history in S3, nothing is allowed for one
    ...(document.data !== undefined && { historyBucket: bucketsOf(history === undefined ? [] : [history]) }),
    ...(document.data && athenaValues(document.data)),
  };
}

/** Tables of Athena among the sources, and where they are read. Without one there is nothing to allow. */
function athenaValues({ sources, reference, athena }: NonNullable<Config['document']['data']>): Values {
  const tables = [...sources, ...(reference === undefined ? [] : [reference])].flatMap((source) => {
    const [, catalog = 'AwsDataCatalog', database, table] =
      /^athena:\/\/(?:([^/]+)\/)?([^./]+)\.([^./]+)$/.exec(source) ?? [];
    return database === undefined ? [] : [{ catalog, database, databaseTable: `${database}/${table}` }];
  });
  const unlike = (name: 'catalog' | 'database' | 'databaseTable') => [
    ...new Set(tables.map((table) => table[name])),
  ];
  const output = athena?.output === undefined ? undefined : /^s3:\/\/([^/]+)/.exec(athena.output)?.[1];
  return {
    catalog: unlike('catalog'),
    database: unlike('database'),
    databaseTable: unlike('databaseTable'),
    workgroup: tables.length === 0 ? [] : [athena?.workgroup ?? 'primary'],
    ...(tables.length === 0 ? { resultBucket: [] } : output !== undefined && { resultBucket: [output] }),
  };
}

/** The buckets of addresses in S3, each once. */
function bucketsOf(addresses: readonly string[]): readonly string[] {
  return [...new Set(addresses.flatMap((address) => /^s3:\/\/([^/]+)/.exec(address)?.[1] ?? []))];
}

/** Those that an image may come from without leaving the registry: of earlier environments. There may be none. */
function repositoriesBefore(
  { name, account, region }: EcrEnvironment,
  environments: readonly Environment[],
): readonly string[] {
  const earlier = environments.slice(
    0,
    environments.findIndex((one) => one.name === name),
  );
  return earlier.flatMap((one) =>
    one.type === 'ecr' && one.account === account && one.region === region ? [one.repository] : [],
  );
}

function known(values: Readonly<Record<string, unknown>>): Values {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (typeof value === 'string' ? [[name, [value]]] : [])),
  );
}

function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
