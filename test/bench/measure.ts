import { spawn } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';

/** One run of a process as a whole. */
export interface ProcessRun {
  readonly wallMs: number;
  /** The most memory it held, in bytes. */
  readonly peakBytes: number;
  readonly exitCode: number;
}

/** Runs a command and measures it; its output is thrown away, what it says on stderr is shown when it fails. */
export async function measure(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv; readonly expect?: number } = {},
): Promise<ProcessRun> {
  const startedAt = performance.now();
  const child = spawn(command, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    cwd: options.cwd,
    env: options.env ?? process.env,
  });
  let peakBytes = 0;
  let problem = '';
  child.stderr.on('data', (chunk: Buffer) => {
    problem += chunk.toString();
  });
  const watch = setInterval(() => {
    peakBytes = Math.max(peakBytes, peakOf(child.pid));
  }, 10);
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
  clearInterval(watch);
  if (exitCode !== (options.expect ?? 0))
    throw new Error(`${command} ${args.join(' ')} ended with ${exitCode}: ${problem.slice(-2_000)}`);
  return { wallMs: performance.now() - startedAt, peakBytes, exitCode };
}

function peakOf(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return 0; // it has ended, or there is no /proc
  }
}

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** A time as figures say it: `1.25 s`. */
export function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(2)} s`;
}

/** Runs two things in turn, A B A B …, after one round that does not count; gives the median of the ratios A/B. */
export async function pairs(
  rounds: number,
  a: () => Promise<number>,
  b: () => Promise<number>,
): Promise<{ readonly a: number; readonly b: number; readonly ratio: number }> {
  await a();
  await b();
  const as: number[] = [];
  const bs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    as.push(await a());
    bs.push(await b());
  }
  return {
    a: median(as),
    b: median(bs),
    ratio: median(as.map((value, index) => value / (bs[index] ?? Number.NaN))),
  };
}

/** A figure, its limit, and whether it holds. */
export interface Figure {
  readonly name: string;
  readonly value: string;
  readonly limit: string;
  readonly holds: boolean;
}

/** What one benchmark found. */
export interface Findings {
  readonly title: string;
  readonly figures: readonly Figure[];
}

/**
 * Prints figures as a table; the exit code is 1 where one does not hold. They are also added, as a line of JSON, to the
 * file that `BENCH_FINDINGS` names: what `docs/benchmarks.md` is made from.
 */
export function report(title: string, figures: readonly Figure[]): void {
  const findings: Findings = { title, figures };
  if (process.env.BENCH_FINDINGS !== undefined)
    appendFileSync(process.env.BENCH_FINDINGS, `${JSON.stringify(findings)}\n`);
  console.log(`\n${title}`);
  const width = Math.max(...figures.map(({ name }) => name.length));
  for (const { name, value, limit, holds } of figures)
    console.log(`  ${holds ? '✓' : '✗'} ${name.padEnd(width)}  ${value.padEnd(34)} limit ${limit}`);
  if (figures.some(({ holds }) => !holds)) process.exitCode = 1;
}
