import { ServiceError } from '../service.ts';

/** What was asked for by ARN or name, in that order; everything where nothing was. */
export function selected<T extends { readonly arn: string; readonly name: string }>(
  all: readonly T[],
  arns: readonly string[] | undefined,
  byName: readonly string[] | undefined,
  missing: string,
): readonly T[] {
  const wanted = [...(arns ?? []), ...(byName ?? [])];
  if (wanted.length === 0) return all;
  return wanted.map((wish) => {
    const found = all.find(({ arn, name }) => arn === wish || name === wish);
    if (!found) throw new ServiceError(missing, `"${wish}" was not found`);
    return found;
  });
}
