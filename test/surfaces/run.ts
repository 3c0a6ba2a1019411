import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** How a process ended, and what it printed. */
export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  /** Both streams, as they came. */
  readonly text: string;
}

/** Runs a program with these variables and no others but the path. */
export function run(
  command: string,
  args: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>> },
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { PATH: process.env.PATH, HOME: cwd, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      text += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ exitCode: code ?? 1, stdout, text }));
  });
}

const sources = join(import.meta.dirname, '../../packages/cli/bin/ml-ci.js');

/** Runs `ml-ci` as it stands in the repository. */
export function mlciFromSources(args: readonly string[], options: Parameters<typeof run>[2]) {
  return run(process.execPath, [sources, ...args], options);
}
