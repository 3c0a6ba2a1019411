/** The answer of a step. `waiting` is a pass that a person must complete. */
export type Verdict<O> =
  | { readonly verdict: 'passed'; readonly outputs: O }
  | { readonly verdict: 'waiting'; readonly reason: string; readonly outputs: Partial<O> }
  | { readonly verdict: 'failed'; readonly reason: string; readonly outputs: Partial<O> }
  | { readonly verdict: 'inconclusive'; readonly reason: string; readonly outputs: Partial<O> };

/** The four answers of a step, and `error` where it could not answer. */
export type VerdictName = Verdict<unknown>['verdict'] | 'error';

/** The step did its job, looked again, and the answer is yes. */
export function passed<O>(outputs: O): Verdict<O> {
  return { verdict: 'passed', outputs };
}

/** The step did its job and the answer is no. */
export function failed<O>(reason: string, outputs: Partial<O> = {}): Verdict<O> {
  return { verdict: 'failed', reason, outputs };
}

/** The step could not measure; that is never a pass. */
export function inconclusive<O>(reason: string, outputs: Partial<O> = {}): Verdict<O> {
  return { verdict: 'inconclusive', reason, outputs };
}

/** The step has done its part and a person must decide. */
export function waiting<O>(reason: string, outputs: Partial<O> = {}): Verdict<O> {
  return { verdict: 'waiting', reason, outputs };
}

const order: readonly VerdictName[] = ['passed', 'waiting', 'inconclusive', 'failed', 'error'];

/** The worse of two verdicts: passed < waiting < inconclusive < failed < error. */
export function worst(a: VerdictName, b: VerdictName): VerdictName {
  return order.indexOf(a) >= order.indexOf(b) ? a : b;
}
