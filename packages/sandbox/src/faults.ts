import type { FaultKind, FaultSpec } from './fault-spec.ts';

/** Decides for each request whether it is broken. */
export interface Faults {
  readonly specs: readonly FaultSpec[];
  /** The fault that hits this request, or undefined. Draws once for each matching spec. */
  pick(target: string, kinds: readonly FaultKind[]): FaultKind | undefined;
  /** Milliseconds of the wall by which requests to a target are delayed. */
  latencyMs(target: string): number;
  /** Where `<target>:expire:<duration>` was asked for: how long credentials of that target really hold. */
  expireMs(target: string): number | undefined;
  /** In [0, 1), from the same source: where in a body a fault strikes. */
  draw(): number;
}

/** Faults by these specs. */
export function createFaults(specs: readonly FaultSpec[], random: () => number): Faults {
  const of = (target: string) => specs.filter((spec) => spec.target === target || spec.target === 'all');
  return {
    specs,
    pick: (target, kinds) =>
      of(target).find((spec) => kinds.includes(spec.kind) && random() < spec.rate)?.kind,
    latencyMs: (target) =>
      of(target).reduce((sum, spec) => (spec.kind === 'latency' ? sum + spec.ms : sum), 0),
    expireMs: (target) => of(target).find((spec) => spec.kind === 'expire')?.ms,
    draw: random,
  };
}
