import type { Readable } from 'node:stream';
import { StepError } from './error.ts';
import type { Log } from './log.ts';

/** How a child is run. */
export interface ExecOptions {
  readonly cwd?: string;
  /** Added to the base environment (PATH, HOME, LANG, TMPDIR, proxy and CA variables) and to nothing else. */
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Lines go here instead of the log; they are not redacted. */
  readonly onLine?: (line: string, stream: 'stdout' | 'stderr') => void;
  /** Ends the child with SIGTERM, and after 5 s with SIGKILL. */
  readonly signal?: AbortSignal;
}

export interface ExecResult {
  /** The exit code, or 128 + the signal's number. */
  readonly exitCode: number;
  /** The last 64 KiB of each stream. */
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs child processes with an explicit environment; never through a shell. */
export interface Exec {
  /** Runs to the end and returns the exit code, whatever it is; throws CHILD_MISSING where there is no such program. */
  run(command: string, args: readonly string[], options?: ExecOptions): Promise<ExecResult>;
}

const inherited = [
  'PATH',
  'HOME',
  'LANG',
  'LC_ALL',
  'TMPDIR',
  'TZ',
  'SystemRoot',
  'USERPROFILE',
  'TEMP',
  'TMP',
  'PATHEXT',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'ALL_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'all_proxy',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'NODE_EXTRA_CA_CERTS',
  'REQUESTS_CA_BUNDLE',
  'CURL_CA_BUNDLE',
  'PIP_CERT',
] as const;

/** What a child may see of our environment: nothing of AWS, ACTIONS, GITHUB or ML_CI. */
export function baseEnvironment(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const base: Record<string, string> = {};
  for (const name of inherited) {
    const value = env[name];
    if (value !== undefined) base[name] = value;
  }
  return base;
}

/** An `Exec` whose children start from `env`, print to `log` and run in `cwd` unless told. */
export function createExec(host: {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly log: Log;
  readonly signal?: AbortSignal;
}): Exec {
  return {
    async run(command, args, options = {}) {
      // loaded when a child is run: help and input errors start without them
      const [{ spawn }, { createInterface }] = await Promise.all([
        import('node:child_process'),
        import('node:readline'),
      ]);
      const signal = options.signal ?? host.signal;
      if (signal?.aborted) throw signal.reason;
      return new Promise((resolve, reject) => {
        const child = spawn(command, args, {
          cwd: options.cwd ?? host.cwd,
          env: { ...baseEnvironment(host.env), ...options.env },
          stdio: ['pipe', 'pipe', 'pipe'],
        });
        const report = options.onLine ?? ((line: string) => host.log.output(command, line));
        const stdout = collect(createInterface, child.stdout, (line) => report(line, 'stdout'));
        const stderr = collect(createInterface, child.stderr, (line) => report(line, 'stderr'));
        let killer: NodeJS.Timeout | undefined;
        const onAbort = () => {
          child.kill('SIGTERM');
          killer = setTimeout(() => child.kill('SIGKILL'), 5_000);
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        child.on('error', (cause: NodeJS.ErrnoException) => {
          signal?.removeEventListener('abort', onAbort);
          reject(
            cause.code === 'ENOENT'
              ? new StepError('CHILD_MISSING', {
                  message: `"${command}" is not installed`,
                  fix: `install ${command}`,
                  cause,
                })
              : cause,
          );
        });
        child.on('close', (code, killedBy) => {
          signal?.removeEventListener('abort', onAbort);
          clearTimeout(killer);
          if (signal?.aborted) reject(signal.reason);
          else resolve({ exitCode: code ?? signalExit(killedBy), stdout: stdout(), stderr: stderr() });
        });
        child.stdin.on('error', () => undefined); // the child may end before it has read everything
        child.stdin.end(options.stdin ?? '');
      });
    },
  };
}

function signalExit(name: NodeJS.Signals | null): number {
  return name === 'SIGKILL' ? 137 : name === 'SIGINT' ? 130 : 143;
}

function collect(
  createInterface: typeof import('node:readline').createInterface,
  stream: Readable,
  onLine: (line: string) => void,
): () => string {
  const keep = 64 * 1024;
  let kept = '';
  const lines = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY });
  lines.on('line', (line) => {
    kept = `${kept}${line}\n`.slice(-keep);
    onLine(line);
  });
  return () => kept;
}
