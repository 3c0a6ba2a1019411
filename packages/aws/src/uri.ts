import { kind, parsedAs, rejected } from '@ml-ci/core';

/** The parts of an Amazon Resource Name. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  /** Empty for global services. */
  readonly region: string;
  /** Empty for S3 buckets and some others. */
  readonly account: string;
  readonly resource: string;
}

/** An object, or a prefix of objects, in S3. */
export interface S3Uri {
  readonly bucket: string;
  /** Without a leading slash; empty for the whole bucket. */
  readonly key: string;
}

/** The parts of an ARN, or undefined where the text is none. */
export function parseArn(text: string): Arn | undefined {
  const match = /^arn:(aws[a-z-]*):([a-z0-9-]+):([a-z0-9-]*):(\d{12}|aws)?:(\S+)$/.exec(text);
  if (!match) return undefined;
  const [, partition = '', service = '', region = '', account = '', resource = ''] = match;
  return { partition, service, region, account, resource };
}

/** Bucket and key of `s3://bucket/key`, or undefined where the text is none. */
export function parseS3Uri(text: string): S3Uri | undefined {
  const match = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/s.exec(text);
  if (!match) return undefined;
  const [, bucket = '', key = ''] = match;
  return { bucket, key };
}

/** `s3://bucket/key`. */
export function formatS3Uri({ bucket, key }: S3Uri): string {
  return key === '' ? `s3://${bucket}` : `s3://${bucket}/${key}`;
}

/** An ARN as text, checked for its form. */
export const arn = kind<string>('arn', 'ARN', (raw) =>
  parseArn(raw)
    ? parsedAs(raw)
    : rejected('is not an ARN', 'write it as arn:aws:service:region:account:resource'),
);

/** An `s3://` address. */
export const s3Uri = kind<S3Uri>('s3Uri', 's3://BUCKET/KEY', (raw) => {
  const uri = parseS3Uri(raw);
  return uri ? parsedAs(uri) : rejected('is not an S3 address', 'write it as s3://bucket/key');
});
