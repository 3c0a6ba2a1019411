import type { PackageVersion } from './model.ts';

/** Why a version is not copied. Which of the codes AWS gives for a version that is not finished is not documented. */
type CopyFailure =
  | 'ALREADY_EXISTS'
  | 'MISMATCHED_REVISION'
  | 'MISMATCHED_STATUS'
  | 'NOT_ALLOWED'
  | 'NOT_FOUND'
  | 'SKIPPED';

/** One version that a copy asks for, and what is known of it on both sides. */
export interface CopyRequest {
  readonly name: string;
  /** Undefined where any will do. */
  readonly revision: string | undefined;
  readonly source: PackageVersion | undefined;
  /** What the destination has under the name. */
  readonly there: 'nothing' | 'the same' | 'something else';
}

/** What comes of a copy: all of it or nothing. A version that is there already and the same is in neither. */
export interface CopyPlan {
  readonly copies: readonly PackageVersion[];
  readonly failures: ReadonlyMap<string, CopyFailure>;
}

/** Decides a copy. One version that cannot be copied keeps all the others back. */
export function planCopy(
  requests: readonly CopyRequest[],
  options: { readonly allowOverwrite: boolean; readonly isOpen: boolean },
): CopyPlan {
  const own = new Map(
    requests.flatMap((request) => {
      const failure = failureOf(request, options);
      return failure ? [[request.name, failure] as const] : [];
    }),
  );
  if (own.size > 0) {
    return { copies: [], failures: new Map(requests.map(({ name }) => [name, own.get(name) ?? 'SKIPPED'])) };
  }
  const copies = requests.flatMap(({ source, there }) => (source && there !== 'the same' ? [source] : []));
  return { copies, failures: new Map() };
}

function failureOf(
  { revision, source, there }: CopyRequest,
  { allowOverwrite, isOpen }: { readonly allowOverwrite: boolean; readonly isOpen: boolean },
): CopyFailure | undefined {
  if (!source) return 'NOT_FOUND';
  if (revision !== undefined && revision !== source.revision) return 'MISMATCHED_REVISION';
  if (source.status === 'Unfinished' || source.status === 'Disposed') return 'MISMATCHED_STATUS';
  if (there === 'the same') return undefined;
  if (!isOpen) return 'NOT_ALLOWED';
  return there === 'something else' && !allowOverwrite ? 'ALREADY_EXISTS' : undefined;
}
