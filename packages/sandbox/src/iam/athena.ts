import type { CatalogTable, Query } from '../athena/model.ts';
import type { Ask, Demand, ImpliedTable, ResourceTable } from './demand.ts';

const workGroupArn = (ask: Ask, name: string) => ask.arn('athena', `workgroup/${name}`);
const named = (ask: Ask) => [workGroupArn(ask, ask.named('WorkGroup'))];
/** A query is judged on the workgroup that it runs in. */
const ofQuery = (ask: Ask) => [workGroupArn(ask, queryOf(ask)?.workGroup.name ?? '*')];

/** As the Service Authorization Reference has them. */
export const athenaResources: ResourceTable = {
  GetQueryExecution: ofQuery,
  GetQueryResults: ofQuery,
  GetTableMetadata: (ask) => [ask.arn('athena', `datacatalog/${ask.named('CatalogName')}`)],
  GetWorkGroup: named,
  ListQueryExecutions: named,
  StartQueryExecution: named,
  StopQueryExecution: ofQuery,
};

/** Athena asks Glue and S3 with the credentials of the caller: for what the query names, and for its result. */
export const athenaImplied: ImpliedTable = {
  GetTableMetadata: (ask) => glue(ask, 'glue:GetTable', ask.named('DatabaseName'), ask.named('TableName')),
  GetQueryResults: (ask) => {
    const query = queryOf(ask);
    if (query === undefined) return [];
    return [{ action: 's3:GetObject', resource: `${arnOf(query.output)}${query.id}.csv` }];
  },
  StartQueryExecution: (ask) => [...readsOf(ask), ...writesOf(ask)],
};

function queryOf(ask: Ask): Query | undefined {
  const region = ask.stores.athena.of(ask.caller);
  const all = [...region.workGroups.keys()].flatMap((name) => region.queries(name));
  return all.find(({ id }) => id === ask.named('QueryExecutionId'));
}

function readsOf(ask: Ask): readonly Demand[] {
  return tablesOf(ask).flatMap(({ database, name, location }) => [
    { action: 'glue:GetDatabase', resource: ask.arn('glue', 'catalog') },
    { action: 'glue:GetDatabase', resource: ask.arn('glue', `database/${database}`) },
    ...glue(ask, 'glue:GetTable', database, name),
    ...glue(ask, 'glue:GetPartitions', database, name),
    ...(location === undefined
      ? []
      : [
          { action: 's3:ListBucket', resource: arnOf(location).replace(/\/.*/, '') },
          { action: 's3:GetObject', resource: `${arnOf(location)}part-0.parquet` },
        ]),
  ]);
}

function writesOf(ask: Ask): readonly Demand[] {
  const region = ask.stores.athena.of(ask.caller);
  const group = region.workGroups.get(ask.named('WorkGroup'));
  const { ResultConfiguration: own } = ask.input;
  const given =
    typeof own === 'object' && own !== null && 'OutputLocation' in own ? own.OutputLocation : undefined;
  const wanted = typeof given === 'string' ? given : undefined;
  const output = group?.isEnforced ? (group.output ?? wanted) : (wanted ?? group?.output);
  if (output === undefined) return [];
  return [
    { action: 's3:GetBucketLocation', resource: arnOf(output).replace(/\/.*/, '') },
    { action: 's3:PutObject', resource: `${arnOf(output)}result.csv` },
  ];
}

/** The tables that the SQL of a query names in quotes, as far as the sandbox knows them. */
function tablesOf(ask: Ask): readonly CatalogTable[] {
  const { QueryString: sql, QueryExecutionContext: context } = ask.input;
  const isNamed = typeof context === 'object' && context !== null && 'Catalog' in context;
  const catalog = isNamed ? String(context.Catalog) : 'AwsDataCatalog';
  const names = new Set(
    [...String(sql).matchAll(/"([^"]+)"\."([^"]+)"/g)].map(([, db, table]) => `${db}\0${table}`),
  );
  const region = ask.stores.athena.of(ask.caller);
  return [...names].flatMap((name) => {
    const [database = '', table = ''] = name.split('\0');
    return region.table(catalog, database, table) ?? [];
  });
}

/** Glue checks a table with its database and its catalog. */
function glue(ask: Ask, action: string, database: string, table: string): readonly Demand[] {
  return ['catalog', `database/${database}`, `table/${database}/${table}`].map((resource) => ({
    action,
    resource: ask.arn('glue', resource),
  }));
}

/** `s3://bucket/prefix` as an ARN that ends in a slash. */
const arnOf = (address: string) => `arn:aws:s3:::${address.slice('s3://'.length).replace(/\/?$/, '/')}`;
