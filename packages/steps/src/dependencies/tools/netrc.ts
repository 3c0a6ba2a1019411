import type { RepositoryAccess, SetupFile } from './tool.ts';

/** The name of the one netrc that tools share. */
export const netrcName = 'netrc';

/** The entry of the repository's host, which every repository of its domain shares. */
export function netrcFile({ endpoint, token }: RepositoryAccess): SetupFile {
  return { path: netrcName, content: `machine ${new URL(endpoint).hostname} login aws password ${token}\n` };
}

/** A netrc of ours with entries put in place of older ones for the same hosts. */
export function mergeNetrc(before: string, entries: string): string {
  const hostOf = (line: string) => /^machine (\S+) /.exec(line)?.[1];
  const added = entries.split('\n').filter((line) => line !== '');
  const hosts = new Set(added.map(hostOf));
  const kept = before.split('\n').filter((line) => line !== '' && !hosts.has(hostOf(line)));
  return [...kept, ...added].map((line) => `${line}\n`).join('');
}
