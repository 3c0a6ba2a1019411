import { type ErrorCode, type ExecResult, failed, StepError } from '@ml-ci/core';
import type { Lock } from '../lock/lock.ts';
import type { InstallOutputs, InstallVerdict } from './inputs.ts';
import type { ManagerName } from './manager.ts';
import { mismatched } from './mismatch.ts';
import { noHash } from './python/poetry-project.ts';

/** Why a package manager gave up, as far as its output tells. */
export type Cause = 'mismatch' | 'denied' | 'missing' | 'stale' | 'unknown';

/** Reads the code that npm prints. */
export function npmCause({ stderr }: Pick<ExecResult, 'stderr'>): Cause {
  const code = /^npm (?:ERR!|error) code (\w+)/m.exec(stderr)?.[1];
  switch (code) {
    case 'EINTEGRITY':
      return 'mismatch';
    case 'E401':
    case 'E403':
    case 'ENEEDAUTH':
      return 'denied';
    case 'E404':
    case 'ETARGET':
      return 'missing';
    case 'EUSAGE':
    case 'ERESOLVE':
      return 'stale';
    default:
      return 'unknown';
  }
}

/** Reads the code that pnpm prints: ` ERR_PNPM_…` (10), `[ERR_PNPM_…]` (11), `Error: ERR_PNPM_…` with broken lines (12). */
export function pnpmCause({ stdout, stderr }: Pick<ExecResult, 'stdout' | 'stderr'>): Cause {
  const text = `${stdout}\n${stderr}`;
  const code = /^(?:\s|\[|Error: )ERR_PNPM_(\w+)/m.exec(text)?.[1] ?? '';
  const status = /\bHTTP (?:status client error \()?(\d{3})\b/.exec(text.replace(/\s+/g, ' '))?.[1];
  if (/^(?:TARBALL_INTEGRITY|UNEXPECTED_PKG_CONTENT_IN_STORE|BAD_TARBALL_SIZE)$/.test(code))
    return 'mismatch';
  if (/^(?:OUTDATED_LOCKFILE|NO_LOCKFILE|LOCKFILE_\w+)$/.test(code)) return 'stale';
  // pnpm 12 has one code for every answer of the registry.
  const isHttp = /^(?:TARBALL_HTTP_STATUS|META_FETCH_FAIL)$/.test(code);
  if (/^FETCH_40[13]$/.test(code) || (isHttp && /^40[13]$/.test(status ?? ''))) return 'denied';
  if (/^(?:FETCH_404|NO_MATCHING_VERSION)$/.test(code) || (isHttp && status === '404')) return 'missing';
  return 'unknown';
}

/** Reads what Yarn prints: sentences (1), or codes on lines that it begins with an arrow (4). */
export function yarnCause({ stdout, stderr }: Pick<ExecResult, 'stdout' | 'stderr'>): Cause {
  const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => /^(?:error |➤ YN\d{4}: )/.test(line));
  const says = (pattern: RegExp) => lines.some((line) => pattern.test(line));
  if (says(/^➤ YN0018:|^error .*Integrity check failed|^error .*\bintegrity check\b/i)) return 'mismatch';
  if (
    says(
      /^➤ YN0041:|Response Code: 40[13]|Request failed "40[13]\b|Unauthenticated request|authorization token/,
    )
  )
    return 'denied';
  if (says(/^➤ YN0035:|Response Code: 404|Request failed "404\b|Couldn't find (?:any versions|package)/))
    return 'missing';
  if (says(/^➤ YN0028:|^error Your lockfile needs to be updated/)) return 'stale';
  return 'unknown';
}

/** Reads what pip prints; it has no codes. A refused token comes first: pip then also finds no distribution. */
export function pipCause({ stdout, stderr }: Pick<ExecResult, 'stdout' | 'stderr'>): Cause {
  const text = `${stdout}\n${stderr}`;
  if (/DO NOT MATCH THE HASHES/.test(text)) return 'mismatch';
  if (/\b40[13] (?:Client )?Error\b|Credentials not correct/.test(text)) return 'denied';
  if (/--require-hashes mode|ResolutionImpossible|conflicting dependencies/.test(text)) return 'stale';
  if (/No matching distribution found|\b404 Client Error\b/.test(text)) return 'missing';
  return 'unknown';
}

/** Reads what uv prints; it has no codes. */
export function uvCause({ stdout, stderr }: Pick<ExecResult, 'stdout' | 'stderr'>): Cause {
  const text = `${stdout}\n${stderr}`;
  if (/Hash mismatch for/.test(text)) return 'mismatch';
  // What a build needs is looked up as well, and is no part of the lock.
  if (/Failed to (?:build|generate package metadata)/.test(text)) return 'unknown';
  if (/HTTP status client error \(40[13]\b|lack of valid authentication/.test(text)) return 'denied';
  if (uvLacks.test(text)) return 'missing';
  if (/needs to be updated|No solution found|--require-hashes|no trusted hash was provided/.test(text))
    return 'stale';
  return 'unknown';
}

/** A wheel or an index page that is not there; without builds, a package with no wheel is none. */
const uvLacks =
  /HTTP status client error \(404\b|not found in the package registry|there is no version of|no usable wheels|has no binary distribution|a source distribution or wheel for the current/;

/** Reads what Poetry prints; it has no codes. */
export function poetryCause({ stdout, stderr }: Pick<ExecResult, 'stdout' | 'stderr'>): Cause {
  const text = `${stdout}\n${stderr}`;
  if (/changed significantly since poetry\.lock/.test(text)) return 'stale';
  if (/\b40[13] Client Error\b|Authorization error/.test(text)) return 'denied';
  if (/Unable to find installation candidates|Package .* not found|\b404 Client Error\b/.test(text))
    return 'missing';
  if (/not found in known hashes|did not match any known checksums|Retrieved digests for link/.test(text))
    return text.includes(noHash) ? 'missing' : 'mismatch';
  return 'unknown';
}

/** Reads what PDM prints; it has no codes. */
export function pdmCause({ stdout, stderr }: Pick<ExecResult, 'stdout' | 'stderr'>): Cause {
  const text = `${stdout}\n${stderr}`;
  if (/HashMismatchError/.test(text)) return 'mismatch';
  if (/'40[13] (?:Unauthorized|Forbidden)'|\b40[13] Client Error\b/.test(text)) return 'denied';
  if (/CandidateNotFound|'404 Not Found'|\b404 Client Error\b/.test(text)) return 'missing';
  if (/Lockfile (?:doesn't satisfy|hash doesn't match|is not compatible)/.test(text)) return 'stale';
  return 'unknown';
}

/** The verdict on content that is not what the lock promised, or the error for anything else. */
export function refuse(
  manager: ManagerName,
  cause: Cause,
  result: ExecResult,
  lock: Lock,
  partial: Partial<InstallOutputs>,
): InstallVerdict {
  const last = lastWords(result);
  if (cause === 'mismatch') {
    const which = mismatched(lock, result).join(', ') || 'a package';
    return failed(`${which} in the repository is not what the lock says: ${last}`, partial);
  }
  const { code, message, fix } = refusals[cause];
  throw new StepError(code, { message: `${manager}: ${message} (exit ${result.exitCode}): ${last}`, fix });
}

const refusals: Readonly<
  Record<
    Exclude<Cause, 'mismatch'>,
    { readonly code: ErrorCode; readonly message: string; readonly fix: string }
  >
> = {
  denied: {
    code: 'INSTALL_DENIED',
    message: 'the repository refused the token',
    fix: 'the token ends with the role session: run again, or give the role a longer session; then check codeartifact:ReadFromRepository',
  },
  missing: {
    code: 'PACKAGE_MISSING',
    message: 'the repository lacks a package of the lock, or has no wheel of it for this machine',
    fix: 'publish it to the repository, connect an upstream, or (for a source distribution) name it in allow-build',
  },
  stale: {
    code: 'LOCK_STALE',
    message: 'the lock does not cover what is to be installed',
    fix: 'write the lock anew and commit it',
  },
  unknown: { code: 'CHILD_FAILED', message: 'the install failed', fix: 'see the output above' },
};

/** Ends an install whose package could not be built, after it was downloaded. */
export function refuseBuild(manager: ManagerName, names: readonly string[], exitCode: number): void {
  if (exitCode === 0) return;
  throw new StepError('CHILD_FAILED', {
    message: `${manager} rebuild of ${names.join(', ')} failed (exit ${exitCode})`,
    fix: 'see the output above; remove the package from allow-build where it works without its script',
  });
}

/** Beginnings of the lines in which each package manager says what went wrong. */
const errorLine = new RegExp(
  [
    'npm (?:ERR!|error) (?!code|A complete log)\\S',
    'ERROR:',
    '× (?!installing dependencies)',
    '(?:\\| )?(?:Downloaded distributions|Unable to find) ',
    'Hash for ',
    '(?:pdm|unearth)[.\\w]+: ',
    'error:? ',
    '\\[?ERR_PNPM_',
    '╰─▶',
    '➤ YN00(?:01|16|18|35|41):',
    '➤ YN0028: [│·] The ',
  ]
    .map((start) => `^(?:${start})`)
    .join('|'),
);

/** The line that says most; pnpm 12 breaks its own at 80 columns. */
function lastWords({ stdout, stderr }: ExecResult): string {
  const text = `${stdout}\n${stderr}`.replace(/([-/])\n {6}(?=\S)/g, '$1').replace(/\n {6}(?=\S)/g, ' ');
  const lines = text.split('\n').map((line) => line.trim());
  const line =
    lines.find((candidate) => errorLine.test(candidate))?.replace(/^[|×] /, '') ??
    lines.findLast((candidate) => candidate !== '') ??
    'no output';
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}
