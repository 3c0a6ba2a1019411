/**
 * The catalogue of error codes. A code is a public name: users search for it, tests assert on it, and it keeps its
 * meaning within a major version. `input` means the user must change something (exit 2), `remote` means something
 * outside failed after the retries (exit 3).
 */
export const errorCodes = {
  // inputs and configuration
  INPUT_INVALID: { kind: 'input', summary: 'one or more inputs are missing, unknown or malformed' },
  CONFIG_MISSING: { kind: 'input', summary: 'no ml-ci.yml was found and the step needs one' },
  CONFIG_INVALID: { kind: 'input', summary: 'ml-ci.yml does not fit the schema' },
  FILE_MISSING: { kind: 'input', summary: 'a file that an input names does not exist' },
  FILE_UNSAFE: {
    kind: 'input',
    summary:
      'a path leaves the folder it must stay in, is a link where a file is expected, or is state of ml-ci that git tracks',
  },
  DOCUMENT_INVALID: { kind: 'input', summary: 'a document does not parse or does not fit its schema' },
  COMMAND_UNKNOWN: { kind: 'input', summary: 'there is no such command' },
  // the outside in general
  TIMEOUT: { kind: 'remote', summary: 'the time limit of the step ran out' },
  CHILD_FAILED: { kind: 'remote', summary: 'a child process ended with an error' },
  CHILD_MISSING: { kind: 'input', summary: 'a program that the step needs is not installed' },
  // images that run and images that are built
  IMAGE_PLATFORM: { kind: 'input', summary: 'the image is not for the platform it is to run on' },
  IMAGE_INVALID: { kind: 'remote', summary: 'the documents of an image do not fit the OCI specification' },
  IMAGE_UNRUNNABLE: { kind: 'input', summary: 'the command of an image cannot be started here' },
  ENGINE_MISSING: { kind: 'input', summary: 'no Docker engine answers and the step needs one' },
  ENGINE_FAILED: { kind: 'remote', summary: 'the Docker engine refused or broke off a request' },
  PUSH_UNVERIFIED: { kind: 'remote', summary: 'after a push the tag does not name what was pushed' },
  BUILD_FAILED: { kind: 'remote', summary: 'the Docker build of an image failed' },
  // registries, layouts, images and archives
  REFERENCE_INVALID: { kind: 'input', summary: 'an image reference or digest is malformed' },
  REGISTRY_DENIED: { kind: 'remote', summary: 'the registry refused the credentials' },
  REGISTRY_UNAVAILABLE: {
    kind: 'remote',
    summary: 'the registry did not answer as it should, after the retries',
  },
  REGISTRY_REFUSED: { kind: 'remote', summary: 'the registry refused a request' },
  REPOSITORY_MISSING: { kind: 'input', summary: 'the registry has no such repository' },
  IMAGE_MISSING: { kind: 'input', summary: 'the repository has no such image' },
  BLOB_MISSING: {
    kind: 'remote',
    summary: 'the repository lacks a layer or configuration that a manifest names',
  },
  BLOB_TRUNCATED: { kind: 'remote', summary: 'a blob ended before its size, or went on after it' },
  DIGEST_MISMATCH: { kind: 'remote', summary: 'bytes do not have the digest that was promised' },
  MANIFEST_INVALID: {
    kind: 'remote',
    summary: 'a manifest cannot be used: malformed, too large or of an unknown type',
  },
  MANIFEST_INCOMPLETE: { kind: 'remote', summary: 'the registry lacks something that a manifest names' },
  TAG_IMMUTABLE: { kind: 'input', summary: 'the repository does not let the tag be moved' },
  TAG_TAKEN: { kind: 'input', summary: 'the tag names another digest already' },
  UPLOAD_LOCATION_UNSAFE: {
    kind: 'remote',
    summary: 'a registry sent an upload to a private address that is not its own',
  },
  REDIRECT_UNSAFE: {
    kind: 'remote',
    summary: 'a registry redirected to an address that is not safe to follow',
  },
  COPY_UNVERIFIED: { kind: 'remote', summary: 'after a copy the destination does not hold what was copied' },
  LAYOUT_INVALID: { kind: 'input', summary: 'a folder is not an OCI image layout that can be used' },
  ARCHIVE_UNSAFE: {
    kind: 'input',
    summary: 'a member of an archive leaves its folder or is of a kind that is refused',
  },
  ARCHIVE_TOO_LARGE: { kind: 'input', summary: 'an archive unpacks to more than the limit' },
  // AWS
  CREDENTIALS_MISSING: { kind: 'input', summary: 'no AWS credentials were found' },
  ACCOUNT_WRONG: { kind: 'input', summary: 'the credentials belong to another AWS account' },
  ENDPOINT_NOT_ALLOWED: {
    kind: 'input',
    summary: 'an endpoint is neither AWS, nor on this machine, nor allowed by name',
  },
  AWS_DENIED: { kind: 'remote', summary: 'IAM does not allow the call' },
  AWS_CREDENTIALS_REFUSED: { kind: 'remote', summary: 'AWS refused the credentials: expired or not valid' },
  AWS_THROTTLED: { kind: 'remote', summary: 'AWS throttled the call, after the retries' },
  AWS_UNAVAILABLE: {
    kind: 'remote',
    summary: 'AWS did not answer, or with a server error, after the retries',
  },
  AWS_FAILED: { kind: 'remote', summary: 'AWS answered the call with an error' },
  RESOURCE_MISSING: {
    kind: 'input',
    summary: 'something that a name or address points at does not exist in AWS',
  },
  OBJECT_EXISTS: { kind: 'input', summary: 'an object in S3 is there already and must not be overwritten' },
  STATE_UNKNOWN: { kind: 'remote', summary: 'a service reported a state that ml-ci does not know' },
  // rollouts
  SERVICE_UNSUITABLE: { kind: 'input', summary: 'the ECS service cannot be deployed to in this way' },
  GROUP_UNSUITABLE: {
    kind: 'input',
    summary: 'the CodeDeploy group does not fit the service or does not guard it',
  },
  STRATEGY_UNKNOWN: { kind: 'input', summary: 'no deployment configuration has the name of the strategy' },
  DEPLOYMENT_ACTIVE: { kind: 'input', summary: 'another deployment of the service is running' },
  ALARM_MISSING: { kind: 'input', summary: 'an alarm does not exist, or may not be seen' },
  ALARM_RED: { kind: 'remote', summary: 'an alarm is in ALARM before anything was started' },
  ALARM_WITHOUT_DATA: { kind: 'remote', summary: 'an alarm has no data to judge by' },
  ALARM_FOREIGN: { kind: 'input', summary: 'an alarm watches something else than the service' },
  // data validation
  CHECKS_INVALID: { kind: 'input', summary: 'a checks file has mistakes or does not fit the sources' },
  CHECKS_UNSUPPORTED: {
    kind: 'input',
    summary: 'a file of checks of another tool has rules without an equal here',
  },
  CHECK_SQL_FORBIDDEN: {
    kind: 'input',
    summary: 'an expression of a checks file is more than one expression over the columns of a row',
  },
  CHECK_SQL_FAILED: { kind: 'input', summary: 'an expression of a checks file fails on the data' },
  SOURCE_INVALID: {
    kind: 'input',
    summary: 'a data source is of no known format or cannot be read as it is named',
  },
  SOURCE_TOO_LARGE: { kind: 'input', summary: 'a data source does not fit on the disk for temporary files' },
  SCAN_LIMIT_REACHED: {
    kind: 'input',
    summary: 'the queries over a data source scanned more than their limit',
  },
  SOURCE_CHANGED: { kind: 'remote', summary: 'a data source changed while it was read' },
  DATA_ENGINE_MISSING: {
    kind: 'input',
    summary: 'the engine that reads data is not installed for this platform',
  },
  DATA_ENGINE_FAILED: { kind: 'remote', summary: 'the engine that reads data could not finish' },
  DATA_ENGINE_UNREACHABLE: { kind: 'remote', summary: 'the engine that reads data could not be fetched' },
  DATA_ENGINE_UNTRUSTED: {
    kind: 'remote',
    summary: 'what the registry serves as the engine that reads data is not what ml-ci was built with',
  },
  // locked packages
  LOCK_INVALID: { kind: 'input', summary: 'a lock file does not parse or is of a kind that cannot be used' },
  LOCK_UNPINNED: { kind: 'input', summary: 'a lock file has entries without an exact version or a hash' },
  LOCK_UNSAFE: { kind: 'input', summary: 'a lock file takes packages from elsewhere than the repository' },
  LOCK_STALE: { kind: 'input', summary: 'a lock file does not cover what is to be installed' },
  INSTALL_CONFIG_UNSAFE: {
    kind: 'input',
    summary: 'the configuration of a package manager in the project could lead a token elsewhere',
  },
  PACKAGE_MISSING: { kind: 'input', summary: 'the package repository lacks a package of the lock' },
  INSTALL_DENIED: { kind: 'remote', summary: 'the package repository refused the token' },
  // OIDC
  ID_TOKEN_FAILED: { kind: 'remote', summary: 'the platform gave no OIDC token' },
  OIDC_ROLE_REFUSED: {
    kind: 'remote',
    summary: 'AWS did not let the OIDC token of the run assume the role of an environment',
  },
  // buildspecs
  BUILDSPEC_INVALID: { kind: 'input', summary: 'a buildspec does not parse or does not fit the schema' },
  BUILDSPEC_UNSUPPORTED: {
    kind: 'input',
    summary: 'a buildspec asks for what cannot be done on this machine',
  },
  BUILDSPEC_VALUE_MISSING: {
    kind: 'input',
    summary: 'a buildspec takes a value from a store and the caller did not give it',
  },
} as const satisfies Record<string, ErrorSpec>;

/** What a code stands for. */
export interface ErrorSpec {
  readonly kind: 'input' | 'remote';
  readonly summary: string;
}

/** Every code of the catalogue. */
export type ErrorCode = keyof typeof errorCodes;
