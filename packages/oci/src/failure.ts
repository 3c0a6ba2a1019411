import { type ErrorCode, StepError } from '@ml-ci/core';
import { Transient } from './retry.ts';

/** What a registry said when it refused: its own codes and messages. */
export interface RegistryProblem {
  readonly code: string;
  readonly message: string;
}

/** Statuses after which the same request may succeed (crane, regctl and oras agree on these). */
const transientStatuses: ReadonlySet<number> = new Set([408, 429, 499, 500, 502, 503, 504, 522]);

const byProblem: Readonly<Record<string, ErrorCode>> = {
  UNAUTHORIZED: 'REGISTRY_DENIED',
  DENIED: 'REGISTRY_DENIED',
  NAME_UNKNOWN: 'REPOSITORY_MISSING',
  MANIFEST_UNKNOWN: 'IMAGE_MISSING',
  MANIFEST_INVALID: 'MANIFEST_INVALID',
  MANIFEST_BLOB_UNKNOWN: 'MANIFEST_INCOMPLETE',
  BLOB_UNKNOWN: 'BLOB_MISSING',
  DIGEST_INVALID: 'DIGEST_MISMATCH',
  SIZE_INVALID: 'BLOB_TRUNCATED',
  TOOMANYREQUESTS: 'REGISTRY_UNAVAILABLE',
};

const fixes: Partial<Record<ErrorCode, string>> = {
  REGISTRY_DENIED: 'check the credentials and what they may do in this repository',
  REGISTRY_UNAVAILABLE: 'try again later; nothing was left half done',
  REPOSITORY_MISSING: 'create the repository first, or correct its name',
  IMAGE_MISSING: 'check the tag or digest; it may have expired or never been pushed',
};

/** True where a request may be sent again. */
export function isTransientStatus(status: number): boolean {
  return transientStatuses.has(status);
}

/** The problems in the body of an error answer; none where it has another form. */
export function parseProblems(body: string): readonly RegistryProblem[] {
  try {
    const { errors }: { errors?: unknown } = JSON.parse(body);
    if (!Array.isArray(errors)) return [];
    return errors.map((item: { code?: unknown; message?: unknown }) => ({
      code: String(item.code ?? ''),
      message: String(item.message ?? '').slice(0, 500),
    }));
  } catch {
    return []; // an HTML page of a proxy, or nothing: the status then says it all
  }
}

/** The error for an answer that was not expected. */
export function registryError(what: string, status: number, problems: readonly RegistryProblem[]): StepError {
  const code = codeOf(status, problems);
  const said = problems.map((problem) => `${problem.code} ${problem.message}`.trim()).join('; ');
  const fix = fixes[code];
  return new StepError(code, {
    message: `${what}: the registry answered ${status}${said === '' ? '' : ` (${oneLine(said)})`}`,
    ...(fix === undefined ? {} : { fix }),
  });
}

/** The error for a connection that broke or never came to be. */
export function networkError(what: string, cause: unknown): StepError {
  return new StepError('REGISTRY_UNAVAILABLE', {
    message: `${what}: ${cause instanceof Error ? cause.message || cause.name : String(cause)}`,
    fix: 'check the host, the network and the proxy; then try again',
    cause,
  });
}

const passing: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'BLOB_TRUNCATED',
  'DIGEST_MISMATCH',
  'IMAGE_MISSING', // 404 on an upload session: the registry lost it
  'REGISTRY_UNAVAILABLE',
]);

/**
 * What a copy of a blob failed with, as `Transient` where it may go away with the next try: a stream that broke on either
 * side, a wrong byte, a lost session. Everything else stays what it is.
 */
export function passingError(error: unknown): unknown {
  if (error instanceof StepError) return passing.has(error.code) ? new Transient(error) : error;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const isNetwork = code === 'ECONNRESET' || code === 'ETIMEDOUT' || code === 'EPIPE';
  return isNetwork ? new Transient(networkError('copying a blob', error)) : error;
}

function codeOf(status: number, problems: readonly RegistryProblem[]): ErrorCode {
  for (const { code } of problems) {
    const known = byProblem[code];
    if (known !== undefined) return known;
  }
  if (status === 401 || status === 403) return 'REGISTRY_DENIED';
  if (status === 404) return 'IMAGE_MISSING';
  return status >= 500 || status === 429 || status === 408 ? 'REGISTRY_UNAVAILABLE' : 'REGISTRY_REFUSED';
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, 1_000);
}
