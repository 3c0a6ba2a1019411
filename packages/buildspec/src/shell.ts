import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { shellQuote } from '@ml-ci/core';

/** How the shell of a build is started. */
export interface ShellOptions {
  readonly program: string;
  readonly cwd: string;
  /** All that the commands see of an environment. */
  readonly env: Readonly<Record<string, string>>;
  /** A folder for the files that pass commands and variables to and fro. */
  readonly folder: string;
  readonly onLine: (line: string) => void;
}

interface Running {
  readonly child: ChildProcess;
  /** Ends with the exit code of the command that was sent. */
  command: { readonly done: (exitCode: number) => void } | undefined;
}

/**
 * One shell for all commands of a build, so that exports, functions and `cd` last. Where a command ends it (`exit 3`),
 * the next starts another in the same folder and with the same exported variables.
 */
export class BuildShell {
  readonly #options: ShellOptions;
  // in two halves: a trace of the shell (`set -x`) never shows them joined
  readonly #mark = [crypto.randomUUID(), crypto.randomUUID()] as const;
  readonly #environmentFile: string;
  #environment: Readonly<Record<string, string>>;
  #running: Running | undefined;
  #count = 0;
  // process groups of this shell and of those that a command ended; what they left may still run
  readonly #groups = new Set<number>();
  #stopped: Promise<void> | undefined;

  constructor(options: ShellOptions) {
    this.#options = options;
    this.#environment = options.env;
    this.#environmentFile = join(options.folder, 'environment');
  }

  /** The exported variables as they stand after the last command. */
  get environment(): Readonly<Record<string, string>> {
    return this.#environment;
  }

  /** Runs one command, which may be several lines, and returns its exit code. */
  async run(command: string, variables: Readonly<Record<string, string>> = {}): Promise<number> {
    if (this.#stopped) return stoppedExit;
    await mkdir(this.#options.folder, { recursive: true, mode: 0o700 });
    this.#count += 1;
    const file = join(this.#options.folder, `command-${this.#count}.sh`);
    await writeFile(file, `${command}\n`, { mode: 0o600 });
    const running = this.#running ?? this.#start();
    const exitCode = await new Promise<number>((resolve) => {
      running.command = { done: resolve };
      running.child.stdin?.write(this.#lines(file, variables));
    });
    running.command = undefined;
    this.#environment = await this.#readEnvironment();
    return exitCode;
  }

  /** Ends the shell and everything it started: SIGTERM, then after `graceMs` SIGKILL. */
  stop(graceMs = 5_000): Promise<void> {
    this.#stopped ??= Promise.all([...this.#groups].map((group) => endGroup(group, graceMs))).then(
      () => undefined,
    );
    return this.#stopped;
  }

  #start(): Running {
    const { program, cwd } = this.#options;
    const args = program.endsWith('bash') ? ['--noprofile', '--norc', '-s'] : ['-s'];
    const child = spawn(program, args, {
      cwd: this.#environment.PWD ?? cwd,
      env: { ...this.#environment },
      stdio: ['pipe', 'pipe', 'ignore'],
      detached: true, // a process group of its own, which stop() ends as a whole
    });
    const running: Running = { child, command: undefined };
    this.#running = running;
    if (child.pid !== undefined) this.#groups.add(child.pid);
    this.#listen(running);
    child.stdin?.write(`exec 9>&1 2>&1\ntrap ${shellQuote(this.#saveEnvironment())} EXIT\n`);
    return running;
  }

  #listen(running: Running): void {
    const { child } = running;
    const decoder = new StringDecoder('utf8');
    let pending = '';
    const onText = (text: string) => {
      const lines = `${pending}${text}`.split('\n');
      pending = lines.pop() ?? '';
      for (const line of lines) this.#onLine(line, running);
    };
    child.stdout?.on('data', (bytes: Buffer) => onText(decoder.write(bytes)));
    child.stdin?.on('error', () => undefined); // the shell may end before it has read everything
    child.on('error', () => this.#ended(running, 127));
    child.on('exit', (code, signal) => {
      // output that is already in the pipe comes first; what the shell left running may hold it open
      const finish = () => {
        clearTimeout(patience);
        if (pending !== '') onText('\n');
        this.#ended(running, code ?? (signal === 'SIGKILL' ? 137 : signal === 'SIGINT' ? 130 : 143));
      };
      const patience = setTimeout(finish, 200);
      child.once('close', finish);
    });
  }

  #onLine(line: string, running: Running): void {
    if (/^\++ \. /.test(line) && line.includes(this.#options.folder)) return; // a trace shows how commands are read
    const [own = '', status] = line.split(this.#mark.join(''));
    if (status === undefined) this.#options.onLine(line);
    else {
      if (own !== '') this.#options.onLine(own);
      running.command?.done(Number(status));
    }
  }

  #ended(running: Running, exitCode: number): void {
    if (this.#running === running) this.#running = undefined;
    const { pid } = running.child;
    if (pid !== undefined && !isGroupAlive(pid)) this.#groups.delete(pid); // the number may be taken again
    running.command?.done(exitCode);
  }

  #lines(file: string, variables: Readonly<Record<string, string>>): string {
    const exports = Object.entries(variables).map(([name, value]) => `export ${name}=${shellQuote(value)}; `);
    const [first, second] = this.#mark;
    return [
      `{ ${exports.join('')}:; } 2>/dev/null`,
      `. ${shellQuote(file)} </dev/null`,
      `{ ml_ci_status=$?; ${this.#saveEnvironment()}; printf '%s%s%s\\n' ${first} ${second} $ml_ci_status >&9; } 2>/dev/null`,
      '',
    ].join('\n');
  }

  #saveEnvironment(): string {
    // with the path of the system: the commands may have changed PATH
    return `command -p env -0 >${shellQuote(this.#environmentFile)} || :`;
  }

  async #readEnvironment(): Promise<Readonly<Record<string, string>>> {
    const text = await readFile(this.#environmentFile, 'utf8').catch(() => undefined);
    if (text === undefined) return this.#environment; // the shell ended before it could write
    const pairs = text.split('\0').flatMap((entry): [string, string][] => {
      const at = entry.indexOf('=');
      return at > 0 ? [[entry.slice(0, at), entry.slice(at + 1)]] : [];
    });
    return Object.fromEntries(pairs.filter(([name]) => name !== '_' && name !== 'SHLVL'));
  }
}

const stoppedExit = 143;

async function endGroup(group: number, graceMs: number): Promise<void> {
  signalGroup(group, 'SIGTERM');
  for (let waitedMs = 0; waitedMs < graceMs && isGroupAlive(group); waitedMs += 20)
    await new Promise((resolve) => setTimeout(resolve, 20));
  signalGroup(group, 'SIGKILL');
}

function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

function isGroupAlive(group: number): boolean {
  try {
    process.kill(-group, 0);
    return true;
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}

function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ESRCH';
}
