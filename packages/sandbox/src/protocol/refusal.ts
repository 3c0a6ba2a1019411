import { ServiceError } from '../service.ts';
import type { SignatureError, SignatureProblem } from '../sigv4.ts';

/** How a family of protocols names refused signatures. */
export type Dialect = 'json' | 'query' | 'rest-json' | 's3-xml';

type Name = readonly [code: string, status: number];

const json: Record<SignatureProblem, Name> = {
  missing: ['MissingAuthenticationTokenException', 400],
  malformed: ['IncompleteSignatureException', 400],
  'unknown-key': ['UnrecognizedClientException', 400],
  'bad-token': ['UnrecognizedClientException', 400],
  'expired-token': ['ExpiredTokenException', 400],
  mismatch: ['InvalidSignatureException', 400],
  skewed: ['InvalidSignatureException', 400],
  'expired-url': ['InvalidSignatureException', 400],
};

const query: Record<SignatureProblem, Name> = {
  missing: ['MissingAuthenticationToken', 403],
  malformed: ['IncompleteSignature', 400],
  'unknown-key': ['InvalidClientTokenId', 403],
  'bad-token': ['InvalidClientTokenId', 403],
  'expired-token': ['ExpiredToken', 403],
  mismatch: ['SignatureDoesNotMatch', 403],
  skewed: ['SignatureDoesNotMatch', 403],
  'expired-url': ['SignatureDoesNotMatch', 403],
};

const s3: Record<SignatureProblem, Name> = {
  missing: ['AccessDenied', 403],
  malformed: ['AuthorizationHeaderMalformed', 400],
  'unknown-key': ['InvalidAccessKeyId', 403],
  'bad-token': ['InvalidToken', 400],
  'expired-token': ['ExpiredToken', 400],
  mismatch: ['SignatureDoesNotMatch', 403],
  skewed: ['RequestTimeTooSkewed', 403],
  'expired-url': ['AccessDenied', 403],
};

/** The error with which a protocol tells that a signature is refused. */
export function refusal(error: SignatureError, dialect: Dialect): ServiceError {
  const [code, status] = name(error.problem, dialect);
  return new ServiceError(code, error.message, status);
}

function name(problem: SignatureProblem, dialect: Dialect): Name {
  switch (dialect) {
    case 'json':
      return json[problem];
    case 'rest-json':
      return [json[problem][0], 403];
    case 'query':
      return query[problem];
    case 's3-xml':
      return s3[problem];
  }
}
