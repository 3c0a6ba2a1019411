import { appendFileSync } from 'node:fs';
import { appendFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Given } from '../arguments.ts';
import type { Problem } from '../error.ts';
import type { Exported } from '../exports.ts';
import { githubKeptFolders } from '../kept-folders-github.ts';
import type { Annotation, LogEvent } from '../log.ts';
import { suggest } from '../nearest.ts';
import { stateNames } from '../state-names.ts';
import { kebab } from '../step.ts';
import { workflow } from '../words.ts';
import { annotationCommands, escapeData } from './annotations.ts';
import type { Host, Outcome } from './host.ts';
import { actionIdToken } from './id-token.ts';
import { createPaint, printable } from './paint.ts';
import { githubRun } from './run-info.ts';
import type { Output } from './screen.ts';
import { onProcessSignal } from './signals.ts';
import { earlierValues, forgetEntry, keepEntry, saveEntry } from './state-file.ts';
import { outcomeLines, placeOf, planLines, progressText } from './text.ts';
import { textTable } from './text-table.ts';

type Env = Readonly<Record<string, string | undefined>>;

const maxSummaryBytes = 1000 * 1024; // GitHub shows nothing of a summary over 1 MiB

/** A GitHub Actions runner: file commands for outputs and state, workflow commands for the log. */
export function githubHost(options: {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly stdout: Output;
}): Host {
  const { env, stdout } = options;
  const paint = createPaint(false);
  const annotations: Annotation[] = [];
  const say = (text: string) => stdout.write(`${text}\n`);
  const room = async () => {
    // the file is this step's own, and may have content of an earlier part of the step
    const used = env.GITHUB_STEP_SUMMARY ? await sizeOf(env.GITHUB_STEP_SUMMARY) : 0;
    return Math.max(0, maxSummaryBytes - used);
  };
  let lastProgress = '';
  const saved = new Map<string, string>();
  let isOver = false;
  return {
    name: 'github',
    env,
    cwd: env.GITHUB_WORKSPACE ?? options.cwd,
    isShared: true,
    words: workflow,
    given: (_step, inputs) => readWith(env, Object.keys(inputs)),
    begin: () => undefined,
    emit(event: LogEvent) {
      switch (event.type) {
        case 'debug':
          say(`::debug::${escapeData(printable(event.message))}`);
          return;
        case 'info':
          untrusted(say, [event.message]);
          return;
        case 'warn':
          untrusted(say, [`! ${event.message}`]);
          annotations.push({ level: 'warning', message: event.message });
          return;
        case 'error':
          untrusted(say, [`✗ ${event.message}`]);
          annotations.push({ level: 'error', message: event.message });
          return;
        case 'group':
          say(`::group::${escapeData(printable(event.title).replaceAll('\n', ' '))}`);
          return;
        case 'group-end':
          say('::endgroup::');
          return;
        case 'table':
          untrusted(say, textTable(event, paint, 160));
          return;
        case 'progress': {
          const text = progressText(event);
          const key = `${event.label}${event.detail ?? ''}${event.total ? Math.floor((4 * event.done) / event.total) : ''}`;
          if (key !== lastProgress) untrusted(say, [text]);
          lastProgress = key;
          return;
        }
        case 'annotation':
          untrusted(say, [`${placeOf(event)}${event.message}`]);
          annotations.push(event);
          return;
        case 'output':
          untrusted(say, [`${event.source} | ${event.line}`]);
      }
    },
    mask: (value) => say(`::add-mask::${escapeData(value)}`),
    run: async () => githubRun(env),
    keptFolders: (log) => githubKeptFolders(env, log),
    forge: async () => (await import('../forge-github.ts')).githubForge(env),
    onSignal: onProcessSignal,
    idToken: actionIdToken(env),
    saveState(_place, name, value) {
      saved.set(name, value);
      writeState(env, name, value);
    },
    // the runner hands the post step what the last value of each name was
    savedState: async () => (isOver || env[`STATE_${overName}`] === 'true' ? new Map() : stateOf(env)),
    forgetState({ step }, whose) {
      const file = keptFile(env, step);
      if (whose === 'earlier') {
        if (file !== undefined) forgetEntry(file, whose);
        return;
      }
      isOver = true;
      writeState(env, overName, 'true');
    },
    // one step cannot read what another saved: what is kept stands where the runner empties it after the job
    keepState({ step }) {
      const file = keptFile(env, step);
      if (file === undefined) return;
      for (const [name, value] of saved) saveEntry(file, name, value);
      keepEntry(file, stateNames.folder);
    },
    earlierStates({ step }) {
      const file = keptFile(env, step);
      return file === undefined ? [] : earlierValues(file);
    },
    ...(env.GITHUB_ENV && {
      exportVariables: (exported: Exported) => exportTo(env.GITHUB_ENV ?? '', exported),
    }),
    summaryRoom: room,
    async finish(outcome: Outcome) {
      const { commands, leftOut } = annotationCommands(annotations, outcome);
      for (const line of [...commands, ...leftOut]) say(line);
      untrusted(say, [
        ...(outcome.plan && outcome.verdict !== 'error' ? planLines(outcome.plan, paint) : []),
        ...outcomeLines(outcome, paint),
      ]);
      if (env.GITHUB_OUTPUT) {
        const entries = Object.entries(outcome.outputs).map(([name, value]) => heredoc(name, String(value)));
        await appendFile(env.GITHUB_OUTPUT, entries.join(''));
      }
      if (env.GITHUB_STEP_SUMMARY)
        await appendFile(env.GITHUB_STEP_SUMMARY, clip(outcome.summary, await room()));
    },
  };
}

