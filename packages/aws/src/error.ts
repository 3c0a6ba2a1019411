import { type ErrorCode, StepError } from '@ml-ci/core';

/** What was asked of AWS when it failed. */
export interface Attempt {
  /** As IAM writes it. */
  readonly action: string;
  readonly principal: string;
  readonly region: string;
}

const denied = /^(AccessDenied(Exception)?|Forbidden|UnauthorizedOperation|AuthorizationError(Exception)?)$/;
const refused =
  /^(ExpiredToken(Exception)?|RequestExpired|InvalidClientTokenId|UnrecognizedClientException|InvalidAccessKeyId|SignatureDoesNotMatch|InvalidSignatureException|IncompleteSignature|MissingAuthenticationToken(Exception)?|InvalidToken)$/;
const throttled =
  /^(Throttling(Exception)?|ThrottledException|TooManyRequestsException|RequestLimitExceeded|RequestThrottled(Exception)?|SlowDown|BandwidthLimitExceeded|ProvisionedThroughputExceededException|PriorRequestNotComplete)$/;
const missing =
  /(NotFound(Exception)?|DoesNotExist(Exception)?|DoesNotExistFault|NotFoundFault)$|^NoSuch(Key|Bucket|Version|Upload)$/;

/** The code that an SDK error stands for, from its name, status and nature; never from its words. */
export function codeOf(error: unknown): ErrorCode {
  const { name, status, isNetwork } = factsOf(error);
  if (denied.test(name)) return 'AWS_DENIED';
  if (refused.test(name)) return 'AWS_CREDENTIALS_REFUSED';
  if (throttled.test(name) || status === 429) return 'AWS_THROTTLED';
  if (missing.test(name)) return 'RESOURCE_MISSING';
  if (isNetwork || (status !== undefined && status >= 500)) return 'AWS_UNAVAILABLE';
  return status === 403 ? 'AWS_DENIED' : 'AWS_FAILED';
}

/**
 * What came out of an SDK call as a `StepError`; anything that AWS or the network had no part in is our bug and comes
 * back unchanged.
 */
export function toStepError(error: unknown, attempt: Attempt): unknown {
  if (error instanceof StepError || !isRemote(error)) return error;
  const code = codeOf(error);
  const { name, status } = factsOf(error);
  const said = `${name}${status === undefined ? '' : ` (${status})`}${error.message ? `: ${error.message}` : ''}`;
  return new StepError(code, { ...words(code, attempt, said), cause: error });
}

/** True for a failure that AWS itself called by this name: `ImageNotFoundException`. */
export function isAwsError(error: unknown, ...names: readonly string[]): boolean {
  return error instanceof StepError && error.cause instanceof Error && names.includes(error.cause.name);
}

/** True for an SDK error that says that the credentials were good once. */
export function isExpired(error: unknown): boolean {
  return error instanceof Error && /^(ExpiredToken(Exception)?|TokenRefreshRequired)$/.test(error.name);
}

/** True where asking again can help: throttled, a server error, or the network. */
export function isTransient(error: unknown): boolean {
  return error instanceof StepError && (error.code === 'AWS_THROTTLED' || error.code === 'AWS_UNAVAILABLE');
}

function words(code: ErrorCode, { action, principal, region }: Attempt, said: string) {
  switch (code) {
    case 'AWS_DENIED':
      return {
        message: `"${principal}" may not ${action} in ${region}: ${said}`,
        fix: `allow ${action} to that principal; docs/iam has the policy of each step`,
      };
    case 'AWS_CREDENTIALS_REFUSED':
      return {
        message: `${action}: the credentials of "${principal}" were refused: ${said}`,
        fix: 'get new credentials and run the step again',
      };
    case 'AWS_THROTTLED':
      return { message: `${action} was throttled: ${said}`, fix: 'run the step again later' };
    case 'AWS_UNAVAILABLE':
      return { message: `${action}: no answer from ${region}: ${said}`, fix: 'run the step again later' };
    default:
      return { message: `${action} failed: ${said}` };
  }
}

type RemoteError = Error & {
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly statusCode?: number };
  readonly code?: unknown;
};

// The SDK's retry middleware puts $metadata on whatever came out of a request, network errors included.
function isRemote(error: unknown): error is RemoteError {
  return error instanceof Error && ('$metadata' in error || isNetworkError(error));
}

function factsOf(error: unknown) {
  if (!(error instanceof Error)) return { name: '', status: undefined, isNetwork: false };
  const { $metadata, $response }: RemoteError = error;
  return {
    name: error.name,
    status: $metadata?.httpStatusCode ?? $response?.statusCode,
    isNetwork: isNetworkError(error),
  };
}

function isNetworkError(error: Error): boolean {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return error.name === 'TimeoutError' || /^(E[A-Z]{3,}|UND_ERR_\w+|ERR_TLS_\w+|CERT_\w+)$/.test(code);
}
