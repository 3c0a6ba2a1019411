// biome-ignore-all lint/suspicious/noTemplateCurlyInString: `${…}` in a pattern is filled in when a policy is derived
import type { Permission } from '@ml-ci/core';

/** What the step calls for sources in S3, and for a history there; local ones need nothing. */
export const permissions: readonly Permission[] = [
  { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::${bucket}/*'] },
  { actions: ['s3:ListBucket'], resources: ['arn:aws:s3:::${bucket}'] },
  { actions: ['s3:GetObject', 's3:PutObject'], resources: ['arn:aws:s3:::${historyBucket}/*'] },
  { actions: ['s3:ListBucket'], resources: ['arn:aws:s3:::${historyBucket}'] },
];
