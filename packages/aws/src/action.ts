/** IAM's prefix of each SDK client that we construct. */
const prefixes: Readonly<Record<string, string>> = {
  AthenaClient: 'athena',
  CloudWatchClient: 'cloudwatch',
  CloudWatchLogsClient: 'logs',
  CodeartifactClient: 'codeartifact',
  CodeDeployClient: 'codedeploy',
  ECRClient: 'ecr',
  ECSClient: 'ecs',
  S3Client: 's3',
  STSClient: 'sts',
};

/** S3 checks other names than those of its operations (Service Authorization Reference, Amazon S3). */
const s3Actions: Readonly<Record<string, string>> = {
  HeadObject: 'GetObject',
  HeadBucket: 'ListBucket',
  ListObjectsV2: 'ListBucket',
  ListObjectVersions: 'ListBucketVersions',
  CreateMultipartUpload: 'PutObject',
  UploadPart: 'PutObject',
  CompleteMultipartUpload: 'PutObject',
};

/** The IAM action of an SDK command: (`S3Client`, `HeadObjectCommand`) is `s3:GetObject`. */
export function iamAction(client: string, command: string, input: object = {}): string {
  const prefix = prefixes[client];
  if (prefix === undefined) throw new TypeError(`no IAM prefix is known for "${client}"`);
  const operation = command.replace(/Command$/, '');
  if (prefix !== 's3') return `${prefix}:${operation}`;
  const action = s3Actions[operation] ?? operation;
  const isOfVersion = 'VersionId' in input && input.VersionId !== undefined;
  return `s3:${action}${isOfVersion && /^(Get|Delete)Object$/.test(action) ? 'Version' : ''}`;
}

/** An input as it is kept: plain values stay, bodies, streams and tokens become a note of what they were. */
export function recordedInput(input: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [
      name,
      name === 'WebIdentityToken' ? '<token>' : recordedValue(value),
    ]),
  );
}

function recordedValue(value: unknown): unknown {
  if (value instanceof Uint8Array) return `<${value.byteLength} bytes>`;
  if (value instanceof Date || Array.isArray(value) || value === null) return value;
  const isPlain = typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype;
  return typeof value === 'object' && !isPlain ? '<stream>' : value;
}
