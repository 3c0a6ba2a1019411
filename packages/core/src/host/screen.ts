import type { LogEvent, Progress } from '../log.ts';
import type { Outcome } from './host.ts';
import { createPaint, type Paint, printable, wantsColour } from './paint.ts';
import { outcomeLines, placeOf, planLines, progressBar, progressText } from './text.ts';
import { textTable } from './text-table.ts';
import { widthOf, wrap } from './width.ts';

/** A stream that people or pipes read. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Draws events on one stream. */
export class Screen {
  readonly #output: Output;
  readonly #paint: Paint;
  readonly #isLive: boolean;
  #depth = 0;
  #barWidth = 0;
  #lastPlain = '';

  constructor(output: Output, env: Readonly<Record<string, string | undefined>>) {
    this.#output = output;
    this.#paint = createPaint(wantsColour(output, env));
    this.#isLive = output.isTTY === true && env.TERM !== 'dumb' && !isCi(env);
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
    this.clear();
    const indent = '  '.repeat(this.#depth);
    for (const line of this.#fitted(`${indent}${text}`, indent)) this.#output.write(`${line}\n`);
  }

  end(outcome: Outcome): void {
    this.#depth = 0;
    if (outcome.plan && outcome.verdict !== 'error')
      for (const line of planLines(outcome.plan, this.#paint)) this.line(line);
    for (const line of outcomeLines(outcome, this.#paint)) this.line(line);
  }

  #progress(progress: Progress): void {
    if (this.#isLive) {
      this.clear();
      const isDone = progress.total !== undefined && progress.done >= progress.total;
      if (isDone) return;
      const bar = progressBar(progress, this.#paint, this.#width());
      this.#output.write(bar);
      this.#barWidth = widthOf(bar);
      return;
    }
    // without a terminal only what differs in words is worth a line: each quarter, and each new detail
    const quarter = progress.total ? Math.floor((4 * progress.done) / progress.total) : 0;
    const key = `${progress.label} ${progress.detail ?? ''} ${quarter}`;
    if (key === this.#lastPlain) return;
    this.#lastPlain = key;
    this.line(progressText(progress));
  }

  /** Takes the bar away; where the terminal has got narrower since, it has become several lines. */
  clear(): void {
    if (this.#barWidth === 0) return;
    const above = Math.ceil(this.#barWidth / Math.max(1, this.#width())) - 1;
    this.#output.write(`\r\u001b[2K${'\u001b[1A\u001b[2K'.repeat(above)}`);
    this.#barWidth = 0;
  }

  /** On a terminal a long line is broken between words; a pipe or a log keeps it whole. */
  #fitted(text: string, indent: string): string[] {
    if (!this.#output.isTTY) return [text];
    const own = /^ */.exec(text)?.[0] ?? indent;
    return text.split('\n').flatMap((line) => wrap(line, this.#width(), `${own}  `));
  }

  /** A pipe or a log keeps every cell whole. */
  #tableWidth(): number {
    return this.#output.isTTY ? this.#width() - 2 * this.#depth : Number.POSITIVE_INFINITY;
  }

  #width(): number {
    return this.#output.columns ?? 120;
  }
}

/** `CI=false` is how people say no. */
function isCi({ CI }: Readonly<Record<string, string | undefined>>): boolean {
  return CI !== undefined && !['', '0', 'false'].includes(CI);
}
