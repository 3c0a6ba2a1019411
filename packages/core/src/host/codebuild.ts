import type { Host, Outcome } from './host.ts';
import { codebuildRun } from './run-info.ts';
import { type TerminalOptions, terminalHost } from './terminal.ts';

/** A CodeBuild build: a shell with plain lines, whose run is the build. Each step is a block with a first and a last line. */
export function codebuildHost(options: TerminalOptions): Host {
  const plain = { ...options, env: { ...options.env, NO_COLOR: '1', FORCE_COLOR: '', CI: 'true' } };
  const host = terminalHost(plain);
  let isJson = false;
  const rule = (text: string) => {
    const stream = isJson ? options.stderr : options.stdout;
    stream.write(`===== ml-ci ${text} =====\n`);
  };
  return {
    ...host,
    name: 'codebuild',
    env: options.env,
    isShared: true,
    run: async () => codebuildRun(options.env),
    begin({ step, json }) {
      isJson = json;
      host.begin({ step, json });
      rule(`${step}: begin`);
    },
    async finish(outcome: Outcome) {
      await host.finish(outcome);
      rule(`${outcome.step}: end, ${outcome.verdict}, exit ${outcome.exitCode}`);
    },
  };
}
