import { StepError } from '@ml-ci/core';
import type { RelatedSource } from '../sources/source-plans.ts';

/** A table of Athena, as an entry of the list of sources names it. */
export interface TableName {
  readonly catalog: string;
  readonly database: string;
  readonly table: string;
}

const scheme = 'athena://';
/** What Athena calls the catalog of AWS Glue. */
const glueCatalog = 'AwsDataCatalog';

/** True for an entry that Athena reads. */
export const isAthena = (entry: string): boolean => entry.startsWith(scheme);

/** A table as a source: it has no files that we could read. */
export function athenaSource(entry: string): RelatedSource {
  parseTableName(entry);
  return {
    source: { entry, format: 'athena', isTabbed: false, isPartitioned: false, files: [] },
    csv: undefined,
  };
}

/** The table of `athena://database.table` or `athena://catalog/database.table`. */
export function parseTableName(entry: string): TableName {
  // names as Glue takes them; what is beyond them would have to be quoted in ARNs and in SQL
  const match = /^athena:\/\/(?:([\w-]{1,256})\/)?([a-z0-9_-]{1,255})\.([a-z0-9_-]{1,255})$/.exec(entry);
  const [, catalog = glueCatalog, database, table] = match ?? [];
  if (database !== undefined && table !== undefined) return { catalog, database, table };
  throw new StepError('SOURCE_INVALID', {
    message: `the source "${entry}" is no table of Athena`,
    fix: 'write it as athena://database.table or athena://catalog/database.table, in small letters',
  });
}
