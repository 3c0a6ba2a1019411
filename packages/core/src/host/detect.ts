import { codebuildHost } from './codebuild.ts';
import type { Host } from './host.ts';
import { type TerminalOptions, terminalHost } from './terminal.ts';

/** The host of a command line: CodeBuild where a build runs, else a terminal. An action chooses the GitHub host itself. */
export function detectHost(options: TerminalOptions): Host {
  return options.env.CODEBUILD_BUILD_ID ? codebuildHost(options) : terminalHost(options);
}
