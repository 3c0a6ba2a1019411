import type { Host, Outcome } from './host.ts';
import { codebuildRun } from './run-info.ts';
import { type TerminalOptions, terminalHost } from './terminal.ts';

/** A CodeBuild build: a shell with plain lines, whose run is the build. */
export function codebuildHost(options: TerminalOptions): Host {
  const plain = { ...options, env: { ...options.env, NO_COLOR: '1', CI: 'true' } };
  const host = terminalHost(plain);
  return {
    ...host,
    name: 'codebuild',
    env: options.env,
    run: async () => codebuildRun(options.env),
    async finish(outcome: Outcome) {
      options.stderr.write(`----- ml-ci ${outcome.step} -----\n`);
      await host.finish(outcome);
    },
  };
}
