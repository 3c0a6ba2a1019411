import { parseArguments } from '../arguments.ts';
import { noForge } from '../forge.ts';
import type { LogEvent, Progress } from '../log.ts';
import type { Host, Outcome } from './host.ts';
import { toJson } from './json.ts';
import { createPaint, type Paint, printable, wantsColour } from './paint.ts';
import { localRun } from './run-info.ts';
import { onProcessSignal } from './signals.ts';
import { forgetEntry, leftValues, saveEntry, stateFile } from './state-file.ts';
import { outcomeLines, placeOf, planLines, progressBar, progressText, textTable } from './text.ts';

/** A stream that people or pipes read. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export interface TerminalOptions {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly stdout: Output;
  readonly stderr: Output;
}

/** A person's terminal, or any shell: bars where there is a TTY, plain lines elsewhere. */
export function terminalHost(options: TerminalOptions): Host {
  let screen = new Screen(options.stdout, options.env);
  let isJson = false;
  return {
    name: 'terminal',
    env: options.env,
    cwd: options.cwd,
    given: (_step, inputs) => {
      const { given, problems, positionals } = parseArguments(inputs, options.argv);
      const stray = positionals.map((word) => ({
        name: word,
        message: 'is not expected here',
        fix: 'values need a flag: --name value',
      }));
      return { given, problems: [...problems, ...stray] };
    },
    begin: ({ json }) => {
      isJson = json;
      if (json) screen = new Screen(options.stderr, options.env);
    },
    emit: (event) => screen.show(event),
    mask: () => undefined,
    run: () => localRun(options.env, options.cwd),
    forge: async () => noForge,
    onSignal: onProcessSignal,
    saveState: ({ step, root }, name, value) => saveEntry(stateFile(root, step), name, value),
    savedState: async (step, root = options.cwd) => leftValues(stateFile(root, step)),
    forgetState: ({ step, root }, whose) => forgetEntry(stateFile(root, step), whose),
    async finish(outcome: Outcome) {
      screen.end(outcome);
      if (isJson) options.stdout.write(`${toJson(outcome)}\n`);
    },
  };
}

/** Draws events on one stream. */
export class Screen {
  readonly #output: Output;
  readonly #paint: Paint;
  readonly #isLive: boolean;
  #depth = 0;
  #hasBar = false;
  #lastPlain = '';

  constructor(output: Output, env: Readonly<Record<string, string | undefined>>) {
    this.#output = output;
    this.#paint = createPaint(wantsColour(output, env));
    this.#isLive = output.isTTY === true && env.TERM !== 'dumb' && !env.CI;
  }

  get paint(): Paint {
    return this.#paint;
  }

  show(event: LogEvent): void {
    switch (event.type) {
      case 'debug':
        return;
      case 'info':
        this.line(printable(event.message));
        break;
      case 'warn':
        this.line(this.#paint.yellow(`! ${printable(event.message)}`));
        break;
      case 'error':
        this.line(this.#paint.red(`✗ ${printable(event.message)}`));
        break;
      case 'group':
        this.line(this.#paint.bold(printable(event.title)));
        this.#depth += 1;
        return;
      case 'group-end':
        this.#depth = Math.max(0, this.#depth - 1);
        return;
      case 'table':
        for (const line of textTable(event, this.#paint, this.#tableWidth())) this.line(line);
        return;
      case 'progress':
        this.#progress(event);
        break;
      case 'annotation': {
        const tint =
          event.level === 'error'
            ? this.#paint.red
            : event.level === 'warning'
              ? this.#paint.yellow
              : this.#paint.dim;
        this.line(`${tint('•')} ${placeOf(event)}${printable(event.message)}`);
        break;
      }
      case 'output':
        this.line(this.#paint.dim(`${event.source} │ ${printable(event.line)}`));
        break;
    }
  }

  line(text: string): void {
    this.#clearBar();
    this.#output.write(`${'  '.repeat(this.#depth)}${text}\n`);
  }

  end(outcome: Outcome): void {
    this.#depth = 0;
    if (outcome.plan && outcome.verdict !== 'error')
      for (const line of planLines(outcome.plan, this.#paint)) this.line(line);
    for (const line of outcomeLines(outcome, this.#paint)) this.line(line);
  }

  #progress(progress: Progress): void {
    if (this.#isLive) {
      this.#clearBar();
      const isDone = progress.total !== undefined && progress.done >= progress.total;
      if (isDone) return;
      this.#output.write(progressBar(progress, this.#paint, this.#width()));
      this.#hasBar = true;
      return;
    }
    // without a terminal only what differs in words is worth a line: each quarter, and each new detail
    const quarter = progress.total ? Math.floor((4 * progress.done) / progress.total) : 0;
    const key = `${progress.label} ${progress.detail ?? ''} ${quarter}`;
    if (key === this.#lastPlain) return;
    this.#lastPlain = key;
    this.line(progressText(progress));
  }

  #clearBar(): void {
    if (this.#hasBar) this.#output.write('\r\u001b[2K');
    this.#hasBar = false;
  }

  /** A pipe or a log keeps every cell whole. */
  #tableWidth(): number {
    return this.#output.isTTY ? this.#width() - 2 * this.#depth : Number.POSITIVE_INFINITY;
  }

  #width(): number {
    return this.#output.columns ?? 120;
  }
}
