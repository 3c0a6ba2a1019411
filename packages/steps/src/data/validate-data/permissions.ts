// biome-ignore-all lint/suspicious/noTemplateCurlyInString: `${…}` in a pattern is filled in when a policy is derived
import type { Permission } from '@ml-ci/core';

const glue = 'arn:aws:glue:${region}:${account}';
const table = [`${glue}:catalog`, `${glue}:database/\${database}`, `${glue}:table/\${databaseTable}`];

/** What the step calls for sources in S3 and in Athena, and for a history in S3; local ones need nothing. */
export const permissions: readonly Permission[] = [
  // of files, and of what tables are made of
  { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::${bucket}/*'] },
  { actions: ['s3:ListBucket'], resources: ['arn:aws:s3:::${bucket}'] },
  { actions: ['s3:GetObject', 's3:PutObject'], resources: ['arn:aws:s3:::${historyBucket}/*'] },
  { actions: ['s3:ListBucket'], resources: ['arn:aws:s3:::${historyBucket}'] },
  {
    actions: [
      'athena:GetQueryExecution',
      'athena:GetQueryResults',
      'athena:GetWorkGroup',
      'athena:StartQueryExecution',
      'athena:StopQueryExecution',
    ],
    resources: ['arn:aws:athena:${region}:${account}:workgroup/${workgroup}'],
  },
  {
    actions: ['athena:GetTableMetadata'],
    resources: ['arn:aws:athena:${region}:${account}:datacatalog/${catalog}'],
  },
  // what Athena does for whoever asks it, with their permissions
  {
    actions: ['glue:GetDatabase', 'glue:GetPartitions', 'glue:GetTable'],
    resources: table,
    implied: 'athena:StartQueryExecution',
  },
  {
    actions: ['s3:GetBucketLocation'],
    resources: ['arn:aws:s3:::${resultBucket}'],
    implied: 'athena:StartQueryExecution',
  },
  {
    actions: ['s3:PutObject'],
    resources: ['arn:aws:s3:::${resultBucket}/*'],
    implied: 'athena:StartQueryExecution',
  },
  {
    actions: ['s3:GetObject'],
    resources: ['arn:aws:s3:::${resultBucket}/*'],
    implied: 'athena:GetQueryResults',
  },
];
