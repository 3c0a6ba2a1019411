/** One thing that goes wrong with one request. A number is a status. */
export type Fault =
  | number
  | {
      readonly type: 'status';
      readonly status: number;
      readonly code?: string;
      readonly headers?: Record<string, string>;
    }
  /** The connection breaks before an answer. */
  | { readonly type: 'reset' }
  /** It breaks when the first bytes of an upload have come. */
  | { readonly type: 'reset-upload' }
  /** It breaks in the middle of the body of the answer. */
  | { readonly type: 'reset-body' }
  /** Half of the body, as if it were the whole. */
  | { readonly type: 'truncate' }
  | { readonly type: 'corrupt' }
  /** It takes the request and never answers. */
  | { readonly type: 'hang' }
  | { readonly type: 'redirect'; readonly to: string }
  | { readonly type: 'location'; readonly to: string };

/** The long form of a fault. */
export function parseFault(fault: Fault | undefined): Exclude<Fault, number> | undefined {
  return typeof fault === 'number' ? { type: 'status', status: fault } : fault;
}

/** A random generator with a seed: a failing run can be repeated. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const kinds: readonly Fault[] = [
  429,
  500,
  503,
  { type: 'status', status: 429, code: 'TOOMANYREQUESTS', headers: { 'retry-after': '1' } },
  { type: 'reset' },
  { type: 'reset-upload' },
  { type: 'reset-body' },
  { type: 'truncate' },
  { type: 'corrupt' },
];

/** Breaks `share` of all requests, each in one of the ways above. */
export function randomFaults(share: number, seed: number): () => Fault | undefined {
  const random = seededRandom(seed);
  return () => (random() < share ? kinds[Math.floor(random() * kinds.length)] : undefined);
}
