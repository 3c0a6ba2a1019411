import { StepError } from '@ml-ci/core';
import type { InstallContext } from '../inputs.ts';

/** A tool, and from which version on it can do what is asked of it. */
export interface Minimum {
  readonly command: string;
  /** How its `--version` begins. */
  readonly prefix: string;
  readonly oldest: readonly [major: number, minor: number];
  /** Why nothing older will do. */
  readonly lacks: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The version of a tool; CHILD_MISSING where it is not there or older than it must be. */
export async function versionOf(context: InstallContext, tool: Minimum): Promise<string> {
  const { command, oldest, lacks, env } = tool;
  const { stdout } = await context.exec.run(command, ['--version'], {
    env,
    onLine: () => undefined,
    signal: context.signal,
  });
  const version = readVersion(stdout, tool);
  if (version?.isNew) return version.text;
  throw new StepError('CHILD_MISSING', {
    message: version
      ? `"${command}" is ${version.text}, which ${lacks}`
      : `"${command}" does not tell its version`,
    fix: `install ${command} ${oldest.join('.')} or later`,
  });
}

/** What a tool says of its version, and whether that is new enough. */
export function readVersion(
  stdout: string,
  { prefix, oldest: [major, minor] }: Pick<Minimum, 'prefix' | 'oldest'>,
): { readonly text: string; readonly isNew: boolean } | undefined {
  const line = stdout.split('\n').find((candidate) => candidate.startsWith(prefix));
  const found = /^(\d+)\.(\d+)[\w.+-]*/.exec(line?.slice(prefix.length) ?? '');
  if (!found) return undefined;
  const [text, foundMajor, foundMinor] = found;
  const isNew = Number(foundMajor) > major || (Number(foundMajor) === major && Number(foundMinor) >= minor);
  return { text, isNew };
}