/** `INPUT_*` variables: an empty one is unset, an unknown one is a mistake. */
function readWith(
  env: Readonly<Record<string, string | undefined>>,
  properties: readonly string[],
): { given: Map<string, Given>; problems: Problem[] } {
  const byVariable = new Map(
    properties.map((property) => [`INPUT_${kebab(property).toUpperCase()}`, property]),
  );
  const given = new Map<string, Given>();
  const problems: Problem[] = [];
  for (const [variable, raw] of Object.entries(env)) {
    if (!variable.startsWith('INPUT_') || raw === undefined || raw.trim() === '') continue;
    const name = variable.slice('INPUT_'.length).toLowerCase();
    const property = byVariable.get(variable);
    const place = workflow.input(name);
    if (property !== undefined) given.set(property, { raw: raw.trim(), place });
    else if (name !== 'github-token')
      problems.push({
        name,
        message: 'is no input of this action',
        place,
        fix: suggest(name, properties.map(kebab)),
      });
  }
  return { given, problems };
}

const overName = 'ml-ci-over';

function writeState(env: Env, name: string, value: string): void {
  if (env.GITHUB_STATE) appendFileSync(env.GITHUB_STATE, heredoc(name, value));
}

function keptFile({ RUNNER_TEMP: temp }: Env, step: string): string | undefined {
  return temp ? join(temp, 'ml-ci-state', `${step}.json`) : undefined;
}

/** A runner has no way to forget a variable; tools take an empty one for none. */
async function exportTo(file: string, { variables, secrets, gone }: Exported): Promise<void> {
  const empty = [...gone].map((name) => [name, ''] as const);
  const entries = [...variables, ...secrets, ...empty].map(([name, value]) => heredoc(name, value));
  await appendFile(file, entries.join(''));
}

function stateOf(env: Env): ReadonlyMap<string, string> {
  const found = Object.entries(env).flatMap(([variable, value]) =>
    variable.startsWith('STATE_') && value !== undefined
      ? [[variable.slice('STATE_'.length), value] as const]
      : [],
  );
  return new Map(found);
}

/** A value for GITHUB_OUTPUT, GITHUB_ENV or GITHUB_STATE, in the form that no value can break out of. */
export function heredoc(
  name: string,
  value: string,
  delimiter = `ghadelimiter_${crypto.randomUUID()}`,
): string {
  return `${name}<<${delimiter}\n${value}\n${delimiter}\n`;
}

/** Prints text that may begin with `::` as text: no line of it is a command. */
function untrusted(say: (line: string) => void, lines: readonly string[]): void {
  const safe = lines.flatMap((line) => line.split(/\r\n?|\n/)).map(printable);
  if (!safe.some((line) => /^\s*::|##\[/.test(line))) {
    for (const line of safe) say(line);
    return;
  }
  const token = crypto.randomUUID();
  say(`::stop-commands::${token}`);
  for (const line of safe) say(line);
  say(`::${token}::`);
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}

/** For what is long without its tables. */
function clip(markdown: string, room: number): string {
  if (Buffer.byteLength(markdown) <= room) return markdown;
  const note = '\n\n… cut: the log has all of it\n';
  if (room < note.length) return '';
  const kept = Buffer.from(markdown)
    .subarray(0, room - Buffer.byteLength(note))
    .toString('utf8');
  return `${kept.slice(0, kept.lastIndexOf('\n'))}${note}`;
}
