import { describe, expect, it } from 'vitest';
import type { LogEvent } from '../log.ts';
import { wantsColour } from './paint.ts';
import { Screen } from './screen.ts';
import { widthOf } from './width.ts';

const bar = (done: number, label = 'copy'): LogEvent => ({
  type: 'progress',
  label,
  done,
  total: 900_000_000,
  unit: 'bytes',
  detail: 'green 10% of the traffic, blue 90%, two alarms quiet, 3 of 4 tasks run',
});

/** A terminal of this width: what was written, and what is on its lines now. */
function terminal(columns: number, env: Readonly<Record<string, string>> = {}) {
  const written: string[] = [];
  const stream = { isTTY: true, columns, write: (text: string) => written.push(text) };
  const screen = new Screen(stream, { TERM: 'xterm', ...env });
  return { stream, screen, written, lines: () => linesOf(written, stream.columns) };
}

/** As much of a terminal as the screen relies on: a text that is too long goes on in the next line. */
function linesOf(written: readonly string[], columns: number): string[] {
  const lines = [''];
  let at = 0;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  for (const [part] of written.join('').matchAll(/\u001b\[[0-9;]*[A-Za-z]|[\r\n]|[^\u001b\r\n]+/g)) {
    if (part === '\n') at += 1;
    else if (part.endsWith('K')) lines[at] = '';
    else if (part.endsWith('A')) at -= 1;
    else if (!part.startsWith('\u001b') && part !== '\r') {
      lines[at] = (lines[at] ?? '') + part;
      for (; widthOf(lines[at] ?? '') > columns; at += 1) {
        lines[at + 1] = lines[at]?.slice(columns) ?? '';
        lines[at] = lines[at]?.slice(0, columns) ?? '';
      }
    }
    lines[at] ??= '';
  }
  return lines;
}

describe('a bar', () => {
  it.each([10, 20, 40, 60, 120, 200])('is never as wide as a terminal of %i columns', (columns) => {
    const { screen, written } = terminal(columns);
    for (const done of [0, 1, 450_000_000, 899_999_999]) screen.show(bar(done, '模型をコピー'));
    const bars = written.filter((text) => !text.startsWith('\r'));
    expect(bars).toHaveLength(4);
    for (const text of bars) expect(widthOf(text)).toBeLessThan(columns);
  });

  it('is gone before anything else is printed, and at the end', () => {
    const { screen, lines } = terminal(60);
    screen.show(bar(1));
    screen.show({ type: 'info', message: 'hello' });
    screen.show(bar(2));
    screen.end({
      step: 'promote',
      verdict: 'passed',
      outputs: {},
      exitCode: 0,
      durationMs: 1_000,
      summary: '',
    });
    expect(lines()).toEqual(['hello', expect.stringMatching(/^✓ promote passed in /), '']);
  });

  it('is gone as a whole when the terminal has got narrower meanwhile', () => {
    const { screen, stream, lines } = terminal(100);
    screen.show(bar(1));
    stream.columns = 30;
    screen.show({ type: 'info', message: 'hello' });
    expect(lines()).toEqual(['hello', '', '', '']);
  });

  it.each([
    ['no terminal', false, {}],
    ['TERM=dumb', true, { TERM: 'dumb' }],
    ['CI', true, { CI: 'true' }],
  ])('is words where there is %s', (_why, isTTY, env) => {
    const written: string[] = [];
    const screen = new Screen({ isTTY, columns: 200, write: (text: string) => written.push(text) }, env);
    for (let done = 0; done < 900_000_000; done += 10_000_000) screen.show(bar(done));
    expect(written).toHaveLength(4);
    expect(written.join('')).not.toMatch(/\r|━/);
  });
});

describe('a table', () => {
  const table = {
    type: 'table',
    title: 'environments',
    columns: ['environment', 'image', 'serves', 'since', 'rollout', 'alarms'],
    rows: [
      ['dev', '1.4.0', '模型モデル', '2 days ago', 'none', '2 quiet'],
      ['staging', 'cafe\u0301 🐧 and a name that is far too long for its column', 'b', '', '-', 'red'],
    ],
  } as const;

  it.each([40, 60, 80, 120, 200])('stays within %i columns, and its columns stand in line', (columns) => {
    const { screen, lines } = terminal(columns, { NO_COLOR: '1' });
    screen.show(table);
    const [, head = '', first = '', second = ''] = lines();
    for (const line of lines()) expect(widthOf(line)).toBeLessThanOrEqual(columns);
    if (columns < 80) return;
    const at = (line: string, word: string) => widthOf(line.slice(0, line.indexOf(word)));
    expect(at(first, '2 quiet')).toBe(at(head, 'alarms'));
    expect(at(second, 'red')).toBe(at(head, 'alarms'));
  });

  it('shows each row as lines of its own where columns would be too narrow', () => {
    const { screen, lines } = terminal(40, { NO_COLOR: '1' });
    screen.show(table);
    expect(lines().slice(0, 4)).toEqual([
      'environments',
      '  environment  dev',
      '  image        1.4.0',
      '  serves       模型モデル',
    ]);
  });
});

describe('a long line', () => {
  it('is broken between words on a terminal, and further in than it began', () => {
    const { screen, lines } = terminal(20);
    screen.show({ type: 'info', message: 'installing 5 packages of a lock' });
    expect(lines()).toEqual(['installing 5', '  packages of a lock', '']);
  });

  it('stays whole in a pipe', () => {
    const written: string[] = [];
    const screen = new Screen({ columns: 20, write: (text: string) => written.push(text) }, {});
    screen.show({ type: 'info', message: 'installing 5 packages of a lock' });
    expect(written).toEqual(['installing 5 packages of a lock\n']);
  });
});

describe('wantsColour', () => {
  it.each([
    ['a terminal', true, {}, true],
    ['a pipe', false, {}, false],
    ['NO_COLOR', true, { NO_COLOR: '1' }, false],
    ['an empty NO_COLOR', true, { NO_COLOR: '' }, true],
    ['NO_COLOR against FORCE_COLOR', true, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
    ['FORCE_COLOR in a pipe', false, { FORCE_COLOR: '1' }, true],
    ['FORCE_COLOR=0', true, { FORCE_COLOR: '0' }, false],
    ['TERM=dumb', true, { TERM: 'dumb' }, false],
  ] as const)('with %s', (_what, isTTY, env, expected) => {
    expect(wantsColour({ isTTY }, env)).toBe(expected);
  });
});
