import { parseDuration, StepError } from '@ml-ci/core';

/** What can be broken on purpose. */
export type FaultKind = 'throttle' | '500' | 'reset' | 'truncate' | 'wrong-digest' | 'expire' | 'latency';

/** One `--fault`. */
export interface FaultSpec {
  /** A service (`ecr`, `s3`, `sts`, …), a data plane (`registry`, `packages`), or `all`. */
  readonly target: string;
  readonly kind: FaultKind;
  /** Share of requests that are hit, 0 to 1. */
  readonly rate: number;
  /** For `latency` and `expire`. */
  readonly ms: number;
}

/** Decides for each request whether it is broken. */
export interface Faults {
  readonly specs: readonly FaultSpec[];
  /** The fault that hits this request, or undefined. Draws once for each matching spec. */
  pick(target: string, kinds: readonly FaultKind[]): FaultKind | undefined;
  /** Milliseconds by which requests to a target are delayed. */
  latencyMs(target: string): number;
  /** Where `<target>:expire:<duration>` was asked for: how long credentials of that target really hold. */
  expireMs(target: string): number | undefined;
  /** In [0, 1), from the same source: where in a body a fault strikes. */
  draw(): number;
}

/** What `--fault` may name before the first colon. */
export const faultTargets = [
  'all',
  'sts',
  's3',
  'ecr',
  'registry',
  'codeartifact',
  'packages',
  'ecs',
  'elasticloadbalancing',
  'codedeploy',
  'monitoring',
] as const;

const rated: readonly string[] = ['throttle', '500', 'reset', 'truncate', 'wrong-digest'];
const expiring: readonly string[] = ['sts', 'ecr', 'codeartifact'];

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

/** Reads `ecr:throttle:0.2`, `registry:reset`, `latency:20ms`, `s3:latency:1s`, `sts:expire:30s`. */
export function parseFault(text: string): FaultSpec {
  const parts = text.split(':');
  const [target, kind, value] = parts[0] === 'latency' ? ['all', ...parts] : parts;
  if (parts.length > 3 || target === undefined || !known(faultTargets, target)) {
    throw wrong(text, `"${target}" is none of ${faultTargets.join(', ')}`);
  }
  if (kind === 'latency') return { target, kind, rate: 1, ms: duration(text, value) };
  if (kind === 'expire') {
    if (!expiring.includes(target))
      throw wrong(text, `only ${expiring.join(', ')} give credentials that expire`);
    return { target, kind, rate: 1, ms: duration(text, value ?? '60s') };
  }
  if (kind === undefined || !isRated(kind)) {
    throw wrong(text, `"${kind ?? ''}" is none of ${[...rated, 'latency', 'expire'].join(', ')}`);
  }
  return { target, kind, rate: share(text, value), ms: 0 };
}

function isRated(kind: string): kind is Exclude<FaultKind, 'latency' | 'expire'> {
  return rated.includes(kind);
}

function known(names: readonly string[], name: string): boolean {
  return names.includes(name);
}

function share(text: string, value: string | undefined): number {
  if (value === undefined) return 1;
  const rate = Number(value);
  if (/^(?:0|1|0?\.\d+|1\.0+)$/.test(value) && rate <= 1) return rate;
  throw wrong(text, `"${value}" is not a share between 0 and 1`);
}

function duration(text: string, value: string | undefined): number {
  const ms = parseDuration(value ?? '');
  if (ms === undefined) throw wrong(text, `"${value ?? ''}" is not a length of time such as 20ms or 5s`);
  return ms;
}

function wrong(text: string, why: string): StepError {
  return new StepError('INPUT_INVALID', {
    message: `--fault "${text}": ${why}`,
    fix: 'write <target>:<kind>[:<share or duration>], such as ecr:throttle:0.2, registry:reset:0.05 or latency:20ms',
  });
}
