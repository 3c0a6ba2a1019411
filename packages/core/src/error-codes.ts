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
    summary: 'a path leaves the folder it must stay in, or is a link where a file is expected',
  },
  DOCUMENT_INVALID: { kind: 'input', summary: 'a document does not parse or does not fit its schema' },
  COMMAND_UNKNOWN: { kind: 'input', summary: 'there is no such command' },
  // the outside in general
  TIMEOUT: { kind: 'remote', summary: 'the time limit of the step ran out' },
  CHILD_FAILED: { kind: 'remote', summary: 'a child process ended with an error' },
  CHILD_MISSING: { kind: 'input', summary: 'a program that the step needs is not installed' },
} as const satisfies Record<string, ErrorSpec>;

/** What a code stands for. */
export interface ErrorSpec {
  readonly kind: 'input' | 'remote';
  readonly summary: string;
}

/** Every code of the catalogue. */
export type ErrorCode = keyof typeof errorCodes;
