import type { RepositoryAccess, TokenPlace, Tool } from '../../src/dependencies/tools/tool.ts';

/** Where the files of the tools lie in the tables of their tests. */
const folder = '/tmp/f';

/** What a tool makes of a repository of its format: its variables, and its files by their paths. */
export function setupOf(tool: Tool, place: TokenPlace, more: Partial<RepositoryAccess> = {}) {
  const endpoint = `https://ml-111111111111.d.codeartifact.eu-west-1.amazonaws.com/${tool.format}/pinned/`;
  const access = { endpoint, token: 'TOKEN', isExtra: false, ...more };
  const { files, ...setup } = tool.setUp(access, place, folder);
  return { ...setup, files: Object.fromEntries(files.map(({ path, content }) => [path, content])) };
}
