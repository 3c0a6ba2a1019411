import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { changeFile } from './change-file.ts';
import type { Files } from './files.ts';
import { exportLine, shellQuote, statementsOf } from './shell.ts';
import { refuseForeign } from './state-folder.ts';

/** Variables that a step gives to the steps after it, in the same job, build or shell. They are given when it has passed. */
export interface Exports {
  set(name: string, value: string): void;
  /** A value that is masked from here on, and that stands in no file of the project. */
  secret(name: string, value: string): void;
  /** Takes back what an earlier run of this step gave. */
  unset(name: string): void;
}

/** What a run gives and takes back. A name stands in one of the three. */
export interface Exported {
  readonly variables: ReadonlyMap<string, string>;
  readonly secrets: ReadonlyMap<string, string>;
  readonly gone: ReadonlySet<string>;
}

/** Runners refuse to be told these; ours would be taken for inputs. */
const refused = /^(?:GITHUB_|RUNNER_|ML_CI_|NODE_OPTIONS$)/i;

/** Collects what a step exports; `mask` hears of a secret before anything else does. */
export function collectExports(mask: (secret: string) => void): Exports & Exported {
  const [variables, secrets] = [new Map<string, string>(), new Map<string, string>()];
  const gone = new Set<string>();
  const take = (name: string) => {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) || refused.test(name))
      throw new Error(`"${name}" is no variable that a step may export`);
    for (const names of [variables, secrets, gone]) names.delete(name);
  };
  return {
    variables,
    secrets,
    gone,
    set(name, value) {
      take(name);
      variables.set(name, value);
    },
    secret(name, value) {
      take(name);
      mask(value);
      secrets.set(name, value);
    },
    unset(name) {
      take(name);
      gone.add(name);
    },
  };
}

/** The names that a later step will find. */
export function exportedNames({ variables, secrets }: Exported): readonly string[] {
  return [...variables.keys(), ...secrets.keys()];
}

export function exportsAnything(exported: Exported): boolean {
  return exportedNames(exported).length + exported.gone.size > 0;
}

/**
 * Writes exports where no platform takes them: lines in `.ml-ci/outputs.env`, which a shell sources. Secrets stand in `env.sh` of
 * the folder of the step, and one line there sources it.
 */
export async function writeExports(
  files: Files,
  step: string,
  exported: Exported,
  folder: string | undefined,
): Promise<void> {
  const secrets = folder === undefined ? undefined : join(folder, 'env.sh');
  const hasSecrets = secrets !== undefined && writeSecrets(secrets, exported);
  await changeLines(files, (before) => exportLines(before, step, exported, hasSecrets ? secrets : undefined));
}

/** Takes all that a step exported out of `.ml-ci/outputs.env`. */
export async function removeExports(files: Files, step: string): Promise<void> {
  await refuseForeign(files.root, ['outputs.env']);
  await changeLines(files, (before) => {
    const statements = statementsOf(before);
    const kept = statements.filter((statement) => !statement.endsWith(markOf(step)));
    return kept.length === statements.length ? before : lines(kept);
  });
}

/** The lines of `outputs.env`: an export replaces one of the same step and name, all others stay. */
export function exportLines(
  before: string,
  step: string,
  exported: Exported,
  secrets: string | undefined,
): string {
  const mark = markOf(step);
  const others = statementsOf(before).filter(
    (statement) => !statement.endsWith(mark) || isOther(statement, exported),
  );
  const own = [...exported.variables].map(([name, value]) => `${exportLine(name, value)}${mark}`);
  const file = secrets === undefined ? undefined : shellQuote(secrets);
  return lines([
    ...others,
    ...own,
    ...(file === undefined ? [] : [`if [ -f ${file} ]; then . ${file}; fi${mark}`]),
  ]);
}

/** True where a secret is left. */
function writeSecrets(path: string, exported: Exported): boolean {
  const own = [...exported.secrets].map(([name, value]) => exportLine(name, value));
  const change = (before = '') => {
    const others = statementsOf(before).filter((statement) => isOther(statement, exported));
    const all = [...others, ...own];
    return all.length === 0 ? undefined : lines(all);
  };
  changeFile(path, change, 0o600);
  return existsSync(path);
}

async function changeLines(files: Files, change: (before: string) => string): Promise<void> {
  changeFile(await files.state('outputs.env'), (before) => {
    const after = change(before ?? '');
    return before === undefined && after === '' ? undefined : after;
  });
}

/** Says whose an export is. Other lines of the file are outputs, which end with a quote. */
function markOf(step: string): string {
  return ` # ${step}`;
}

/** True for an export that a run does not touch. The line that sources the secrets is written anew by each. */
function isOther(statement: string, { variables, secrets, gone }: Exported): boolean {
  const name = /^export (\w+)=/.exec(statement)?.[1];
  return name !== undefined && !variables.has(name) && !secrets.has(name) && !gone.has(name);
}

function lines(statements: readonly string[]): string {
  return statements.map((statement) => `${statement}\n`).join('');
}
