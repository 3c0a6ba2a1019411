import { StepError } from '@ml-ci/core';
import { z } from 'zod';
import { packageName } from '../gate/package-name.ts';
import type { RequestedVersion } from './requested.ts';

const schema = z.object({
  version: z.literal(1),
  packages: z.array(
    z.object({
      format: z.enum(['npm', 'pypi']),
      name: z.string(),
      version: z.string(),
      optional: z.literal(true).optional(),
      revision: z.string().optional(),
    }),
  ),
});

/** The versions of a record of `install`, in the revisions that were installed. */
export function readRecord(text: string, file: string): readonly RequestedVersion[] {
  const read = schema.safeParse(parse(text, file));
  if (!read.success) {
    throw new StepError('DOCUMENT_INVALID', {
      message: `"${file}" is not the record of an install: ${z.prettifyError(read.error)}`,
      fix: 'give the file that install wrote: .ml-ci/dependencies.json',
    });
  }
  // What two locks have stands there twice.
  const packages = new Map(
    read.data.packages.map((one) => [JSON.stringify([one.format, one.name, one.version, one.revision]), one]),
  );
  return [...packages.values()].map(({ format, name, version, revision }) => ({
    package: packageName(format, name),
    version,
    revision,
  }));
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new StepError('DOCUMENT_INVALID', {
      message: `"${file}" is not JSON`,
      fix: 'give the file that install wrote: .ml-ci/dependencies.json',
      cause,
    });
  }
}
