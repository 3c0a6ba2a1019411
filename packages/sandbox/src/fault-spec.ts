import { type Problem, parseDuration, StepError } from '@ml-ci/core';

/** What can be broken on purpose. */
export type FaultKind = (typeof rated)[number] | 'latency' | 'expire';

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

const rated = ['throttle', '500', 'reset', 'truncate', 'wrong-digest'] as const;
const general: readonly string[] = ['throttle', '500', 'reset', 'latency'];

/** What `--fault` may name before the first colon, and what can go wrong there. */
const kindsByTarget: ReadonlyMap<string, readonly string[]> = new Map([
  ['all', general],
  ['sts', [...general, 'expire']],
  ['s3', general],
  ['athena', general],
  ['ecr', [...general, 'expire']],
  ['registry', [...general, 'truncate', 'wrong-digest']],
  ['codeartifact', [...general, 'expire']],
  ['packages', [...general, 'truncate', 'wrong-digest']],
  ['ecs', general],
  ['elasticloadbalancing', general],
  ['codedeploy', general],
  ['monitoring', general],
]);

const fix =
  'write <target>:<kind>[:<share or duration>], such as ecr:throttle:0.2, registry:reset:0.05, sts:expire:30s or latency:20ms';

/** Reads all of `--fault`; every mistake is told at once. */
export function parseFaults(texts: readonly string[]): readonly FaultSpec[] {
  const problems: Problem[] = [];
  const specs = texts.flatMap((text) => {
    const spec = readFault(text);
    if (typeof spec !== 'string') return [spec];
    problems.push({ name: 'fault', message: `"${text}": ${spec}`, fix });
    return [];
  });
  if (problems.length === 0) return specs;
  const message = problems.map((problem) => problem.message).join('; ');
  throw new StepError('INPUT_INVALID', { message: `cannot read the faults: ${message}`, fix, problems });
}

/** Reads `ecr:throttle:0.2`, `registry:reset`, `latency:20ms`, `s3:latency:1s`, `sts:expire:30s`; a text says why not. */
function readFault(text: string): FaultSpec | string {
  const parts = text.startsWith('latency:') ? ['all', ...text.split(':')] : text.split(':');
  const [target = '', kind = '', value, ...rest] = parts;
  const kinds = kindsByTarget.get(target);
  if (!kinds) return `"${target}" is none of ${[...kindsByTarget.keys()].join(', ')}`;
  if (!kinds.includes(kind)) return `"${kind}" is none of ${kinds.join(', ')}`;
  if (rest.length > 0) return 'there are too many colons';
  if (kind === 'latency' || kind === 'expire') {
    const ms = parseDuration(value ?? (kind === 'expire' ? '60s' : ''));
    if (ms === undefined) return `"${value ?? ''}" is not a length of time such as 20ms or 5s`;
    return { target, kind, rate: 1, ms };
  }
  const known = rated.find((one) => one === kind);
  const rate = value === undefined ? 1 : Number(value);
  if (!known || !(rate >= 0 && rate <= 1) || value === '') return `"${value}" is not a share between 0 and 1`;
  return { target, kind: known, rate, ms: 0 };
}
