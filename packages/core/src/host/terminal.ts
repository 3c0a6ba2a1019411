import { parseArguments } from '../arguments.ts';
import { noForge } from '../forge.ts';
import { statePath } from '../state-folder.ts';
import { stateNames } from '../state-names.ts';
import { commandLine } from '../words.ts';
import type { Host, Outcome } from './host.ts';
import { commandIdToken } from './id-token.ts';
import { toJson } from './json.ts';
import { localRun } from './run-info.ts';
import { type Output, Screen } from './screen.ts';
import { onProcessSignal } from './signals.ts';
import {
  earlierValues,
  forgetEntry,
  keepEntry,
  leftValues,
  saveEntry,
  stateFile,
  stateName,
} from './state-file.ts';

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
    // the build of a CI system that we know nothing else of, or a `run:` line of a workflow
    isShared: !['', 'false', '0'].includes(options.env.CI ?? ''),
    words: commandLine,
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
    idToken: commandIdToken(options.env),
    onSignal: (listener) =>
      onProcessSignal(
        (signal) => {
          screen.line(
            `${signal}: stopping; a second one ends at once, and what is left then is for ml-ci clean-up`,
          );
          listener(signal);
        },
        () => screen.clear(),
      ),
    saveState: ({ step, root }, name, value) => saveEntry(statePath(root, stateName(step)), name, value),
    savedState: async (step, root = options.cwd) => leftValues(stateFile(root, step)),
    forgetState: ({ step, root }, whose) => forgetEntry(stateFile(root, step), whose),
    keepState: ({ step, root }) => keepEntry(stateFile(root, step), stateNames.folder),
    earlierStates: ({ step, root }) => earlierValues(stateFile(root, step)),
    async finish(outcome: Outcome) {
      screen.end(outcome);
      if (isJson) options.stdout.write(`${toJson(outcome)}\n`);
    },
  };
}
