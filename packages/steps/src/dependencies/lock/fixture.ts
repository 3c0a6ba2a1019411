import { StepError } from '@ml-ci/core';

/** What a reader refuses: the code, and `name line` of each entry. */
interface Refused {
  readonly code: string;
  readonly found: readonly string[];
}

/** What reading throws; `none` where it does not. */
export async function refusedBy(read: () => unknown): Promise<Refused> {
  try {
    await read();
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    return {
      code: error.code,
      found: error.problems.map(({ name, place }) => `${name} ${place?.split(':').at(-1)}`),
    };
  }
  return { code: 'none', found: [] };
}
