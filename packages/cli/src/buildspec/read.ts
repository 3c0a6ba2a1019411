import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Buildspec, parseBuildspec } from '@ml-ci/buildspec';
import { StepError } from '@ml-ci/core';

/** The checked buildspec of a file; messages name it as the user wrote it. */
export async function readBuildspec(file: string, cwd: string): Promise<Buildspec> {
  const text = await readFile(resolve(cwd, file), 'utf8').catch((cause: unknown) => {
    throw new StepError('FILE_MISSING', {
      message: `cannot read the buildspec "${file}"`,
      fix: 'check the path; it starts at the working folder',
      cause,
    });
  });
  return parseBuildspec(text, { file });
}
